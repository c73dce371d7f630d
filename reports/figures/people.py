"""Counting people: attendances and persons, by category, sex, age band and district."""

from collections import Counter
from dataclasses import dataclass

from forums.models import Attendance, AttendanceTotal
from participants.models import Category, Person, Place
from participants.models.persons import AgeBand, Sex
from reports.figures.labels import AGE_LABELS, NOT_RECORDED_LABEL, SEX_LABELS, both, names
from reports.figures.shapes import NOT_RECORDED, Row, Table

DIMENSIONS = tuple(AttendanceTotal.Dimension.values)


@dataclass(frozen=True)
class People:
    """The people's part of the figures."""

    attendances: int
    persons: int
    unnamed: int
    tables: dict[str, Table]


def count_people(forums: list) -> People:
    """Count who was present in these forums (presence "present", rows not taken out).

    A bare total counts in its own dimension. The same crowd may have been counted by sex *and* by category, so
    a forum's unnamed people are its largest dimension, not their sum; what a dimension does not tell about the
    rest stands as "not recorded", so that every table adds up to the same number.
    A person merged into another is that other; where his category or district changed, the latest forum counts.
    """
    rows = list(
        Attendance.objects.present()
        .filter(forum__in=forums)
        .select_related("category", "home_district", "person", "forum")
        .order_by("forum__date", "forum_id", "position", "id")
    )
    totals = list(AttendanceTotal.objects.filter(forum__in=forums))
    heads = _final_persons(rows)
    latest = {heads[row.person_id]: row for row in rows}
    unnamed = sum(_largest_dimension(forum, totals) for forum in forums)
    attendances = len(rows) + unnamed
    # Within one forum nobody is there twice, so those without a name are as many different people.
    single = len(forums) == 1
    tables = {}
    for dimension in DIMENSIONS:
        counts = Counter(_key(row, dimension, heads) for row in rows)
        persons = Counter(_key(row, dimension, heads) for row in latest.values())
        for total in totals:
            if total.dimension == dimension:
                counts[total.key] += total.count
                persons[total.key] += total.count if single else 0
        rest = attendances - counts.total()
        counts[NOT_RECORDED] += rest
        persons[NOT_RECORDED] += rest if single else 0
        tables[dimension] = _table(dimension, counts, persons)
    return People(attendances, len(latest) + (unnamed if single else 0), unnamed, tables)


def _final_persons(rows):
    """{id: the person as whom he counts}, followed through merges."""
    into = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    people = {person.pk: person for person in Person.objects.filter(pk__in=into.values())}
    final = {}
    for row in rows:
        head = row.person_id
        while head in into:
            head = into[head]
        final[row.person_id] = people.get(head, row.person)
    return final


def _largest_dimension(forum, totals) -> int:
    by_dimension = Counter()
    for total in totals:
        if total.forum_id == forum.pk:
            by_dimension[total.dimension] += total.count
    return max(by_dimension.values(), default=0)


def _key(row, dimension, heads) -> str:
    if dimension == AttendanceTotal.Dimension.CATEGORY:
        return row.category.code
    if dimension == AttendanceTotal.Dimension.SEX:
        return heads[row.person_id].sex
    if dimension == AttendanceTotal.Dimension.AGE_BAND:
        return row.age_band
    return row.home_district.code if row.home_district else NOT_RECORDED


def _table(dimension, counts, persons) -> Table:
    labels: dict[str, tuple[str, str]] = {
        key: label for key, label in _labels(dimension, counts) if counts[key]
    }
    # A key that no list knows any more keeps its own name rather than vanish from the sum.
    labels |= {key: (key, key) for key in sorted(counts) if counts[key] and key and key not in labels}
    if counts[NOT_RECORDED]:
        labels[NOT_RECORDED] = both(NOT_RECORDED_LABEL)
    return Table(
        dimension,
        tuple(
            Row(key, arabic, english, counts[key], persons[key]) for key, (arabic, english) in labels.items()
        ),
    )


def _labels(dimension, counts):
    if dimension == AttendanceTotal.Dimension.SEX:
        return [(sex.value, both(SEX_LABELS[sex.value])) for sex in Sex]
    if dimension == AttendanceTotal.Dimension.AGE_BAND:
        return [(band.value, both(AGE_LABELS[band.value])) for band in AgeBand]
    model = Category if dimension == AttendanceTotal.Dimension.CATEGORY else Place
    return [(row.code, names(row)) for row in model.objects.filter(code__in=list(counts))]
