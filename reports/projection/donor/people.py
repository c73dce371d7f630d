"""How many came, of which groups: counted by the database, no row of a person is read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from forums.models import Attendance, AttendanceTotal, IndicatorTarget
from participants.models import Category, Person
from participants.models.persons import AgeBand, Sex
from reports.figures.labels import NOT_RECORDED_LABEL, SEX_LABELS, both, names
from reports.figures.shapes import NOT_RECORDED
from reports.projection.donor.counts import (
    JOINED,
    PUBLIC_LEAST,
    publishable,
    table_survives,
    threshold,
    total_survives,
)

JOINED_LABEL = pgettext_lazy("figures", "other categories")
YOUTH, ADULT = "youth", "adult"
_YOUNG = (AgeBand.UNDER_18, AgeBand.YOUTH)
AGE_LABELS = {
    YOUTH: pgettext_lazy("figures", "youth (up to 35)"),
    ADULT: pgettext_lazy("figures", "adults (36 and over)"),
}
#: indicator figure → (dimension, key) whose share it is
TARGETS = {"women_share": ("sex", Sex.FEMALE.value), "youth_share": ("age_band", YOUTH)}


@dataclass(frozen=True)
class Left:
    """What left the house before of one forum: `figures` of the reports to donors and institutions, `press` of press
    releases; `told_of`: a donor was told of a period with this forum in it."""

    figures: Sequence[dict] = ()
    press: Sequence[dict] = ()
    told_of: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing has left."""
        return not (self.figures or self.press or self.told_of)

    def allows_total(self, total: int, k: int) -> bool:
        """Whether it may stand beside these. Of a forum in a period that was told of, a number is only repeated."""
        told = [figures["attendances"] for figures in (*self.figures, *self.press)]
        return total in told if self.told_of else total_survives(total, told, k)

    def allows_table(self, name: str, cells: Mapping[str, int] | None, k: int) -> bool:
        """The same for a table, line by line."""
        told = [_cells(figures[name]) for figures in self.figures]
        return cells in told if self.told_of and cells is not None else table_survives(cells, told, k)

    def allows_beside_press(self, cells: Mapping[str, int] | None) -> bool:
        """Whether the press's table is the one that these lines make: it has fewer lines, which cannot be compared."""
        told = [_cells(figures["by_category"]) for figures in self.press if figures["by_category"]]
        return cells is None or all(publishable(cells, PUBLIC_LEAST) == table for table in told)


def project_people(forum, *, shows_totals: bool, left: Left) -> dict:
    """{"attendances", "by_category", "by_sex", "by_age_band", "shares", "withheld"}; a withheld table is None.

    What would tell by comparison with what has left is withheld. `shares` says of sex and age whether it is shown, met,
    missed, withheld or not recorded.
    """
    k = threshold(forum.programme.small_count)
    total, categories = _count(forum, AttendanceTotal.Dimension.CATEGORY)
    withheld = []
    cells = publishable(categories, k)
    if not left.allows_total(total, k):
        total, cells, shows_totals = None, None, False
        withheld.append("compared")
    elif not (left.allows_table("by_category", cells, k) and left.allows_beside_press(cells)):
        cells = None
        withheld.append("compared")
    elif cells is None:
        # Beside what has left, which of both reasons it was would be a second answer.
        withheld.append("small_table" if left.is_empty else "compared")
    elif JOINED in cells:
        withheld.append("small_lines")
    if total is not None and 0 < total < k and not shows_totals:
        total, cells = None, None
        withheld = ["small_table", "small_total"] if left.is_empty else ["compared"]
    found = {
        "attendances": total,
        "by_category": None if cells is None else category_rows(cells),
    }
    shares = {}
    for name, dimension in (("by_sex", "sex"), ("by_age_band", "age_band")):
        found[name], shares[dimension] = _one_way(forum, name, dimension, shows=shows_totals, left=left, k=k)
    if "withheld" in shares.values() or {"met", "missed"} & set(shares.values()):
        withheld.append("sex_and_age")
    return found | {"shares": shares, "withheld": withheld}


def category_cells(forum) -> dict[str, int] | None:
    """The lines of the table of categories as the record has them now, beside nothing."""
    _total, counts = _count(forum, AttendanceTotal.Dimension.CATEGORY)
    return publishable(counts, threshold(forum.programme.small_count))


