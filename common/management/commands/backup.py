"""`manage.py backup`: one encrypted file of database, media and tombstones."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common.backup import BackupRefused, make_backup


class Command(BaseCommand):
    """Makes a backup that this machine cannot read, and deletes those that are too old.

    Ends with 0, or with what `common.backup.errors.BackupRefused` says; then nothing was made or deleted.
    """

    help = "Back up database, media and tombstones into one file, encrypted to the public key of backups."

    def add_arguments(self, parser):
        """`--to`: another folder than BACKUP_DIR, e.g. a stick."""
        parser.add_argument(
            "--to", type=Path, help="the folder that the file is written to (default: BACKUP_DIR)"
        )

    def handle(self, *args, to, **options):
        try:
            made = make_backup(to)
        except BackupRefused as refusal:
            raise CommandError(str(refusal), returncode=refusal.exit_code) from refusal
        self.stdout.write(f"Backup:  {made.path}")
        self.stdout.write(f"Size:    {made.size} bytes")
        self.stdout.write(f"SHA-256: {made.digest}")
        self.stdout.write(f"Took:    {made.seconds:.1f} seconds")
        for name in made.deleted:
            self.stdout.write(f"Deleted for its age: {name}")
        self.stdout.write(
            "Not in it: the keyring and the secret key. Without the keyring a restored database does not show contacts, "
            "speakers and second factors; its copy belongs into a safe (manage.py print_keyring)."
        )
