"""Whether what was frozen is what the record says still."""

import datetime

from reports.models import Report
from reports.projection import project_forum
from reports.projection.period import Span, project_period
from reports.projection.written import ReportTexts
from reports.services.hashing import digest


def is_current(report: Report) -> bool:
    """Whether the record still gives what was frozen, judged on the same day and with the same texts."""
    common = {
        "audience": report.audience,
        "language": report.language,
        "as_of": datetime.date.fromisoformat(report.frozen["as_of"]),
        "leaves_out_untranslated": report.leaves_out_untranslated,
        "written": ReportTexts.of(report.frozen),
    }
    if report.kind == Report.Kind.PERIOD:
        content = project_period(span_of(report), **common)
    else:
        content = project_forum(report.forum, shows_totals=bool(report.totals_reason), **common)
    return digest(content) == report.frozen_hash


def span_of(report: Report) -> Span:
    """The period that a report is about."""
    return Span(report.programme, report.period_start, report.period_end)
