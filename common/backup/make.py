"""Making one backup: copy the database, stream everything through the encryption, name the file last."""

import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common import audit
from common.backup.archive import Archive, media_files
from common.backup.dump import dump_database
from common.backup.errors import BackupRefused
from common.backup.keep import backup_name, backups_in, delete_old, keep_days
from common.backup.keys import recipients
from common.files import sync_folder, wipe_file
from common.models import Backup

_STAGE, _PART = ".backup-stage-", ".part"
#: Room that is left free for the portal itself (bytes).
_SPARE = 32 * 1024 * 1024


@dataclass(frozen=True)
class Made:
    """A finished backup; `digest` is the SHA-256 of the file as it lies there."""

    path: Path
    size: int
    digest: str
    seconds: float
    deleted: list[str]


def make_backup(folder: Path | None = None) -> Made:
    """Make one backup and delete those that are too old. Raises BackupRefused; then nothing was made or deleted.

    Memory does not grow with the size of the data. The file has its name only when all of it is on the disk;
    what a killed run left behind is removed by the next.
    """
    started = time.monotonic()
    keys, _ = recipients(), keep_days()
    folder = folder or settings.BACKUP_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(), _stage() as stage:
        for left in folder.glob(f".*{_PART}"):
            left.unlink()
        try:
            made_at = _moment(folder)
            dump = dump_database(stage)
            facts = {"made_at": made_at.isoformat(), **dump.facts}
            archive = Archive(
                database=dump.path,
                media=Path(settings.MEDIA_ROOT),
                tombstones=settings.TOMBSTONES_FILE,
                facts=facts,
            )
            _require_room(folder, dump.path)
            path = folder / backup_name(made_at)
            size, digest = _write(path, archive, keys)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise BackupRefused("The disk is full: no backup was made.", exit_code=4) from error
    seconds = time.monotonic() - started
    with transaction.atomic():
        row = Backup.objects.create(
            made_at=made_at, name=path.name, size=size, digest=digest, seconds=round(seconds, 1)
        )
        details = {"size": size, "sha256": digest, "keys": len(keys)}
        audit.append(actor=None, action="common.make_backup", subject=row, details=details)
    return Made(path, size, digest, seconds, delete_old(folder, now=timezone.now()))


class _Counted:
    """Writes through, counts and hashes; keeps the error that the encryption would turn into one of its own."""

    def __init__(self, file):
        self.file, self.size, self.known, self.error = file, 0, hashlib.sha256(), None

    def write(self, piece):
        try:
            self.file.write(piece)
        except OSError as error:
            self.error = error
            raise
        self.known.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self):
        self.file.flush()


class _Watched:
    """Reads the archive and keeps the error that the encryption would turn into one of its own."""

    def __init__(self, archive):
        self.archive, self.error = archive, None

    def read(self, size=-1):
        try:
            return self.archive.read(size)
        except (OSError, BackupRefused) as error:
            self.error = error
            raise


def _write(path, archive, keys):
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb", buffering=1 << 20) as file:
            reader, writer = _Watched(archive), _Counted(file)
            try:
                pyrage.encrypt_io(reader, writer, keys)
            except (pyrage.EncryptError, OSError) as error:
                raise reader.error or writer.error or error from error
            file.flush()
            os.fsync(file.fileno())
        os.rename(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return writer.size, writer.known.hexdigest()


def _moment(folder):
    """Now, to the second as the name has it; a second backup within the second waits for the next."""
    while True:
        now = timezone.now().replace(microsecond=0)
        if now not in {made_at for made_at, _ in backups_in(folder)}:
            return now
        time.sleep(0.1)


def _require_room(folder, database):
    needed = database.stat().st_size + sum(
        path.stat().st_size for path in media_files(Path(settings.MEDIA_ROOT))
    )
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise BackupRefused(
            f"Not enough room in {folder}: {needed // 2**20} MB are needed and {free // 2**20} MB are free.",
            exit_code=4,
        )


@contextmanager
def _alone():
    place = Path(settings.MEDIA_ROOT).parent
    place.mkdir(parents=True, exist_ok=True)
    handle = os.open(place / ".backup-lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise BackupRefused("Another backup is being made at this moment.", exit_code=6) from error
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def _stage():
    """A private folder beside the data for the copy of the database, which lies there in clear for seconds.

    Not in the folder of backups: that may be a stick or a share. It is overwritten before it is removed; a stage
    that a killed run left is removed here.
    """
    place = Path(settings.MEDIA_ROOT).parent
    for left in place.glob(f"{_STAGE}*"):
        _clear(left)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=place))
    try:
        yield stage
    finally:
        _clear(stage)


def _clear(folder):
    for path in folder.iterdir():
        wipe_file(path)
    folder.rmdir()
