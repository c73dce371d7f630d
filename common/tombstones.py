"""The tombstones: who was erased, in a file outside of the database, so that a restored backup forgets again.

One JSON object a line, e.g. {"kind": "person", "public_id": "…", "erased_at": "…"}: never a name. Lines are only
ever added. What a line means is the business of the app that writes it.
"""

import fcntl
import json
import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from common.files import replace_file


def append_tombstone(path: Path, record: dict) -> None:
    """Add one line, on the disk when this returns; the file is made with mode 0600 where it is missing."""
    _append(path, [json.dumps(record, ensure_ascii=True, sort_keys=True)])


def read_tombstones(path: Path) -> list[dict]:
    """The lines in order; none where there is no file. A last line that a halt cut short is left out.

    Raises ValueError for any other line that is not a JSON object: an erasure that cannot be read is not forgotten.
    """
    lines = _lines(path)
    records = []
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
        except ValueError:
            if number == len(lines) and not path.read_bytes().endswith(b"\n"):
                break
            raise
        if not isinstance(record, dict):
            raise ValueError(f"Line {number} of {path.name} is no tombstone.")
        records.append(record)
    return records


def add_missing(path: Path, other: Path) -> int:
    """Add those lines of another file that `path` lacks; how many. The union of both is then in `path`."""
    have = {_key(record) for record in read_tombstones(path)}
    missing = [record for record in read_tombstones(other) if _key(record) not in have]
    if missing:
        _append(path, [_key(record) for record in missing])
    return len(missing)


def rewrite_tombstones(path: Path, change: Callable[[str], str]) -> None:
    """Put the text of the file through `change`, e.g. to encrypt what it holds anew; the file is replaced as a whole."""
    if not path.exists():
        return
    with _locked(path) as file:
        file.seek(0)
        before = file.read().decode("utf-8")
        after = change(before)
        if after != before:
            replace_file(path, after.encode("utf-8"))


def _key(record):
    return json.dumps(record, ensure_ascii=True, sort_keys=True)


def _lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _append(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path) as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        if whole < end:
            # A halt cut the last line short: whoever wrote it was never told that it is there.
            file.truncate(whole)
        file.write("".join(f"{line}\n" for line in lines).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _locked(path):
    """The file, open for adding and held by nobody else; not one that was replaced while it was waited for."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_ino == path.stat().st_ino:
                yield file
                return
