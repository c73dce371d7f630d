"""How many people a donor is told of in a period: attendances, and persons each once, with small counts hidden.

Of a person the database gives a number to count once and what he is counted by; no name, rank, post or institution. A
period's table stands beside what was released of its forums and of other periods, so it is shown only where the
difference tells of nobody (protection.md, rule 4).
"""

from collections import Counter

from django.db.models import F

from forums.models import Attendance, AttendanceTotal
from participants.models import Category, Person, Place
from participants.models.persons import Sex
from reports.figures.labels import NOT_RECORDED_LABEL, SEX_LABELS, both, names
from reports.figures.shapes import NOT_RECORDED
from reports.projection.donor.counts import JOINED, publishable, table_survives, threshold, total_survives
from reports.projection.donor.earlier import Earlier, rest_survives
from reports.projection.donor.people import AGE_LABELS, JOINED_LABEL, age_group
from reports.projection.period.persons import apart, apart_from_forums, whole_apart

#: dimension → name of its table among the figures
TABLES = {
    "category": "by_category",
    "sex": "by_sex",
    "age_band": "by_age_band",
    "district": "by_district",
}
_COLUMNS = {
    "category": F("category__code"),
    "sex": F("person__sex"),
    "age_band": F("age_band"),
    "district": F("home_district__code"),
}


class Crowd:
    """Who was present in these forums, counted by every dimension: `attendances[dimension][forum]` and `persons`."""

    def __init__(self, forums):
        self.forums = list(forums)
        self.attendances = {name: {pk: Counter() for pk in self.forums} for name in TABLES}
        self.persons = {name: Counter() for name in TABLES}
        self.totals: Counter = Counter()
        #: whether it is known of each who came whether he came again: not where several forums were counted bare
        self.knows_persons = True
        self._read()

    @property
    def total(self) -> int:
        """All attendances."""
        return self.totals.total()

    def counts(self, dimension: str, forums=None) -> Counter:
        """Attendances by the keys of one dimension, in all forums or in some."""
        chosen = self.attendances[dimension]
        added = sum((chosen[pk] for pk in (self.forums if forums is None else forums)), Counter())
        return Counter({key: count for key, count in added.items() if count})

    def _read(self):
        present = Attendance.objects.present().filter(forum__in=self.forums)
        rows = list(
            present.order_by("forum__date", "forum_id", "position", "id").values(
                "forum_id", "person_id", **{f"of_{name}": column for name, column in _COLUMNS.items()}
            )
        )
        heads, sexes = _merged()
        latest = {}
        for row in rows:
            head = row["person_id"]
            while head in heads:
                head = heads[head]
            # A person merged into another counts as that other.
            row["of_sex"] = sexes.get(head, row["of_sex"])
            latest[head] = row
            self.totals[row["forum_id"]] += 1
            for name in TABLES:
                self.attendances[name][row["forum_id"]][_key(row, name)] += 1
        for row in latest.values():
            for name in TABLES:
                self.persons[name][_key(row, name)] += 1
        self._add_unnamed()

    def _add_unnamed(self):
        """Bare totals: the largest dimension of a forum is its crowd; what the others do not tell is not recorded."""
        by_forum: dict[int, Counter] = {pk: Counter() for pk in self.forums}
        for row in AttendanceTotal.objects.filter(forum__in=self.forums):
            by_forum[row.forum_id][row.dimension] += row.count
            key = age_group(row.key) if row.dimension == "age_band" else row.key
            self.attendances[row.dimension][row.forum_id][key] += row.count
        for pk in self.forums:
            self.totals[pk] += max(by_forum[pk].values(), default=0)
            self.knows_persons &= len(self.forums) == 1 or not by_forum[pk]
            for name in TABLES:
                counts = self.attendances[name][pk]
                counts[NOT_RECORDED] += self.totals[pk] - counts.total()
        if len(self.forums) == 1:
            # Within one forum nobody is there twice, so those without a name are as many different people.
            self.persons = {name: self.counts(name) for name in TABLES}


