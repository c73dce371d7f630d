"""How many came, of which groups: counted by the database, no row of a person is read."""

from collections import Counter

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from forums.models import Attendance, AttendanceTotal, IndicatorTarget
from participants.models import Category, Person
from participants.models.persons import AgeBand, Sex
from reports.figures.labels import NOT_RECORDED_LABEL, SEX_LABELS, both, names
from reports.figures.shapes import NOT_RECORDED
from reports.projection.donor.counts import (
    JOINED,
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


def project_people(forum, *, shows_totals: bool, earlier: list[dict], told_of: bool = False) -> dict:
    """{"attendances", "by_category", "by_sex", "by_age_band", "shares", "withheld"}; a withheld table is None.

    `earlier` are the figures of the forum's reports that have left the house: what would tell by comparison with
    them is withheld, and so is all of it where a period with this forum in it was told of first (`told_of`). `shares` says of sex and age whether it is shown, met, missed, withheld or not recorded.
    """
    k = threshold(forum.programme.small_count)
    total, categories = _count(forum, AttendanceTotal.Dimension.CATEGORY)
    withheld = []
    cells = publishable(categories, k)
    is_left_over = told_of and not earlier
    if is_left_over or not total_survives(total, [figures["attendances"] for figures in earlier], k):
        total, cells, shows_totals = None, None, False
        withheld.append("compared")
    elif not table_survives(cells, [_cells(figures["by_category"]) for figures in earlier], k):
        cells = None
        withheld.append("compared")
    elif cells is None:
        withheld.append("small_table")
    elif JOINED in cells:
        withheld.append("small_lines")
    if total is not None and 0 < total < k and not shows_totals:
        total, cells = None, None
        withheld.append("small_total")
    found = {
        "attendances": total,
        "by_category": None if cells is None else category_rows(cells),
    }
    shares = {}
    for name, dimension in (("by_sex", "sex"), ("by_age_band", "age_band")):
        found[name], shares[dimension] = _one_way(
            forum, name, dimension, shows=shows_totals, earlier=earlier, k=k
        )
    if "withheld" in shares.values() or {"met", "missed"} & set(shares.values()):
        withheld.append("sex_and_age")
    return found | {"shares": shares, "withheld": withheld}


def _one_way(forum, name, dimension, *, shows, earlier, k):
    """(rows or None, word for the share) of sex or age; both counted only where shown or a share was promised."""
    target = _target(forum, dimension)
    if not shows and target is None:
        return None, "withheld"
    _total, counts = _count(forum, dimension)
    known = {key: count for key, count in counts.items() if key != NOT_RECORDED}
    if not sum(known.values()):
        return None, "not_recorded"
    if shows and table_survives(counts, [_cells(figures[name]) for figures in earlier], k):
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
