"""How institutions answer and keep what they promise: asked, answered, promised, kept, verified, stopped, overdue.

One count for every page and document; docs/figures.md is made from MEANINGS. The unit is the addressee: one institution
that must answer one standing recommendation (lead or supporting), since the day that it was sent.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from functools import cache
from statistics import median

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import working_days_between
from forums.models import Output
from recommendations.models import Addressee, Commitment, Recommendation, Response
from reports.figures.asks import has_answered
from reports.figures.labels import NO_THEME_LABEL, both, names
from reports.figures.lateness import lateness, promised_on, standing_response
from reports.figures.shapes import NOT_RECORDED, percent

State = Addressee.State
#: Decisions by which an institution takes something on.
PROMISES = (Response.Decision.ACCEPTED, Response.Decision.CONDITIONAL, Response.Decision.PARTLY)

_UNCOUNTED = (
    *("text", "translation", "detail", "reason", "condition", "condition_by", "unit", "clarification"),
    *("answered_by", "letter"),
)

#: name of the figure → (its words, what it counts); docs/figures.md says the same in English
MEANINGS = {
    "asked": (_("Asked"), _("Institutions that must answer a recommendation sent in the period (lead or supporting); withdrawn and merged recommendations are left out.")),
    "answered": (_("Answered"), _("Of those asked, the ones whose own answer stands. What was said in the room, or by a one-time code, counts once the institution has confirmed it; a request for clarification is no answer.")),
    "response_percent": (_("Response rate"), _("Answered of asked, in percent, half up; none where nothing was asked.")),
    "median_days": (_("Median working days to the answer"), _("From the day of sending to the day of the answer that stands, Sunday to Thursday less the holidays of the list; of those that answered.")),
    "promised": (_("Promised"), _("Of those answered, the ones that took something on with a date: accepted, accepted if means are provided, or partly accepted.")),
    "kept": (_("Kept"), _("Of those promised, the ones that staff have verified. What an institution reports as done is not kept by that alone.")),
    "kept_percent": (_("Promises kept"), _("Kept of promised, in percent, half up; none where nothing was promised.")),
    "verified": (pgettext_lazy("figures", "Verified"), _("Of those asked, the ones whose result staff have verified, promised or not.")),
    "stopped": (pgettext_lazy("figures", "Stopped"), _("Of those asked, the ones whose work is stopped now.")),
    "overdue": (_("Overdue"), _("Of those asked, the ones whose answer or promise is late on the day of counting, by one working day or more.")),
}  # fmt: skip


@dataclass(frozen=True)
class Answering:
    """The counts of one group. `median_days` is None where nobody answered."""

    asked: int = 0
    answered: int = 0
    median_days: float | None = None
    promised: int = 0
    kept: int = 0
    verified: int = 0
    stopped: int = 0
    overdue: int = 0

    @property
    def response_percent(self) -> int | None:
        """Answered of asked."""
        return percent(self.answered, self.asked)

    @property
    def kept_percent(self) -> int | None:
        """Kept of promised."""
        return percent(self.kept, self.promised)


@dataclass(frozen=True)
class Line:
    """One group: an institution, a theme, a district or a quarter."""

    key: str
    ar: str
    en: str
    counts: Answering

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.ar if language.startswith("ar") else self.en


def asked_addressees(*, start: datetime.date | None = None, end: datetime.date | None = None, **of):
    """Addressees that count, sent from `start` to `end` (both included), with all that is read of them.

    `of` narrows: `recommendation__programme=…`, `institution=…`. A fixed number of statements.
    """
    rows = Addressee.objects.asked().filter(
        sent_at__isnull=False, recommendation__standing=Recommendation.Standing.OPEN, **of
    )
    if start:
        rows = rows.filter(sent_at__gte=_midnight(start))
    if end:
        rows = rows.filter(sent_at__lt=_midnight(end + datetime.timedelta(days=1)))
    # What nobody counts stays where it is: details and reasons of answers, words, and where forums meet.
    promises = Prefetch("commitments", Commitment.objects.only("response_id", "due_on"))
    responses = Response.objects.defer(*_UNCOUNTED).prefetch_related(promises)
    places = [f"minutes__forum__place__{name}" for name in ("code", "name_ar", "name_en")]
    said = Output.objects.kept().select_related("minutes__forum__place").only("pk", *places)
    return (
        rows.select_related("institution", "recommendation")
        .prefetch_related(
            Prefetch("responses", responses),
            "recommendation__themes",
            Prefetch("recommendation__sources", said),
        )
        .order_by("pk")
    )


def count_answering(addressees: Iterable, *, as_of: datetime.date, holidays: Collection) -> Answering:
    """Count one group of `asked_addressees`, as things stand at the end of `as_of`."""
    counts = dict.fromkeys((field.name for field in fields(Answering)), 0)
    days = []
    for row in addressees:
        counts["asked"] += 1
        counts["verified"] += row.state == State.VERIFIED
        counts["stopped"] += row.state == State.STOPPED
        counts["overdue"] += lateness(row, as_of=as_of, holidays=holidays) is not None
        if not has_answered(row):
            continue
        counts["answered"] += 1
        response = standing_response(row)
        if response is None:
            continue
        sent, answered = timezone.localdate(row.sent_at), timezone.localdate(response.sent_at)
        days.append(max(working_days_between(sent, answered, holidays=holidays), 0))
        if response.decision in PROMISES and promised_on(row):
            counts["promised"] += 1
            counts["kept"] += row.state == State.VERIFIED
    return Answering(**counts | {"median_days": median(days) if days else None})


def lines_by(what: str, addressees: Iterable, *, as_of: datetime.date, holidays: Collection) -> list[Line]:
    """One line a group that occurs, by "institution", "theme", "district" or "quarter" of sending; most asked first.

    A recommendation of two themes, or raised in two districts, stands in both lines. Quarters stand in their order.
    Raises KeyError for another word.
    """
    groups, labels = defaultdict(list), {}
    for row in addressees:
        for key, label in _GROUPS[what](row):
            groups[key].append(row)
            labels[key] = label
    lines = [
        Line(key, *labels[key], count_answering(rows, as_of=as_of, holidays=holidays))
        for key, rows in groups.items()
    ]
    if what == "quarter":
        return sorted(lines, key=lambda line: line.key)
    return sorted(lines, key=lambda line: (line.key == NOT_RECORDED, -line.counts.asked, line.key))


def _by_institution(row):
    return [(row.institution.code, names(row.institution))]


def _by_theme(row):
    themes = list(row.recommendation.themes.all())
    return [(theme.code, names(theme)) for theme in themes] or [(NOT_RECORDED, _both(NO_THEME_LABEL))]


def _by_district(row):
    places = {output.minutes.forum.place for output in row.recommendation.sources.all()} - {None}
    return [(place.code, names(place)) for place in places] or [(NOT_RECORDED, _both(_NO_PLACE))]


def _by_quarter(row):
    day = timezone.localdate(row.sent_at)
    quarter = (day.month + 2) // 3
    return [(f"{day.year}-{quarter}", _quarter(day.year, quarter))]


@cache
def _quarter(year, number):
    arabic, english = both(_QUARTER)
    values = {"year": year, "number": number}
    return arabic % values, english % values


_NO_PLACE = _("no district recorded")
_QUARTER = _("%(year)d, quarter %(number)d")
_GROUPS: dict[str, Callable] = {
    "institution": _by_institution,
    "theme": _by_theme,
    "district": _by_district,
    "quarter": _by_quarter,
}


@cache
def _both(label):
    return both(label)


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
