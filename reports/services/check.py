"""What a stranger learns about a printed code: whether the document is genuine, and nothing of its content."""

import re
from dataclasses import dataclass

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


def normalise_code(typed: str) -> str:
    """A typed code as it is stored: capitals, Latin digits, without dashes, blanks and direction marks."""
    return _NOT_OF_A_CODE.sub("", to_latin_digits(typed).upper())


def grouped(code: str) -> str:
    """A code in groups of four, for print and for reading aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def check_code(typed: str) -> CheckedReport:
    """Look a typed code up; unknown, mistyped and empty ones are answered alike."""
    report = (
        Report.objects.select_related("programme").filter(verification_code=normalise_code(typed)).first()
    )
    if report is None:
        return CheckedReport(UNKNOWN)
    withdrawn = report.state == Report.State.WITHDRAWN
    return CheckedReport(
        outcome=WITHDRAWN if withdrawn else GENUINE,
        reference=report.reference,
        kind=report.get_kind_display(),
        audience=report.get_audience_display(),
        language=report.get_language_display(),
        state=report.get_state_display(),
        hash_prefix=report.frozen_hash[:HASH_DIGITS],
    )
