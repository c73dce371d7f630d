"""Files that are there whole or not at all, also after a power cut."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file; its owner and mode stay (a new file: mode 0600).

    A reader sees the old content or the new, never a part; nothing of the new is left behind where it fails.
    """
    before = path.stat() if path.exists() else None
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if before is not None:
                os.fchmod(file.fileno(), before.st_mode & 0o777)
                if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                    # Root turns keys for a service that runs under a name of its own.
                    os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable: without it, a power cut can undo a rename."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_files(paths: Iterable[Path]) -> None:
    """Remove them for good, also against a power cut; what is gone already is passed over."""
    folders = set()
    for path in paths:
        path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in folders:
        if folder.exists():
            sync_folder(folder)


def wipe_file(path: Path) -> None:
    """Overwrite a file with zeros and remove it. Flash storage may keep the old blocks; nothing here can help that."""
    if path.is_file() and not path.is_symlink():
        left = path.stat().st_size
        with open(path, "r+b") as file:
            while left > 0:
                left -= file.write(b"\0" * min(left, 1 << 20))
            file.flush()
            os.fsync(file.fileno())
    path.unlink(missing_ok=True)
