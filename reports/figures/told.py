"""What a donor was told in figures: read from the frozen content of the reports that stand, and from nothing else.

No figure is computed here from the record, so that the page tells what those reports tell and no more (rule 4).
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from django.db.models import F
from django.utils.text import capfirst

from reports.models import Report

#: where a projection stands in a content; a document in both languages has two
_PLACES = ("frozen__", "frozen__parts__ar__", "frozen__parts__en__")


@dataclass(frozen=True)
class Told:
    """One forum or one period with the figures of its last standing report. What was withheld is None."""

    report: Report
    figures: dict
    #: {"text", "language"} of a forum, in the reader's language where a report told it in that; None of a period
    title: dict | None
    #: ISO; None of a period, or of a forum without one
    day: str | None

    @property
    def is_period(self) -> bool:
        """Whether it is about a period."""
        return self.report.kind == Report.Kind.PERIOD


def told_of(user, programme, language: str) -> list[Told]:
    """One each of its forums and periods that were told of, in the order of their days; forums first. One statement.

    Of a forum whose only report was withdrawn, none. A forum is called what any standing report calls it: one in the
    other language, a period's, a press release. Those lend titles alone, no figure.
    """
    titles: dict = defaultdict(dict)
    last: dict = {}
    for report in _standing(user, programme).order_by("released_at", "pk"):
        for meeting in chain(_meetings(report, "meeting"), *_meetings(report, "meetings")):
            title = meeting["title"]
            # Empty where the report leaves out what nobody translated.
            if title["text"]:
                titles[meeting["code"]][title["language"]] = title
        if report.audience == Report.Audience.DONOR:
            last[report.forum_id, report.period_start, report.period_end] = report
    found = [_told(report, titles, language) for report in last.values()]
    return sorted(
        found, key=lambda one: (one.is_period, one.day or str(one.report.period_end), one.report.number)
    )


def content_of(told: Told) -> dict:
    """The whole frozen content of its report."""
    return Report.objects.values_list("frozen", flat=True).get(pk=told.report.pk)


def _standing(user, programme):
    audiences = (Report.Audience.DONOR, Report.Audience.PUBLIC)
    reports = Report.objects.visible_to(user).filter(audience__in=audiences)
    reports = reports.filter(programme=programme, state=Report.State.RELEASED)
    read = {"told_figures": F("frozen__figures")}
    for number, place in enumerate(_PLACES):
        read |= {f"{name}_{number}": F(f"{place}{name}") for name in ("meeting", "meetings")}
    return reports.select_related("programme").defer("frozen").annotate(**read)


def _meetings(report, name) -> list:
    """What stands under `name` (a forum's report has one meeting, a period's a list), in the order of its languages."""
    found = (getattr(report, f"{name}_{number}") for number in range(len(_PLACES)))
    return [one for one in found if one is not None]


def _told(report, titles, language) -> Told:
    own = _meetings(report, "meeting")
    if not own:
        return Told(report, report.told_figures, None, None)
    # As on the report's own cover: where no title was told, its kind.
    kinds = {
        spoken: {"text": capfirst(meeting["kind"]), "language": spoken}
        for spoken, meeting in zip(report.languages, own, strict=True)
    }
    names = titles.get(own[0]["code"]) or kinds
    title = names.get(language) or next(iter(names.values()))
    return Told(report, report.told_figures, title, own[0]["date_iso"])
