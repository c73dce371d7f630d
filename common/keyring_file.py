"""The keyring: a JSON file outside the database, readable by its owner only.

It holds one *ring* a purpose, each a list of Fernet keys, newest first: the first encrypts, all decrypt,
so that keys can be turned without a moment in which something cannot be read. The ring of the speakers may lie
in a file of its own (KEYRING_SPEAKERS_FILE), which can be kept off the machine between two openings.
"""

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from common.files import replace_file

#: contacts of persons · who said what · second factors of accounts · keys of drafts that lie on writers' devices
PURPOSES = ("contacts", "speakers", "accounts", "drafts")
APART = "speakers"
#: Rings that came after the first keyrings were made: `add_later_rings` puts them into a file of before. Any other
#: ring that is missing is a damage, and never made anew.
LATER = ("drafts",)


def write_new_keyring(path: Path, purposes=PURPOSES) -> None:
    """Create the file with one new key a purpose, mode 0600.

    Raises FileExistsError rather than overwrite: a lost key is lost data.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump({purpose: [_new_key()] for purpose in purposes}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def move_speakers_apart(keyring: Path, speakers: Path) -> None:
    """Move the ring of the speakers into a new file of its own. Raises FileExistsError rather than overwrite.

    After a halt in between it stands in both files, never in none.
    """
    rings = read_keyring(keyring)
    speakers.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(speakers, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump({APART: rings.pop(APART)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    replace_file(keyring, json.dumps(rings, indent=1).encode("ascii"))


def add_later_rings(path: Path) -> list[str]:
    """Put rings that came later into a keyring of before, with one new key each; the names of those that were missing.

    Raises FileNotFoundError, and ValueError where a ring of the first ones is missing (that of the speakers may lie
    apart).
    """
    first = [purpose for purpose in PURPOSES if purpose not in (*LATER, APART)]
    missing = [purpose for purpose in LATER if not read_keyring(path, first).get(purpose)]
    if missing:
        with _changed_file(path, first) as rings:
            for purpose in missing:
                rings.setdefault(purpose, [_new_key()])
    return missing


def read_keyring(path: Path, purposes=PURPOSES) -> dict[str, list[str]]:
    """The rings by purpose. Raises FileNotFoundError or ValueError, never returns an incomplete ring."""
    rings = json.loads(path.read_text(encoding="ascii"))
    for purpose in purposes:
        if not rings.get(purpose):
            raise ValueError(f"The keyring {path.name} has no key for «{purpose}».")
    return rings


def ring_file(purpose: str) -> Path:
    """The file that holds the ring of a purpose."""
    apart = settings.KEYRING_SPEAKERS_FILE
    return apart if apart and purpose == APART else settings.KEYRING_FILE


def keyring_files() -> dict[Path, tuple[str, ...]]:
    """Each file that a keyring is spread over, with the purposes that are looked up in it."""
    files: dict[Path, tuple[str, ...]] = {}
    for purpose in PURPOSES:
        path = ring_file(purpose)
        files[path] = (*files.get(path, ()), purpose)
    return files


def ring_keys(purpose: str) -> list[str]:
    """The keys of one ring, newest first. Raises FileNotFoundError, ValueError."""
    return read_keyring(ring_file(purpose), (purpose,))[purpose]


def add_key(purpose: str) -> None:
    """Put a new key before the others of a ring: it encrypts from now on, in running processes too."""
    with _changed(purpose) as rings:
        rings[purpose].insert(0, _new_key())


def drop_old_keys(purpose: str) -> int:
    """Keep only the newest key of a ring; the number that is gone. What they alone open is lost."""
    with _changed(purpose) as rings:
        gone = len(rings[purpose]) - 1
        del rings[purpose][1:]
    return gone


def fingerprint(path: Path, purposes) -> str:
    """64 hex digits that tell one state of the rings from another, and nothing about the keys."""
    rings = read_keyring(path, purposes)
    canonical = json.dumps({purpose: rings[purpose] for purpose in purposes}, sort_keys=True)
    return hashlib.sha256(b"muntada keyring fingerprint\0" + canonical.encode()).hexdigest()


def _changed(purpose):
    return _changed_file(ring_file(purpose), (purpose,))


@contextmanager
def _changed_file(path, purposes):
    """The rings of the file, written back whole or not at all; two who turn keys at once wait for each other."""
    # The folder is locked, not the file: that is another file afterwards.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        rings = read_keyring(path, purposes)
        yield rings
        replace_file(path, json.dumps(rings, indent=1).encode("ascii"))
    finally:
        os.close(folder)


def _new_key():
    return Fernet.generate_key().decode()
