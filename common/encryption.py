"""Text columns that the database holds only as ciphertext.

The key is in the keyring file (`common/keyring_file.py`), so a stolen database alone tells nothing.
An encrypted column cannot be searched or sorted; that is meant.
"""

from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from common.keyring_file import PURPOSES, read_keyring


class Undecipherable(Exception):
    """The stored token was made by a key that is not in the keyring, or was altered."""


@cache
def _ring(purpose: str) -> MultiFernet:
    keys = read_keyring(settings.KEYRING_FILE)[purpose]
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str, *, purpose: str) -> str:
    """Ciphertext of `text` as ASCII, different at each call."""
    return _ring(purpose).encrypt(text.encode()).decode("ascii")


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
    """Text that is encrypted on its way into the database. `purpose` names the ring.

    An empty string stays empty: that nothing was written is no secret, and NULL is never used.
    Look-ups are refused, since equal texts have different tokens.
    """

    def __init__(self, *args, purpose: str, **kwargs):
        if purpose not in PURPOSES:
            raise ValueError(f"Unknown ring: {purpose}")
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Keep the purpose in migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_prep_value(self, value):
        """The token that is stored."""
        value = super().get_prep_value(value)
        return encrypt(value, purpose=self.purpose) if value else value

    def from_db_value(self, value, expression, connection):
        """The text as written."""
        return decrypt(value, purpose=self.purpose) if value else value

    def get_lookup(self, lookup_name):
        """Refuse every look-up but `isnull`."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched ({lookup_name}).")
        return super().get_lookup(lookup_name)
