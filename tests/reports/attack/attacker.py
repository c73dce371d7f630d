"""Everything that the documents say of categories, and of sex, age or district, as equations, and what follows from them of lines that were left out.

The attacker knows the lists of keys, at which approval of the minutes each document was made, and which forums lie in
a period: more than any donor is told.
"""

from dataclasses import dataclass
from itertools import combinations, product

from reports.models import Report
from reports.projection.donor.counts import JOINED
from tests.reports.attack.solver import Equations


@dataclass
class Found:
    """What came out: small counts that were asked about, those recovered, tables that left and that were withheld."""

    asked: int = 0
    exact: int = 0
    narrow: int = 0
    tables: int = 0
    withheld: int = 0
    lines: int = 0
    hidden: int = 0

    def __add__(self, other):
        return Found(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def attack(history, rng, most=40) -> tuple[Found, list[str]]:
    """(figures, each small count that is recovered exactly, with how)."""
    found, told = Found(), []
    solved = _equations(history, found).solve()
    targets = list(_targets(history))
    for name, unknowns, amount in targets if len(targets) <= most else rng.sample(targets, most):
        low, high = solved.whole_bounds(unknowns)
        assert low <= amount <= high, f"{name} is {amount}, not in {low} … {high}"
        found.asked += 1
        found.narrow += high - low < history.k - 1
        if low == high:
            found.exact += 1
            told.append(f"{name} = {amount}")
    return found, told


def _equations(history, found) -> Equations:
    equations = Equations()
    for kind, _audience, counted, figures in history.told:
        for where in counted:
            # Both dimensions count the same people.
            one, other = (_unknowns([where], name, keys) for name, keys in history.keys.items())
            equations.add(one, less=other)
        for dimension, keys in history.keys.items():
            if figures["attendances"] is not None:
                equations.add(_unknowns(counted, dimension, keys), figures["attendances"])
            # A forum is told of by the other dimension only where its manager decided so, at any size.
            if dimension == "category" or kind == Report.Kind.PERIOD:
                _add_table(equations, found, counted, dimension, keys, figures[f"by_{dimension}"])
    return equations


def _add_table(equations, found, counted, dimension, keys, table):  # noqa: PLR0917
    found.tables += 1
    true = {key: sum(counts[dimension][key] for counts in counted.values()) for key in keys}
    found.lines += sum(number > 0 for number in true.values())
    if table is None:
        found.withheld += 1
        found.hidden += sum(number > 0 for number in true.values())
        return
    lines = {row["key"]: row["count"] for row in table["rows"]}
    rest = [key for key in keys if key not in lines]
    found.hidden += sum(true[key] > 0 for key in rest)
    for key, number in lines.items():
        if key != JOINED:
            equations.add(_unknowns(counted, dimension, [key]), number)
    equations.add(_unknowns(counted, dimension, rest), lines.get(JOINED, 0))


def _unknowns(wheres, dimension, keys):
    return [(*where, dimension, key) for where in wheres for key in keys]


def _targets(history):
    """(name, unknowns, true number) of every small count: one key or several, of one forum or of several."""
    wheres = {}
    for _kind, _audience, counted, _figures in history.told:
        wheres |= counted
    groups = [group for size in (1, 2, 3) for group in combinations(wheres, size)]
    # Of one forum at one time only: two of its approvals added up are no group of people.
    groups = [group for group in groups if len({forum for forum, _revision in group}) == len(group)]
    for group, (dimension, keys) in product(groups, history.keys.items()):
        chosen = [some for size in range(1, len(keys) + 1) for some in combinations(keys, size)]
        for some in chosen:
            amount = sum(wheres[where][dimension][key] for where in group for key in some)
            if 0 < amount < history.k:
                yield f"{dimension} {some} of {group}", _unknowns(group, dimension, some), amount
