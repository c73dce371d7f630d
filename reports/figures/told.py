"""What a donor was told in figures: read from the frozen content of the reports that stand, and from nothing else.

No figure is computed here from the record, so that the page tells what those reports tell and no more (rule 4).
"""

from dataclasses import dataclass

from django.db.models import F

from reports.models import Report

#: parts of the content that are read of every report; a document in both languages has each twice
_TITLE, _DATE = "meeting__title", "meeting__date_iso"
_PLACES = ("frozen__", "frozen__parts__ar__", "frozen__parts__en__")


@dataclass(frozen=True)
class Told:
    """One forum or one period with the figures of its last standing report. What was withheld is None."""

    report: Report
    figures: dict
    #: {"text", "language"} of a forum, in the reader's language where it was told in that; None of a period
    title: dict | None
    #: ISO; None of a period, or of a forum without one
    day: str | None

    @property
    def is_period(self) -> bool:
        """Whether it is about a period."""
        return self.report.kind == Report.Kind.PERIOD


def told_of(user, programme, language: str) -> list[Told]:
    """One each of its forums and periods that were told of, in the order of their days; forums first. One statement.

    Of a forum whose only report was withdrawn, none.
    """
    titles: dict = {}
    last: dict = {}
    for report in _standing(user, programme).order_by("released_at", "pk"):
        key = (report.forum_id, report.period_start, report.period_end)
        for title in filter(None, (report.title_0, report.title_1, report.title_2)):
            titles.setdefault(key, {})[title["language"]] = title
        last[key] = report
    found = [_told(report, titles.get(key, {}), language) for key, report in last.items()]
    return sorted(
        found, key=lambda one: (one.is_period, one.day or str(one.report.period_end), one.report.number)
    )


def content_of(told: Told) -> dict:
    """The whole frozen content of its report."""
    return Report.objects.values_list("frozen", flat=True).get(pk=told.report.pk)


def _standing(user, programme):
    reports = Report.objects.visible_to(user).for_donors()
    reports = reports.filter(programme=programme, state=Report.State.RELEASED)
    read = {"told_figures": F("frozen__figures")}
    for number, place in enumerate(_PLACES):
        read |= {f"title_{number}": F(place + _TITLE), f"day_{number}": F(place + _DATE)}
    return reports.select_related("programme").defer("frozen").annotate(**read)


def _told(report, titles, language) -> Told:
    title = titles.get(language) or next(iter(titles.values()), None)
    days = (report.day_0, report.day_1, report.day_2)
    return Told(report, report.told_figures, title, next(filter(None, days), None))
