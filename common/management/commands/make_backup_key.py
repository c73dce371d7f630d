"""`manage.py make_backup_key`: the key pair of backups; the private key is shown once and kept nowhere."""

import io

import segno
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.backup import make_key_pair


class Command(BaseCommand):
    """Stores the public key and prints the private one for paper or a stick that is locked away."""

    help = "Make the key pair of backups: the public key is stored, the private one is printed once."
    requires_system_checks = []

    def handle(self, *args, **options):
        path = settings.BACKUP_PUBLIC_KEY_FILE
        if settings.BACKUP_PUBLIC_KEY:
            raise CommandError(
                "BACKUP_PUBLIC_KEY names a key already; the file would not be used.", returncode=3
            )
        try:
            private = make_key_pair(path)
        except FileExistsError as error:
            raise CommandError(
                f"{path} exists. Backups made so far need the private key that belongs to it: move the file away "
                "first, and keep that private key for as long as such backups are kept.",
                returncode=3,
            ) from error
        self.stdout.write(
            "The private key of backups. It is shown once and stored nowhere. Print it, or write it to a stick, and lock it\n"
            "away outside of this machine, in two places. Without it no backup can be opened, by anybody.\n"
        )
        self.stdout.write(private)
        code = io.StringIO()
        segno.make(private, error="m").terminal(out=code, compact=True, border=2)
        self.stdout.write(code.getvalue())
        self.stdout.write(f"\nThe public key is in {path}. Backups can be made from now on: manage.py backup")
        self.stdout.write("Try it before you need it: manage.py restore FILE --key KEYFILE --check")
