"""Released files: one folder that no address serves, random names, readable by the portal's own user alone."""

import hashlib
import secrets
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from common.files import remove_files, replace_file
from reports.models import Report

#: beside a file whose release is under way; the only files that the sweep may take are those that have one
UNDER_WAY = ".underway"
#: No release takes as long: after this, a mark is one that a killed process left.
LEFT_AFTER = timedelta(hours=1)


class FileDamaged(Exception):
    """The stored file is gone, or is not the one that was released. Nothing is given out instead."""


def store_pdf(pdf: bytes) -> str:
    """Write a file that nobody can guess, marked as under way, and give back its name.

    Whoever calls it settles or drops it. A process that is killed before leaves the mark, by which the sweep finds it.
    """
    name = f"{secrets.token_hex(16)}.pdf"
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(_mark(name), b"")
    replace_file(pdf_path(name), pdf)
    return name


def settle_pdf(name: str) -> None:
    """Say that the release of this file is written down: it stays."""
    remove_files([_mark(name)])


def drop_pdf(name: str) -> None:
    """Take away a file whose release did not come about."""
    remove_files([pdf_path(name), _mark(name)])


def sweep_files(*, left_after: timedelta = LEFT_AFTER) -> int:
    """Take away what killed releases left: files that no report names, half-written ones; how many.

    A file without a mark is never touched, whatever the database says: it may be the wrong database.
    """
    folder, oldest = _folder(), time.time() - left_after.total_seconds()
    if not folder.is_dir():
        return 0
    marks = [path for path in folder.glob(f"*{UNDER_WAY}") if _older(path, oldest)]
    names = [path.name.removesuffix(UNDER_WAY) for path in marks]
    released = set(Report.objects.filter(file_name__in=names).values_list("file_name", flat=True))
    left = [path for name in names if name not in released and (path := pdf_path(name)).exists()]
    left += [path for path in folder.glob(".*.part") if _older(path, oldest)]
    # The marks last: a sweep that is killed itself finds the rest the next time.
    remove_files(left)
    remove_files(marks)
    return len(left)


def pdf_path(name: str) -> Path:
    """Where a released file of this name lies."""
    return _folder() / Path(name).name


def read_pdf(report: Report) -> bytes:
    """The released file, checked against the hash that was stored with it. Raises FileDamaged."""
    try:
        pdf = pdf_path(report.file_name).read_bytes()
    except OSError as error:
        raise FileDamaged(report.reference) from error
    if hashlib.sha256(pdf).hexdigest() != report.pdf_hash:
        raise FileDamaged(report.reference)
    return pdf


def _mark(name) -> Path:
    return _folder() / f"{Path(name).name}{UNDER_WAY}"


def _older(path, moment) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "reports"
