"""An attacker who knows the rules themselves: of all worlds that would have given the same documents, do any two differ?

Every world of a few forums and categories with counts up to a limit is told of in several orders, by the functions that
tell of real ones, words about what is withheld included. Nothing small may be the same in all worlds of one answer. The
rules are the same whatever the limit of small counts, so that a lower one leaves room for more forums and categories.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product

import pytest

from reports.projection.donor import counts as counts_module
from reports.projection.donor import people as forum_people
from reports.projection.donor.earlier import Earlier
from reports.projection.period import people as period_people

#: what leaves, in its order: a forum's report, or the period's
ORDERS = (
    ("A",),
    ("A", "period"),
    ("period", "A"),
    ("A", "B", "period"),
    ("A", "period", "B"),
    ("period", "A", "B", "period"),
)
OF_THREE = (("A", "period"), ("A", "B", "period"), ("A", "B", "C", "period"), ("A", "period", "B", "C"))


@dataclass(frozen=True)
class Size:
    """How large the worlds are. `most` are in one forum; a period is judged up to as many, so that no count is known by
    being the highest."""

    limit: int
    forums: str
    keys: str
    most: int

    def worlds(self):
        """Each of them: forum → counts."""
        cells = product(range(self.most + 1), repeat=len(self.keys))
        crowds = [crowd for crowd in cells if sum(crowd) <= self.most]
        for chosen in product(crowds, repeat=len(self.forums)):
            yield dict(zip(self.forums, chosen, strict=True))


TWO, MORE_KEYS, THREE = Size(5, "AB", "xy", 13), Size(3, "AB", "xyz", 8), Size(3, "ABC", "xy", 7)


class Programme:
    """As much of a forum as is asked here."""

    small_count = 0


class Forum:
    """With who came."""

    programme = Programme

    def __init__(self, counts):
        self.counts = counts


class Crowd:
    """All forums, counted by category; nobody was there twice."""

    knows_persons = True

    def __init__(self, by):
        self.by = by
        self.total = sum(counts.total() for counts in by.values())
        self.persons = {name: Counter() for name in period_people.TABLES}

    def counts(self, dimension, forums=None):
        """Of category; the other dimensions tell nothing here."""
        if dimension != "category":
            return Counter()
        added = sum((self.by[name] for name in (self.by if forums is None else forums)), Counter())
        return Counter({key: count for key, count in added.items() if count})


@pytest.fixture(autouse=True)
def _without_a_database(monkeypatch):
    def rows(cells):
        return {"rows": [{"key": key, "count": count} for key, count in sorted(cells.items())]}

    def count(forum, dimension):
        counts = forum.counts if dimension == "category" else Counter()
        return sum(forum.counts.values()), Counter({key: n for key, n in counts.items() if n})

    monkeypatch.setattr(forum_people, "_count", count)
    monkeypatch.setattr(forum_people, "_target", lambda forum, dimension: None)
    monkeypatch.setattr(forum_people, "category_rows", rows)
    monkeypatch.setattr(
        period_people,
        "_table",
        lambda dimension, cells, persons: {
            "rows": [{"key": key, "count": n, "persons": None} for key, n in sorted(cells.items())]
        },
    )


def tell(by, order):
    """All that the documents say, as one value."""
    told, periods, said = defaultdict(list), [], []
    for what in order:
        if what == "period":
            before = Earlier.__new__(Earlier)
            before._forums, before._periods, before.overlaps = told, list(periods), False
            codes = {name: name for name in by}
            figures = period_people.project_people(Crowd(by), codes=codes, small_count=0, earlier=before)
            periods.append(figures)
        else:
            left = forum_people.Left(tuple(told[what]), (), bool(periods))
            figures = forum_people.project_people(Forum(by[what]), shows_totals=False, left=left)
            told[what].append(figures)
        table = figures["by_category"]
        lines = None if table is None else tuple((row["key"], row["count"]) for row in table["rows"])
        said.append((figures["attendances"], lines, tuple(figures["withheld"])))
    return tuple(said)


def measures(world):
    """Name → number, of everything that could be small: cells, forums, categories of all forums."""
    for name, counts in world.items():
        yield name, sum(counts)
        yield from ((f"{name}.{place}", number) for place, number in enumerate(counts))
    yield from (
        (f"all.{place}", sum(column)) for place, column in enumerate(zip(*world.values(), strict=True))
    )


def given_away(size, order, record_property):
    """(what, the documents) of every small count that is the same in all worlds of one answer."""
    answers = defaultdict(list)
    for world in size.worlds():
        by = {name: Counter(dict(zip(size.keys, counts, strict=True))) for name, counts in world.items()}
        answers[tell(by, order)].append(dict(measures(world)))
    record_property("T4 worlds told of", sum(map(len, answers.values())))
    found = [
        (name, said)
        for said, worlds in answers.items()
        if all((total or 0) <= size.most for total, _lines, _withheld in said)
        for name, number in worlds[0].items()
        if 0 < number < size.limit and all(world[name] == number for world in worlds)
    ]
    record_property("T4 small counts that the rules give away", len(found))
    return found


@pytest.mark.turns(2)
@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_nothing_small_is_the_same_in_all_worlds_that_tell_the_same(order, record_property):
    assert given_away(TWO, order, record_property) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "order"), [*((MORE_KEYS, order) for order in ORDERS), *((THREE, order) for order in OF_THREE)]
)
def test_nor_with_more_categories_and_more_forums(size, order, record_property, monkeypatch):
    monkeypatch.setattr(counts_module, "LOWEST", size.limit)
    assert given_away(size, order, record_property) == []
