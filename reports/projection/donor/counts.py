"""Small counts (protection.md, rule 4): pure functions over {key: count}."""

from collections.abc import Iterable, Mapping

#: key of the line into which small ones are joined
JOINED = "~"
#: a programme may hide more, never less
LOWEST = 5


def threshold(small_count: int) -> int:
    """The programme's own limit, or the lowest that any has."""
    return max(small_count, LOWEST)


def publishable(counts: Mapping[str, int], k: int) -> dict[str, int] | None:
    """The table with every line under `k` joined into one, and further ones until that reaches `k` too.

    The smallest of those that could stand alone gives way first. None where only the joined line would be left:
    the table is withheld. The sum stays the same, and no line, nor the sum without some of them, is in 1 … k-1.
    """
    kept = {key: count for key, count in counts.items() if count >= k}
    small = sum(count for count in counts.values() if 0 < count < k)
    if not small:
        return kept
    while small < k and kept:
        gives_way = min(kept, key=lambda key: (kept[key], key))
        small += kept.pop(gives_way)
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
