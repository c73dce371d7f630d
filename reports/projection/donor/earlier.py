"""What left the house before of the same programme: of the forums of a period, and of periods."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from reports.models import Report
from reports.projection.donor.counts import JOINED


class Earlier:
    """Figures of reports that have left, as far as they can be compared with a period's: whoever reads the one may hold
    the others too."""

    def __init__(self, span):
        left = Report.objects.for_readers().once_released().filter(programme=span.programme)
        self._forums: dict[str, list[dict]] = defaultdict(list)
        forums = left.filter(kind=Report.Kind.FORUM_OUTCOMES, forum__date__range=(span.start, span.end))
        # What a wider audience was told has more lines than a press release: that is the one to compare with.
        for code, figures in (
            forums.annotate(is_wider=~Q(audience=Report.Audience.PUBLIC))
            .order_by("is_wider", "released_at", "pk")
            .values_list("forum__code", "frozen__figures")
        ):
            self._forums[code].append(figures)
        periods = left.for_donors().filter(kind=Report.Kind.PERIOD)
        same = {"period_start": span.start, "period_end": span.end}
        self._periods = list(periods.filter(**same).order_by("pk").values_list("frozen__figures", flat=True))
        #: another period that shares days with this one was told of: fixed periods do not overlap
        self.overlaps = (
            periods.filter(period_start__lte=span.end, period_end__gte=span.start).exclude(**same).exists()
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing of this period or its forums has left."""
        return not (self._forums or self._periods)

    def of(self, name: str) -> list:
        """One figure of the reports of this very period."""
        return [figures[name] for figures in self._periods]

    def persons(self, name: str) -> list[dict[str, int | None]]:
        """The persons of one table of the reports of this very period."""
        tables = [figures[name] for figures in self._periods if figures[name]]
        return [{row["key"]: row["persons"] for row in table["rows"]} for table in tables]

    def cells(self, name: str) -> list[dict[str, int] | None]:
        """One table of the reports of this very period; None where it was withheld."""
        return [_cells(figures[name]) for figures in self._periods]

    def totals(self, codes: Iterable[str]) -> dict[str, int]:
        """How many came, of the forums of which it is known: what was told last, whatever was withheld since."""
        found = {code: self._last("attendances", code) for code in codes}
        return {code: total for code, total in found.items() if total is not None}

    def hinted(self, codes: Iterable[str]) -> set[str]:
        """Forums of which reports have left and never said how many came: that they are few is known by that."""
        return {code for code in codes if self._forums.get(code) and self._last("attendances", code) is None}

    def tables(self, name: str, codes: Iterable[str]) -> dict[str, dict[str, int]]:
        """One table of the forums of which it is known."""
        found = {code: _cells(self._last(name, code)) for code in codes}
        return {code: cells for code, cells in found.items() if cells is not None}

    def _last(self, name, code):
        told = [figures.get(name) for figures in self._forums.get(code, ())]
        return next((one for one in reversed(told) if one is not None), None)


def rest_survives(
    cells: Mapping[str, int],
    tables: Collection[Mapping[str, int]],
    pool: Mapping[str, int],
    counts: Mapping[str, int],
    k: int,
) -> bool:
    """Whether a period's table may stand beside the released tables of some of its forums.

    `cells`: the period's lines; `pool`: the forums of which nothing is known; `counts`: the period's true counts. Where
    a forum's small lines were joined, the pool must hold enough of every key to hide them; else what is left of each
    line, once the forums are taken off, must be nobody or enough.
    """
    if not tables:
        return True
    if any(JOINED in table for table in tables):
        return all(pool.get(key, 0) >= k for key, count in counts.items() if count)
    rest = dict(cells)
    for table in tables:
        for key, count in table.items():
            line = key if key in rest else JOINED
            rest[line] = rest.get(line, 0) - count
    return all(left == 0 or left >= k for left in rest.values())


def was_told_of(forum) -> bool:
    """Whether a donor was told of a period with this forum in it."""
    if forum.date is None:
        return False
    left = Report.objects.for_donors().once_released().filter(programme=forum.programme)
    around = {"period_start__lte": forum.date, "period_end__gte": forum.date}
    return left.filter(kind=Report.Kind.PERIOD, **around).exists()


def _cells(table) -> dict[str, int] | None:
    return None if table is None else {row["key"]: row["count"] for row in table["rows"]}
