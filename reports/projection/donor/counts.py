"""Small counts (protection.md, rule 4): pure functions over {key: count}."""

from collections.abc import Iterable, Mapping

#: key of the line into which small ones are joined
JOINED = "~"
#: a programme may hide more, never less
LOWEST = 5
#: No public number of people is smaller.
PUBLIC_LEAST = 10


def threshold(small_count: int) -> int:
    """The programme's own limit, or the lowest that any has."""
    return max(small_count, LOWEST)


def publishable(counts: Mapping[str, int], k: int) -> dict[str, int] | None:
    """The table with every line under `k` joined into one, and further ones until that reaches `k` too.

    The smallest of those that could stand alone give way first. None where only the joined line would be left:
    the table is withheld. The sum stays the same, and no line, nor the sum without some of them, is in 1 … k-1. A line
    that is joined already stays joined.
    """
    kept = {key: count for key, count in counts.items() if count >= k and key != JOINED}
    lines = [count for key, count in counts.items() if 0 < count < k and key != JOINED]
    small = sum(lines) + counts.get(JOINED, 0)
    if not small:
        return kept
    # Whoever knows how this is done knows lines that are all as large as small ones can be: one more gives way.
    gives_away = small == len(lines) * (k - 1)
    while kept and (small < k or gives_away):
        # All of the same number together: which of them stood alone would tell by its place in the list.
        least = min(kept.values())
        small += sum(count for count in kept.values() if count == least)
        kept = {key: count for key, count in kept.items() if count > least}
        gives_away = False
    return {**kept, JOINED: small} if kept else None


def total_survives(total: int, earlier: Iterable[int | None], k: int) -> bool:
    """Whether the total may be shown beside those that have left already: no difference of 1 … k-1."""
    return all(old is None or not 0 < abs(total - old) < k for old in earlier)


def table_survives(
    cells: Mapping[str, int] | None, earlier: Iterable[Mapping[str, int] | None], k: int
) -> bool:
    """The same for a table, line by line. Other lines than before cannot be compared safely: it does not survive."""
    for old in earlier:
        if cells is None or old is None:
            continue
        if set(cells) != set(old) or any(0 < abs(cells[key] - old[key]) < k for key in cells):
            return False
    return True
