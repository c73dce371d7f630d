"""`manage.py restore`: a backup into an empty database and an empty media folder; then what was erased, erased again."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common import audit
from common.background import worker_is_alive
from common.backup import BackupRefused, read_identities
from common.backup import load as loading
from common.backup.unpack import Unpacked, unpack
from common.encryption import RingAbsent, Undecipherable
from common.models import Backup
from common.rotation import unreadable_tokens
from common.tombstones import add_missing, read_tombstones
from reports.services.erasure import ERASURE_KINDS, SpeakersLocked, replay_erasures
from reports.services.purge import PURGE_KINDS, replay_purges

_STAGE = ".restore-stage-"
#: Tables with a row of which a database is somebody's.
_SOMEBODYS = ("accounts.User", "forums.Programme", "participants.Person")


class Command(BaseCommand):
    """Checks everything in a private folder first; only then anything is written. Never overwrites.

    Erasures are replayed from the union of two lists: the one in the backup, and the newer one outside of it
    (TOMBSTONES_FILE or `--tombstones`).
    """

    help = "Restore a backup into an empty database and media folder. The keyring has to be in its place."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", type=Path, required=True, help="the file with the private key of backups"
        )
        parser.add_argument("--tombstones", type=Path, help="a newer list of erasures than TOMBSTONES_FILE")
        parser.add_argument(
            "--check", action="store_true", help="only open and check the file; write nothing"
        )
        parser.add_argument(
            "--into-empty",
            action="store_true",
            help="also where tables exist, if no account, programme or person is in them (they are removed)",
        )

    def handle(self, *args, file, key, tombstones, check, into_empty, **options):
        started = timezone.now()
        try:
            identities = read_identities(key)
            if not check:
                self._require_empty(into_empty)
            place = Path(settings.MEDIA_ROOT).parent
            place.mkdir(parents=True, exist_ok=True)
            for left in place.glob(f"{_STAGE}*"):
                shutil.rmtree(left)
            stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=place))
            try:
                unpacked = unpack(file, identities, stage)
                self._tell(unpacked)
                loading.require_same_kind(unpacked)
                if check:
                    self.stdout.write("The file is whole and can be restored here. Nothing was written.")
                    return
                wrong = self._restore(unpacked, file.name, tombstones)
            finally:
                shutil.rmtree(stage)
        except BackupRefused as refusal:
            raise CommandError(str(refusal), returncode=refusal.exit_code) from refusal
        self._tell_what_is_left_to_do((timezone.now() - started).total_seconds())
        if wrong:
            raise CommandError("Restored, but: " + " ".join(wrong), returncode=9)

    def _require_empty(self, into_empty):
        if not loading.media_is_empty():
            raise BackupRefused(
                f"{settings.MEDIA_ROOT} is not empty. Move it away; nothing is ever overwritten.", exit_code=8
            )
        tables = set(loading.tables())
        if not tables:
            return
        if not into_empty:
            raise BackupRefused(
                "The database has tables. Name an empty one by DATABASE_URL, or move the file away; if it only has "
                "what set-up makes, add --into-empty.",
                exit_code=8,
            )
        for label in _SOMEBODYS:
            table = apps.get_model(label)._meta.db_table
            if table in tables and _has_rows(table):
                raise BackupRefused(
                    f"The database is somebody's: {table} has rows. Nothing was touched.", exit_code=8
                )
        if settings.CACHES["default"]["LOCATION"] in tables and worker_is_alive():
            raise BackupRefused("The portal is running on this database. Stop it first.", exit_code=8)

    def _tell(self, unpacked):
        manifest = unpacked.manifest
        self.stdout.write(f"Made at: {manifest['made_at']} · {manifest['engine']} {manifest['server']}")
        self.stdout.write(
            f"Holds:   {len(manifest['files']) - 2} files of media, {unpacked.size} bytes in all"
        )
        self.stdout.write(f"SHA-256: {unpacked.digest}")

    def _restore(self, unpacked: Unpacked, name, tombstones):
        # Before anything is in its place: an unreadable list must not leave erased persons restored.
        try:
            added = add_missing(settings.TOMBSTONES_FILE, unpacked.tombstones)
            if tombstones is not None:
                if not tombstones.exists():
                    raise BackupRefused(f"{tombstones} does not exist. Nothing was restored.")
                added += add_missing(settings.TOMBSTONES_FILE, tombstones)
        except ValueError as error:
            raise BackupRefused(
                f"The list of erasures cannot be read: {error}. Nothing was restored."
            ) from error
        self._require_known(settings.TOMBSTONES_FILE)
        if loading.tables():
            loading.drop_tables()
        loading.place(unpacked)
        try:
            head, wrong = loading.settle(unpacked)
            replayed = self._replay()
        except BaseException:
            self.stderr.write("It could not be brought to its end; what was written is taken back.")
            loading.take_back()
            raise
        self.stdout.write(f"Audit record: {unpacked.manifest['audit_entries']} entries. Head: {head}")
        self.stdout.write(f"Erasures replayed: {replayed}")
        with transaction.atomic():
            row = Backup.objects.create(
                made_at=datetime.fromisoformat(unpacked.manifest["made_at"]),
                name=name[:80],
                size=unpacked.size,
                digest=unpacked.digest,
                seconds=0,
                restored_at=timezone.now(),
            )
            details = {"audit_head": head, "erasures_replayed": replayed, "tombstones_added": added}
            audit.append(actor=None, action="reports.restore_backup", subject=row, details=details)
        if unreadable := unreadable_tokens():
            places = ", ".join(f"{place} ({count})" for place, count in sorted(unreadable.items()))
            wrong.append(f"THE KEYRING IS NOT THE ONE OF THIS BACKUP. Values that it does not open: {places}")
        return wrong

    def _replay(self):
        """Nobody who was erased may come back: where that cannot be made sure of, the restore is taken back."""
        try:
            return replay_erasures(settings.TOMBSTONES_FILE) + replay_purges(settings.TOMBSTONES_FILE)
        except (Undecipherable, SpeakersLocked, RingAbsent) as error:
            raise BackupRefused(
                "Erasures are listed, and this keyring does not open what has to be searched for them: put the keyring "
                "of this backup into its place, with that of the speakers. Nothing was restored."
            ) from error

    @staticmethod
    def _require_known(path):
        """Raise BackupRefused, before anything is written, for a line of a kind that this release cannot replay."""
        kinds = {str(line.get("kind")) for line in read_tombstones(path)}
        if unknown := sorted(kinds - {*ERASURE_KINDS, *PURGE_KINDS}):
            raise BackupRefused(
                f"Erasures are listed that this release cannot replay ({', '.join(unknown)}). Nothing was restored."
            )

    def _tell_what_is_left_to_do(self, seconds):
        waiting = DBTaskResult.objects.ready().count()
        self.stdout.write(
            f"Restored in {seconds / 60:.1f} minutes. Everybody has to sign in anew. Before they do, look at:"
        )
        self.stdout.write("  accounts and roles that were taken away since the backup: they are back")
        self.stdout.write("  invitations that were used since: they are open again; withdraw them")
        self.stdout.write(f"  work that waits ({waiting} tasks): the outbox may send what was sent already")


def _has_rows(table) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608  a table of ours
        return cursor.fetchone() is not None
