"""The archive as a stream: a tar that comes into being while it is read, whatever its size."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from common.backup.errors import BackupRefused

MANIFEST, TOMBSTONES, MEDIA = "manifest.json", "tombstones.jsonl", "media/"
FORMAT = 1
_PIECE, _BLOCK = 1 << 20, 512


class Archive:
    """Read by `read(size)`: the database first, then media, then the tombstones, last the manifest.

    This order matters. A file that is added after the database was copied is an orphan of no harm; one that is
    deleted meanwhile was deleted on purpose, and the tombstones, which are read later, say so.
    """

    def __init__(self, *, database: Path, media: Path, tombstones: Path, facts: dict):
        self.listed: dict[str, list] = {}
        self._facts = facts
        self._pieces = self._all(database, media, tombstones)
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; fewer only at a seam, none at the end."""
        while not self._rest:
            # An empty piece is no end: a file may need no padding.
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken = self._rest[:size] if size >= 0 else self._rest
        self._rest = self._rest[len(taken) :]
        return bytes(taken)

    def _all(self, database, media, tombstones) -> Iterator[bytes]:
        yield from self._file(database.name, database)
        for path in media_files(media):
            yield from self._file(MEDIA + path.relative_to(media).as_posix(), path)
        yield from self._bytes(TOMBSTONES, tombstones.read_bytes() if tombstones.exists() else b"")
        manifest = {"format": FORMAT, **self._facts, "files": self.listed}
        content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        yield _header(MANIFEST, len(content)) + content + _padding(len(content))
        yield bytes(2 * _BLOCK)

    def _file(self, name, path) -> Iterator[bytes]:
        try:
            file = open(path, "rb")  # noqa: SIM115  closed below; only the opening may fail quietly
        except FileNotFoundError:
            return  # deleted since the folder was listed: see the docstring of the class
        with file:
            size = os.fstat(file.fileno()).st_size
            yield _header(name, size)
            known, left = hashlib.sha256(), size
            while left:
                piece = file.read(min(_PIECE, left))
                if not piece:
                    raise BackupRefused(f"{name} became shorter while it was read; try again.")
                known.update(piece)
                left -= len(piece)
                yield piece
            yield _padding(size)
        self.listed[name] = [size, known.hexdigest()]

    def _bytes(self, name, content) -> Iterator[bytes]:
        self.listed[name] = [len(content), hashlib.sha256(content).hexdigest()]
        yield _header(name, len(content)) + content + _padding(len(content))


def media_files(folder: Path) -> Iterator[Path]:
    """Every regular file below the media folder, in order of names; links are not followed and not taken."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _header(name, size) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def _padding(size) -> bytes:
    return bytes(-size % _BLOCK)