def _one_way(forum, name, dimension, *, shows, left, k):
    """(rows or None, word for the share) of sex or age; both counted only where shown or a share was promised."""
    target = _target(forum, dimension)
    if not shows and target is None:
        return None, "withheld"
    _total, counts = _count(forum, dimension)
    known = {key: count for key, count in counts.items() if key != NOT_RECORDED}
    if not sum(known.values()):
        return None, "not_recorded"
    if shows and left.allows_table(name, counts, k):
        return _rows(counts, SEX_LABELS if dimension == "sex" else AGE_LABELS), "shown"
    if target is None:
        return None, "withheld"
    key = dict(TARGETS.values())[dimension]
    met = 100 * known.get(key, 0) >= target * sum(known.values())
    return None, "met" if met else "missed"


def _count(forum, dimension) -> tuple[int, Counter]:
    """(how many came, how many of each key); what the dimension does not tell about the rest is not recorded."""
    present = Attendance.objects.present().filter(forum=forum).order_by()
    totals = list(AttendanceTotal.objects.filter(forum=forum).values_list("dimension", "key", "count"))
    unnamed = Counter()
    for counted, _key, count in totals:
        unnamed[counted] += count
    total = present.count() + max(unnamed.values(), default=0)
    counts = Counter()
    for key, count in _named(present, dimension):
        counts[_group(dimension, key)] += count
    for counted, key, count in totals:
        if counted == dimension:
            counts[_group(dimension, key)] += count
    counts[NOT_RECORDED] += total - counts.total()
    return total, Counter({key: count for key, count in counts.items() if count})


def _named(present, dimension):
    if dimension == AttendanceTotal.Dimension.CATEGORY:
        return present.values_list("category__code").annotate(Count("pk"))
    if dimension == AttendanceTotal.Dimension.AGE_BAND:
        return present.values_list("age_band").annotate(Count("pk"))
    merged = present.filter(person__merged_into__isnull=False)
    single = present.filter(person__merged_into__isnull=True)
    counts = Counter(dict(single.values_list("person__sex").annotate(Count("pk"))))
    counts.update(_sexes_of_merged(merged.values_list("person_id", flat=True)))
    return counts.items()


def _sexes_of_merged(ids):
    """A person merged into another counts as that other."""
    ids = list(ids)
    if not ids:
        return []
    known = Person.objects.filter(Q(merged_into__isnull=False) | Q(merged__isnull=False)).distinct()
    chain = {pk: (into, sex) for pk, into, sex in known.values_list("pk", "merged_into_id", "sex")}
    sexes = []
    for pk in ids:
        while chain[pk][0]:
            pk = chain[pk][0]  # noqa: PLW2901  walking up the merges
        sexes.append(chain[pk][1])
    return sexes


def age_group(band: str) -> str:
    """Youth or adult; empty for none."""
    return (YOUTH if band in _YOUNG else ADULT) if band else band


def _group(dimension, key) -> str:
    return age_group(key) if dimension == AttendanceTotal.Dimension.AGE_BAND else key


def _target(forum, dimension):
    """The share in hundredths that the programme promised for that day, None without one."""
    if forum.date is None:
        return None
    figure = next(name for name, (counted, _key) in TARGETS.items() if counted == dimension)
    return (
        IndicatorTarget.objects.filter(
            indicator__programme=forum.programme,
            indicator__figure=figure,
            period_start__lte=forum.date,
            period_end__gte=forum.date,
        )
        .values_list("target", flat=True)
        .first()
    )


def _cells(rows) -> dict[str, int] | None:
    return None if rows is None else {row["key"]: row["count"] for row in rows["rows"]}


def category_rows(cells) -> dict:
    """A table of categories with their names, in the order of their list."""
    labels = {
        row.code: names(row) for row in Category.objects.filter(code__in=list(cells)).order_by("position")
    }
    # A key that no list knows any more keeps its own name rather than vanish from the sum.
    labels |= {key: (key, key) for key in sorted(cells) if key not in {*labels, NOT_RECORDED, JOINED}}
    labels |= {NOT_RECORDED: both(NOT_RECORDED_LABEL), JOINED: both(JOINED_LABEL)}
    return _table("category", cells, labels)


def _rows(counts, labels) -> dict:
    words = {key: both(label) for key, label in labels.items()} | {NOT_RECORDED: both(NOT_RECORDED_LABEL)}
    return _table("", counts, words)


def _table(name, counts, labels) -> dict:
    return {
        "name": name,
        "rows": [
            {"key": key, "ar": arabic, "en": english, "count": counts[key]}
            for key, (arabic, english) in labels.items()
            if counts.get(key)
        ],
        "overlaps": False,
    }
