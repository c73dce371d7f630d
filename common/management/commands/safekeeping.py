"""`manage.py safekeeping`: what is not yet safe about keys and backups, in one line."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from common.backup import last_backup
from common.backup.keep import WARN_AFTER
from common.backup.keys import is_configured
from common.safekeeping import unconfirmed_parts


class Command(BaseCommand):
    """Says what to do first; nothing where all is well. `make start` prints it."""

    help = "Say in one line what is missing for the safety of keys and backups; nothing where nothing is."

    def handle(self, *args, **options):
        missing = []
        if unconfirmed_parts():
            missing.append("lock the keyring away (manage.py print_keyring, then confirm_keyring)")
        if not is_configured():
            missing.append("make the key of backups (manage.py make_backup_key)")
        else:
            last = last_backup()
            if last is None or timezone.now() - last.made_at > WARN_AFTER:
                missing.append("make a backup (manage.py backup)")
        if missing:
            self.stdout.write(f"Not safe yet: {'; '.join(missing)}.")
