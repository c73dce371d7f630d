"""Opening a backup file into a private folder, and checking it to the last byte before anything else happens."""

import hashlib
import io
import json
import os
import tarfile
import threading
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyrage

from common.backup.archive import FORMAT, MANIFEST, MEDIA, TOMBSTONES
from common.backup.dump import POSTGRESQL_NAME, SQLITE_NAME
from common.backup.errors import BackupRefused

_PIECE = 1 << 20


@dataclass(frozen=True)
class Unpacked:
    """What a backup held, in the private folder, and its manifest; `size` and `digest` are the encrypted file's."""

    folder: Path
    manifest: dict
    size: int
    digest: str

    @property
    def database(self) -> Path:
        """The copy of the database."""
        return self.folder / (SQLITE_NAME if self.manifest["engine"] == "sqlite" else POSTGRESQL_NAME)

    @property
    def media(self) -> Path:
        """The media folder; empty where there was none."""
        return self.folder / MEDIA

    @property
    def tombstones(self) -> Path:
        """The erasures that were known when the backup was made."""
        return self.folder / TOMBSTONES


def unpack(file: Path, identities, folder: Path) -> Unpacked:
    """Decrypt `file` into the empty private `folder`. Raises BackupRefused for a wrong key, a cut or altered file.

    What the folder holds after a refusal is not to be used: the caller removes it.
    """
    try:
        with open(file, "rb") as source:
            size, digest = os.fstat(source.fileno()).st_size, _sha256(source)
            source.seek(0)
            found = _extract(source, identities, folder)
    except FileNotFoundError as error:
        raise BackupRefused(f"{file} does not exist.") from error
    return Unpacked(folder, _checked_manifest(folder, found), size, digest)


def _extract(source, identities, folder) -> dict[str, list]:
    """{name: [size, SHA-256]} of what was written. Decrypted in a thread, since tar is read from a pipe."""
    reading, writing = os.pipe()
    trouble: list[Exception] = []

    def decrypt():
        try:
            with os.fdopen(writing, "wb") as pipe:
                pyrage.decrypt_io(source, pipe, identities)
        except (pyrage.DecryptError, OSError) as error:
            trouble.append(error)

    thread = threading.Thread(target=decrypt)
    thread.start()
    found, broken = {}, None
    try:
        with os.fdopen(reading, "rb") as pipe:
            try:
                found = _members(pipe, folder)
                while pipe.read(_PIECE):
                    pass  # up to the end, for the last piece is what proves that nothing was cut off
            except (tarfile.TarError, EOFError, BackupRefused) as error:
                broken = error
    finally:
        thread.join()
    if broken is None and not trouble:
        return found
    first = trouble[0] if trouble and not isinstance(trouble[0], BrokenPipeError) else broken
    if isinstance(first, BackupRefused):
        raise first
    if isinstance(first, pyrage.DecryptError) and "No matching keys" in str(first):
        raise BackupRefused(
            "This private key does not open the file: it was made for another one.", exit_code=7
        )
    raise BackupRefused("The file is cut short or was altered. Nothing was written.", exit_code=7) from first


def _members(pipe, folder) -> dict[str, list]:
    found = {}
    with tarfile.open(fileobj=pipe, mode="r|") as archive:
        for member in archive:
            path = _inside(folder, member)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            known = hashlib.sha256()
            content = archive.extractfile(member) or io.BytesIO()
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                while piece := content.read(_PIECE):
                    copy.write(piece)
                    known.update(piece)
                copy.flush()
                os.fsync(copy.fileno())
            found[member.name] = [member.size, known.hexdigest()]
    return found


def _inside(folder, member) -> Path:
    """Where a member goes. Whoever has the public key can make an archive: nothing may leave the folder."""
    name = PurePosixPath(member.name)
    known = str(name) in (SQLITE_NAME, POSTGRESQL_NAME, TOMBSTONES, MANIFEST) or name.parts[0] == MEDIA.strip(
        "/"
    )
    if not member.isreg() or name.is_absolute() or ".." in name.parts or not known:
        raise BackupRefused(
            "The file holds something that no backup holds. Nothing was written.", exit_code=7
        )
    return folder.joinpath(*name.parts)


def _checked_manifest(folder, found) -> dict:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        listed, version = manifest["files"], manifest["format"]
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(
            "The file has no list of what it holds. Nothing was written.", exit_code=7
        ) from error
    if version != FORMAT:
        raise BackupRefused(f"The file has format {version}; this release reads {FORMAT}.", exit_code=7)
    found.pop(MANIFEST)
    if found != listed:
        raise BackupRefused("The file does not hold what its list says. Nothing was written.", exit_code=7)
    (folder / MEDIA).mkdir(mode=0o700, exist_ok=True)
    return manifest


def _sha256(file) -> str:
    known = hashlib.sha256()
    while piece := file.read(_PIECE):
        known.update(piece)
    return known.hexdigest()
