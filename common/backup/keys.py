"""The key pair of backups: the public half is on the machine, the private one never."""

import os
from pathlib import Path

from django.conf import settings
from pyrage import IdentityError, RecipientError, x25519

from common.backup.errors import BackupRefused
from common.files import sync_folder


def is_configured() -> bool:
    """Whether a public key is named; not whether it is a good one."""
    return bool(settings.BACKUP_PUBLIC_KEY) or settings.BACKUP_PUBLIC_KEY_FILE.exists()


def recipients() -> list[x25519.Recipient]:
    """Those to whom backups are encrypted: each alone can open them. Raises BackupRefused."""
    words = settings.BACKUP_PUBLIC_KEY
    if not words:
        path = settings.BACKUP_PUBLIC_KEY_FILE
        if not path.exists():
            raise BackupRefused(
                "No public key is configured, so nothing was made: a backup in clear is never written. Make a pair "
                "by: manage.py make_backup_key; or set BACKUP_PUBLIC_KEY or BACKUP_PUBLIC_KEY_FILE.",
                exit_code=3,
            )
        words = _lines(path)
    try:
        keys = [x25519.Recipient.from_str(word.strip()) for word in words]
    except RecipientError as error:
        raise BackupRefused(
            "The public key of backups is not one of age (age1…). A private key never belongs there.",
            exit_code=3,
        ) from error
    if not keys:
        raise BackupRefused("The file of the public key holds none.", exit_code=3)
    return keys


def make_key_pair(path: Path) -> str:
    """Write the public key to a new file and return the private one, which is kept nowhere.

    Raises FileExistsError: backups made so far need the key that belongs to the old one.
    """
    identity = x25519.Identity.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{identity.to_public()}\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return str(identity)


def read_identities(path: Path) -> list[x25519.Identity]:
    """The private keys in a key file, as `age-keygen` writes it or one key a line. Raises BackupRefused."""
    try:
        words = _lines(path)
        identities = [x25519.Identity.from_str(word) for word in words]
    except (OSError, UnicodeDecodeError, IdentityError) as error:
        raise BackupRefused(
            f"{path.name} is not a key file: one line AGE-SECRET-KEY-1… is expected.", exit_code=7
        ) from error
    if not identities:
        raise BackupRefused(f"{path.name} holds no private key.", exit_code=7)
    return identities


def _lines(path):
    lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]
