"""The keyring: a JSON file outside the database, readable by its owner only.

It holds one *ring* a purpose, each a list of Fernet keys, newest first: the first encrypts, all decrypt,
so that keys can be turned without a moment in which something cannot be read.
"""

import json
import os
from pathlib import Path

from cryptography.fernet import Fernet

#: contacts of persons · who said what · second factors of accounts
PURPOSES = ("contacts", "speakers", "accounts")


def write_new_keyring(path: Path) -> None:
    """Create the file with one new key a purpose, mode 0600.

    Raises FileExistsError rather than overwrite: a lost key is lost data.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump({purpose: [Fernet.generate_key().decode()] for purpose in PURPOSES}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def read_keyring(path: Path) -> dict[str, list[str]]:
    """The rings by purpose. Raises FileNotFoundError or ValueError, never returns an incomplete ring."""
    rings = json.loads(path.read_text(encoding="ascii"))
    for purpose in PURPOSES:
        if not rings.get(purpose):
            raise ValueError(f"The keyring {path.name} has no key for «{purpose}».")
    return rings
