"""The figures of answering for the period: all, and by institution, theme and district."""

from dataclasses import asdict

from forums.models import Holiday
from reports.figures.answering import asked_addressees, count_answering, lines_by

LINES = ("institution", "theme", "district")


def project_answering(span, *, as_of) -> dict:
    """{"all": counts, "by_institution": [{"key", "ar", "en", "counts"}], …} of what was sent in the period."""
    holidays = list(Holiday.objects.values_list("day", flat=True))
    asked = list(asked_addressees(start=span.start, end=span.end, recommendation__programme=span.programme))
    found = {"all": _counts(count_answering(asked, as_of=as_of, holidays=holidays))}
    for what in LINES:
        lines = lines_by(what, asked, as_of=as_of, holidays=holidays)
        found[f"by_{what}"] = [
            {"key": line.key, "ar": line.ar, "en": line.en, "counts": _counts(line.counts)} for line in lines
        ]
    return found


def _counts(answering) -> dict:
    rates = {"response_percent": answering.response_percent, "kept_percent": answering.kept_percent}
    return asdict(answering) | rates
