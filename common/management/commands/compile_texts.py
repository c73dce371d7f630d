"""`manage.py compile_texts`: translations compiled without gettext being installed."""

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compiles each django.po under locale/ into the .mo beside it (the .mo files are not committed)."""

    help = "Compile the translations."
    requires_system_checks = []

    def handle(self, *args, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