def project_people(crowd: Crowd, *, codes: dict[int, str], small_count: int, earlier: Earlier) -> dict:
    """{"attendances", "persons", "by_…", "withheld"}; what is withheld is None. `codes`: of the forums, by key."""
    k = threshold(small_count)
    found = dict.fromkeys(("attendances", "persons", *TABLES.values()))
    withheld: list[str] = []
    total = crowd.total
    if earlier.overlaps:
        return found | {"withheld": ["overlapping"]}
    if 0 < total < k:
        return found | {"withheld": ["small_total" if earlier.is_empty else "compared"]}
    known = earlier.totals(codes.values())
    rest = total - sum(known.values())
    # Two forums that are each known to be few: their sum would narrow them down, and twice the most give both away.
    is_safe = len(earlier.hinted(codes.values())) < 2 and (not known or rest == 0 or rest >= k)
    is_repeated = total in earlier.of("attendances")
    if not ((is_safe or is_repeated) and total_survives(total, earlier.of("attendances"), k)):
        return found | {"withheld": ["compared"]}
    found["attendances"] = total
    for dimension, name in TABLES.items():
        counts = crowd.counts(dimension)
        cells = publishable(counts, k)
        tables = earlier.tables(name, codes.values())
        pool = crowd.counts(dimension, [pk for pk, code in codes.items() if code not in tables])
        if cells is None:
            # Beside what has left, which of both reasons it was would be a second answer.
            withheld.append("small_table" if earlier.is_empty else "compared")
        elif not (
            rest_survives(cells, list(tables.values()), pool, counts, k)
            and table_survives(cells, earlier.cells(name), k)
        ):
            withheld.append("compared")
        else:
            if JOINED in cells:
                withheld.append("small_lines")
            persons = _persons_of(crowd.persons[dimension], cells, len(codes), k)
            if persons is not None and not apart_from_forums(persons, cells, tables, len(codes), k):
                persons = None
            found[name] = _table(dimension, cells, persons)
    if not _add_persons(found, _all_persons(crowd, codes, earlier, k), earlier):
        withheld.append("persons_once" if crowd.knows_persons else "persons_unknown")
    return found | {"withheld": sorted(set(withheld))}


def _all_persons(crowd, codes, earlier, k) -> int | None:
    """The whole, where it tells of nobody beside the attendances and beside what was told of the forums."""
    if not crowd.knows_persons:
        return None
    persons, total, forums = crowd.persons["sex"].total(), crowd.total, len(codes)
    known = {code: {"": one} for code, one in earlier.totals(codes.values()).items()}
    is_safe = (
        apart(persons, total, forums, k)
        and total_survives(persons, earlier.of("persons"), k)
        and apart_from_forums({"": persons}, {"": total}, known, forums, k)
        and all(
            whole_apart(
                crowd.persons[dimension],
                crowd.counts(dimension),
                earlier.tables(name, codes.values()),
                forums,
                k,
            )
            for dimension, name in TABLES.items()
        )
    )
    return persons if is_safe else None


def _add_persons(found, whole, earlier) -> bool:
    """Lines of all tables or of none, as this period was told of before; whether nothing is left out."""
    tables = {name: found[name] for name in TABLES.values() if found[name]}
    shown = {name: {row["key"]: row["persons"] for row in table["rows"]} for name, table in tables.items()}
    before = [lines for name in shown for lines in earlier.persons(name) if None not in lines.values()]
    is_whole = all(None not in lines.values() for lines in shown.values())
    found["persons"] = whole
    if whole is not None and is_whole and all(lines in shown.values() for lines in before):
        return True
    for table in tables.values():
        for row in table["rows"]:
            row["persons"] = None
    return False


def _persons_of(persons, cells, forums, k):
    """Persons by the lines of a table; None where a line, or its difference from the attendances, is small."""
    lines: Counter = Counter()
    for key, count in persons.items():
        lines[key if key in cells else JOINED] += count
    return lines if all(apart(lines[key], count, forums, k) for key, count in cells.items()) else None


def _table(dimension, cells, persons) -> dict:
    labels = _labels(dimension, cells)
    return {
        "name": dimension,
        "rows": [
            {
                "key": key,
                "ar": arabic,
                "en": english,
                "count": cells[key],
                "persons": None if persons is None else persons[key],
            }
            for key, (arabic, english) in labels.items()
            if cells.get(key)
        ],
        "overlaps": False,
    }


def _labels(dimension, cells) -> dict[str, tuple[str, str]]:
    if dimension == "sex":
        labels = {sex.value: both(SEX_LABELS[sex.value]) for sex in Sex}
    elif dimension == "age_band":
        labels = {key: both(label) for key, label in AGE_LABELS.items()}
    else:
        model, order = (Category, "position") if dimension == "category" else (Place, "code")
        labels = {row.code: names(row) for row in model.objects.filter(code__in=list(cells)).order_by(order)}
    # A key that no list knows any more keeps its own name rather than vanish from the sum.
    labels |= {key: (key, key) for key in sorted(cells) if key not in {*labels, NOT_RECORDED, JOINED}}
    return labels | {NOT_RECORDED: both(NOT_RECORDED_LABEL), JOINED: both(JOINED_LABEL)}


def _key(row, dimension) -> str:
    value = row[f"of_{dimension}"] or NOT_RECORDED
    return age_group(value) if dimension == "age_band" else value


def _merged() -> tuple[dict[int, int], dict[int, str]]:
    """(who was merged into whom, the sex of those who stand for others)."""
    heads = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    return heads, dict(Person.objects.filter(pk__in=set(heads.values())).values_list("pk", "sex"))
