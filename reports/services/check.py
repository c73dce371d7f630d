"""What a stranger learns about a printed code or a file: whether the document is genuine, and nothing of its content."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from common.arabic import to_latin_digits
from common.printed_codes import normalise_code
from reports.models import Report, ReportCopy

GENUINE, WITHDRAWN, UNKNOWN = "genuine", "withdrawn", "unknown"
HASH_DIGITS = 12
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class CheckedReport:
    """The allow-list of the check page; all empty where the code is unknown."""

    outcome: str
    reference: str = ""
    kind: str = ""
    audience: str = ""
    language: str = ""
    state: str = ""
    hash_prefix: str = ""
    #: the day it left the house
    released_on: datetime.date | None = None
    #: of the copy that was asked about: its number, the day it was given out, the hash of its file
    copies: int = 0
    copy_number: int | None = None
    copy_on: datetime.date | None = None
    copy_hash: str = ""

    @property
    def copy_is_known(self) -> bool:
        """Whether such a copy was given out."""
        return self.copy_on is not None


def check_code(typed: str, copy: str = "") -> CheckedReport:
    """Look a typed code up, and a copy's number; unknown, mistyped and empty codes are answered alike.

    Of a copy it tells that it was given out, when, and its file's hash; never to whom.
    """
    report = _known().filter(verification_code=normalise_code(typed)).first()
    if report is None:
        return CheckedReport(UNKNOWN)
    number = _number(copy) if report.given_out else None
    found = report.copies.filter(number=number).first() if number is not None else None
    return _told(report, number, found)


def check_file(sha256: str) -> CheckedReport:
    """Look up a file by the SHA-256 of its bytes, 64 hexadecimal digits in any spelling: a released report as it was
    frozen, or a numbered copy of one. Any other file is unknown, a proof that was never released too."""
    digits = "".join(sha256.split()).lower()
    if not _SHA256.fullmatch(digits):
        return CheckedReport(UNKNOWN)
    copy = ReportCopy.objects.filter(file_hash=digits).first()
    if copy is not None:
        return _told(_known().get(pk=copy.report_id), copy.number, copy)
    report = _known().filter(pdf_hash=digits, released_at__isnull=False).first()
    return CheckedReport(UNKNOWN) if report is None else _told(report, None, None)


def _known():
    return Report.objects.select_related("programme").defer("frozen").annotate(given_out=Count("copies"))


def _told(report, number, found) -> CheckedReport:
    withdrawn = report.state == Report.State.WITHDRAWN
    return CheckedReport(
        outcome=WITHDRAWN if withdrawn else GENUINE,
        reference=report.reference,
        kind=report.get_kind_display(),
        audience=report.get_audience_display(),
        language=report.get_language_display(),
        state=report.get_state_display(),
        hash_prefix=report.frozen_hash[:HASH_DIGITS],
        released_on=timezone.localdate(report.released_at) if report.released_at else None,
        copies=report.given_out,
        copy_number=number,
        copy_on=timezone.localdate(found.issued_at) if found else None,
        copy_hash=found.file_hash if found else "",
    )


def _number(typed: str) -> int | None:
    digits = to_latin_digits(typed.strip())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else None
