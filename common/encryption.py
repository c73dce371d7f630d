"""Text columns that the database holds only as ciphertext.

The key is in the keyring file (`common/keyring_file.py`), so a stolen database alone tells nothing.
An encrypted column cannot be searched or sorted; that is meant.
"""

import os

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.core.exceptions import FieldError
from django.db import models

from common.keyring_file import PURPOSES, ring_file, ring_keys


class Undecipherable(Exception):
    """The stored token was made by a key that is not in the keyring, or was altered."""


class RingAbsent(Exception):
    """The file of the ring is not on this machine: nothing of its purpose can be written or read until it is."""


_rings: dict[str, tuple[tuple, MultiFernet]] = {}


def _ring(purpose: str) -> MultiFernet:
    """The ring as the file has it now: running processes learn of a new key by one look at the file's date."""
    path = ring_file(purpose)
    try:
        found = os.stat(path)
        state = (path, found.st_ino, found.st_mtime_ns, found.st_size)
        kept = _rings.get(purpose)
        if kept is None or kept[0] != state:
            kept = (state, MultiFernet([Fernet(key) for key in ring_keys(purpose)]))
            _rings[purpose] = kept
    except FileNotFoundError as error:
        raise RingAbsent(f"The ring «{purpose}» is not on this machine ({path.name}).") from error
    return kept[1]


def ring_is_here(purpose: str) -> bool:
    """Whether the file of the ring is on this machine: for what a page offers."""
    return ring_file(purpose).exists()


def encrypt(text: str, *, purpose: str, undated: bool = False) -> str:
    """Ciphertext of `text` as ASCII, different at each call.

    A token says in clear at which second it was made; an `undated` one says the beginning of the year 1970.
    """
    ring = _ring(purpose)
    token = ring.encrypt_at_time(text.encode(), 0) if undated else ring.encrypt(text.encode())
    return token.decode("ascii")


def decrypt(token: str, *, purpose: str) -> str:
    """The text behind a token. Raises Undecipherable."""
    try:
        return _ring(purpose).decrypt(token.encode("ascii")).decode()
    except (InvalidToken, UnicodeEncodeError) as error:
        raise Undecipherable(f"A value of «{purpose}» cannot be deciphered with this keyring.") from error


def encrypt_bytes(content: bytes, *, purpose: str) -> bytes:
    """Ciphertext of a file's content; a third longer than it."""
    return _ring(purpose).encrypt(content)


def decrypt_bytes(token: bytes, *, purpose: str) -> bytes:
    """The content behind a token. Raises Undecipherable."""
    try:
        return _ring(purpose).decrypt(token)
    except InvalidToken as error:
        raise Undecipherable(f"A file of «{purpose}» cannot be deciphered with this keyring.") from error


class EncryptedTextField(models.TextField):
    """Text that is encrypted on its way into the database. `purpose` names the ring, `undated` see `encrypt`.

    An empty string stays empty: that nothing was written is no secret, and NULL is never used.
    Look-ups are refused, since equal texts have different tokens.
    """

    def __init__(self, *args, purpose: str, undated: bool = False, **kwargs):
        if purpose not in PURPOSES:
            raise ValueError(f"Unknown ring: {purpose}")
        self.purpose, self.undated = purpose, undated
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Keep the purpose in migrations."""
        name, path, args, kwargs = super().deconstruct()
        undated = {"undated": True} if self.undated else {}
        return name, path, args, {**kwargs, "purpose": self.purpose, **undated}

    def get_prep_value(self, value):
        """The token that is stored."""
        value = super().get_prep_value(value)
        return encrypt(value, purpose=self.purpose, undated=self.undated) if value else value

    def from_db_value(self, value, expression, connection):
        """The text as written."""
        return decrypt(value, purpose=self.purpose) if value else value

    def get_lookup(self, lookup_name):
        """Refuse every look-up but `isnull`."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched ({lookup_name}).")
        return super().get_lookup(lookup_name)
