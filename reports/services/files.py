"""Released files: one folder that no address serves, random names, readable by the portal's own user alone."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from reports.models import Report


class FileDamaged(Exception):
    """The stored file is gone, or is not the one that was released. Nothing is given out instead."""


def store_pdf(pdf: bytes) -> str:
    """Write a file that nobody can guess, and give back its name."""
    name = f"{secrets.token_hex(16)}.pdf"
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    return name


def drop_pdf(name: str) -> None:
    """Take away a file whose release did not come about."""
    pdf_path(name).unlink(missing_ok=True)


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


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "reports"
