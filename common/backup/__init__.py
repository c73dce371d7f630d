"""Backup and restore: one file of database, media and tombstones, which the machine that makes it cannot read.

The file is in the age format (age-encryption.org), encrypted to a public key; inside is a plain tar archive whose
last member lists every other with its SHA-256. The keyring and the secret key are never in it. Without this
software it is opened by `age --decrypt --identity KEYFILE FILE | tar -x`.
"""

from common.backup.errors import BackupRefused
from common.backup.keep import last_backup
from common.backup.keys import make_key_pair, read_identities, recipients
from common.backup.make import Made, make_backup

__all__ = [
    "BackupRefused",
    "Made",
    "last_backup",
    "make_backup",
    "make_key_pair",
    "read_identities",
    "recipients",
]
