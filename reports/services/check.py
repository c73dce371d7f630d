"""What a stranger learns about a printed code: whether the document is genuine, and nothing of its content."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from common.arabic import to_latin_digits
from reports.models import Report

GENUINE, WITHDRAWN, UNKNOWN = "genuine", "withdrawn", "unknown"
HASH_DIGITS = 12
_NOT_OF_A_CODE = re.compile(r"[^0-9A-Z]")


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
    #: of the copy that was asked about: its number, the day it was given out, the hash of its file
    copies: int = 0
    copy_number: int | None = None
    copy_on: datetime.date | None = None
    copy_hash: str = ""

    @property
    def copy_is_known(self) -> bool:
        """Whether such a copy was given out."""
        return self.copy_on is not None


def normalise_code(typed: str) -> str:
    """A typed code as it is stored: capitals, Latin digits, without dashes, blanks and direction marks."""
    return _NOT_OF_A_CODE.sub("", to_latin_digits(typed).upper())


def grouped(code: str) -> str:
    """A code in groups of four, for print and for reading aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def check_code(typed: str, copy: str = "") -> CheckedReport:
    """Look a typed code up, and a copy's number; unknown, mistyped and empty codes are answered alike.

    Of a copy it tells that it was given out, when, and its file's hash; never to whom.
    """
    known = Report.objects.select_related("programme").defer("frozen").annotate(given_out=Count("copies"))
    report = known.filter(verification_code=normalise_code(typed)).first()
    if report is None:
        return CheckedReport(UNKNOWN)
    number = _number(copy) if report.given_out else None
    found = report.copies.filter(number=number).first() if number is not None else None
    withdrawn = report.state == Report.State.WITHDRAWN
    return CheckedReport(
        outcome=WITHDRAWN if withdrawn else GENUINE,
        reference=report.reference,
        kind=report.get_kind_display(),
        audience=report.get_audience_display(),
        language=report.get_language_display(),
        state=report.get_state_display(),
        hash_prefix=report.frozen_hash[:HASH_DIGITS],
        copies=report.given_out,
        copy_number=number,
        copy_on=timezone.localdate(found.issued_at) if found else None,
        copy_hash=found.file_hash if found else "",
    )


def _number(typed: str) -> int | None:
    digits = to_latin_digits(typed.strip())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else None
