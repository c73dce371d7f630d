"""Whether persons, each counted once, may stand beside the attendances of a period and the tables of its forums.

Pure functions over counts: groups of people who came again, did not come each time, or did not come to some forum are
nobody or enough (protection.md, rule 4).
"""

from collections.abc import Mapping

from reports.projection.donor.counts import JOINED

Lines = Mapping[str, int]


def apart(persons: int, attendances: int, forums: int, k: int) -> bool:
    """Whether neither the persons, nor those who came again, nor those who did not come each time are few.

    Who came to all of so many forums but to one is missing once: at the least k persons are missing.
    """
    again, missing = attendances - persons, forums * persons - attendances
    least = ((persons, k), (again, k), (missing, k * (forums - 1)))
    return all(count == 0 or count >= fewest for count, fewest in least)


def apart_from_forums(persons: Lines, cells: Lines, tables: Mapping[str, Lines], forums: int, k: int) -> bool:
    """Whether those who did not come to some forum are enough, wherever its lines are known or follow.

    `cells`: the period's attendances by line; `tables`: those of the forums of which they are known; `forums`: how many
    there are in all. Nobody is not enough: it says that whoever came to another forum came to this one, so that their
    lines can be taken from each other; unless nobody of that line came again. Where small lines were joined the
    difference of a line cannot be had, and is not risked.
    """
    if not tables or forums == 1:
        return True
    if any(JOINED in table for table in (cells, *tables.values())):
        return False
    return all(
        persons[key] - table.get(key, 0) >= k or table.get(key, 0) == persons[key] == count
        for table in _known(cells, tables, forums)
        for key, count in cells.items()
    )


def whole_apart(persons: Lines, counts: Lines, tables: Mapping[str, Lines], forums: int, k: int) -> bool:
    """Whether the number of all persons leaves enough of those who did not come to a forum, once the lines are taken off
    of which nobody came there. `persons` and `counts` are the true ones by line, of which no persons are told here.
    """
    if forums == 1:
        return True
    told = {code: table for code, table in tables.items() if JOINED not in table}
    for table in _known(counts, told, forums):
        elsewhere = sum(count for key, count in persons.items() if not table.get(key))
        if elsewhere and sum(persons.values()) - sum(table.values()) - elsewhere < k:
            return False
    return True


def _known(cells, tables, forums) -> list[Lines]:
    """The tables of forums, and that of the one which is left where all others are known."""
    known = list(tables.values())
    if known and len(known) == forums - 1:
        told = {key: sum(one.get(key, 0) for one in known) for key in cells}
        known.append({key: count - told[key] for key, count in cells.items()})
    return known
