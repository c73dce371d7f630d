"""Everything that the documents say of categories as equations, and what follows from them of lines that were left out.

The attacker knows the list of categories, at which approval of the minutes each document was made, and which forums lie in
a period: more than any donor is told.
"""

import math
from dataclasses import dataclass
from itertools import combinations

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
        least, most_of_it = solved.bounds(unknowns)
        low, high = (
            math.ceil(least - 1e-6),
            math.inf if math.isinf(most_of_it) else math.floor(most_of_it + 1e-6),
        )
        assert low <= amount <= high, f"{name} is {amount}, not in {low} … {high}"
        found.asked += 1
        found.narrow += high - low < history.k - 1
        if low == high:
            found.exact += 1
            told.append(f"{name} = {amount}")
    return found, told


def _equations(history, found) -> Equations:
    equations = Equations()
    for _kind, _audience, counted, figures in history.told:
        of = {key: [(*where, key) for where in counted] for key in history.keys}
        everybody = [one for unknowns in of.values() for one in unknowns]
        if figures["attendances"] is not None:
            equations.add(everybody, figures["attendances"])
        found.tables += 1
        table = figures["by_category"]
        true = {key: sum(counts[key] for counts in counted.values()) for key in history.keys}
        found.lines += sum(number > 0 for number in true.values())
        if table is None:
            found.withheld += 1
            found.hidden += sum(number > 0 for number in true.values())
            continue
        lines = {row["key"]: row["count"] for row in table["rows"]}
        rest = [key for key in history.keys if key not in lines]
        found.hidden += sum(true[key] > 0 for key in rest)
        for key, number in lines.items():
            if key != JOINED:
                equations.add(of[key], number)
        equations.add([one for key in rest for one in of[key]], lines.get(JOINED, 0))
    return equations


def _targets(history):
    """(name, unknowns, true number) of every small count: one key or several, of one forum or of several."""
    wheres = {}
    for _kind, _audience, counted, _figures in history.told:
        wheres |= counted
    groups = [group for size in (1, 2, 3) for group in combinations(wheres, size)]
    # Of one forum at one time only: two of its approvals added up are no group of people.
    groups = [group for group in groups if len({forum for forum, _revision in group}) == len(group)]
    chosen = [keys for size in range(1, len(history.keys) + 1) for keys in combinations(history.keys, size)]
    for group in groups:
        for keys in chosen:
            amount = sum(wheres[where][key] for where in group for key in keys)
            if 0 < amount < history.k:
                yield f"{keys} of {group}", [(*where, key) for where in group for key in keys], amount
