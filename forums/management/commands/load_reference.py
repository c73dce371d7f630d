"""`manage.py load_reference`: places, lists, institutions, themes, fixed holidays."""

from django.core.management.base import BaseCommand
from django.db import transaction

from forums.reference import load_forum_lists
from participants.reference import load_directory


class Command(BaseCommand):
    """Safe to run at each start: creates what is missing, fills what is empty, overwrites nothing."""

    help = "Load the reference data that comes with the portal; a second run changes nothing."

    def handle(self, *args, **options):
        """Load all or nothing, then say what changed."""
        with transaction.atomic():
            loaded = [*load_directory(), *load_forum_lists()]
        for part in loaded:
            self.stdout.write(
                f"{part.label}: {part.total} in the file, {part.created} created, {part.filled} filled"
            )
        self.stdout.write(f"{sum(part.created + part.filled for part in loaded)} changes")
