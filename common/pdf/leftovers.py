"""Copies of our fonts that a process which was killed in a render left in the folder for temporary files."""

import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from .engine import font_digests

#: No render takes as long: what is older was left.
LEFT_AFTER = timedelta(hours=1)
#: how WeasyPrint names a document's folder, and the files in it
_FOLDERS, _FILE = "weasyprint-*", re.compile(r"^[0-9a-f]{32}$")


def sweep_font_copies(*, left_after: timedelta = LEFT_AFTER) -> int:
    """Take away such folders; how many.

    Only what is surely ours: a folder of this account that is old, with nothing in it but copies of our fonts, byte for
    byte. A half-written copy is not known as one and stays, and so does a folder that another program made.
    """
    oldest = time.time() - left_after.total_seconds()
    ours = set(font_digests().values())
    found = [path for path in Path(tempfile.gettempdir()).glob(_FOLDERS) if _is_left(path, oldest, ours)]
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return sum(not path.exists() for path in found)


def _is_left(path, oldest, ours) -> bool:
    try:
        return _is_old_and_own(path, oldest, stat.S_ISDIR) and all(
            _FILE.match(file.name)
            and _is_old_and_own(file, oldest, stat.S_ISREG)
            and hashlib.sha256(file.read_bytes()).hexdigest() in ours
            for file in path.iterdir()
        )
    except OSError:
        # Gone meanwhile, or not to be read: somebody else's.
        return False


def _is_old_and_own(path, oldest, is_kind) -> bool:
    found = path.lstat()
    return is_kind(found.st_mode) and found.st_uid == os.getuid() and found.st_mtime < oldest
