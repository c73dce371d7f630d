"""The list of institutions: as a tree, or narrowed by any spelling, kind and place."""

from collections import defaultdict
from dataclasses import dataclass

from common.arabic import fold, fold_bare
from participants.models import Institution, Place


@dataclass(frozen=True)
class Branch:
    """One line: the body, and how many stand above it in the tree; 0 in a narrowed list."""

    institution: Institution
    depth: int = 0


def branches(
    *, text: str = "", kind: str = "", place: Place | None = None, archived: bool = False
) -> list[Branch]:
    """Those in use, or those that are archived; two queries at most. Nobody's reading of it depends on who reads."""
    rows = Institution.objects.select_related("parent", "place__parent").filter(
        archived_at__isnull=not archived
    )
    rows = sorted(rows, key=lambda row: (row.name, row.pk))
    if not (text or kind or place or archived):
        return _as_tree(rows)
    if kind:
        rows = [row for row in rows if row.kind == kind]
    if place:
        rows = [row for row in rows if row.place and place.pk in (row.place_id, row.place.parent_id)]
    if text:
        asked = [words for words in (fold(text).split(), fold_bare(text).split()) if words]
        rows = [row for row in rows if any(_has(row, words) for words in asked)]
    return [Branch(row) for row in rows]


def _as_tree(rows) -> list[Branch]:
    """Each body before its parts; one whose parent is archived stands at the root."""
    here, parts = {row.pk for row in rows}, defaultdict(list)
    for row in rows:
        parts[row.parent_id if row.parent_id in here else None].append(row)
    found, waiting = [], [(row, 0) for row in reversed(parts[None])]
    while waiting:
        row, depth = waiting.pop()
        found.append(Branch(row, depth))
        waiting += [(part, depth + 1) for part in reversed(parts[row.pk])]
    return found


def _has(row, words) -> bool:
    """Whether one of its names or spellings, with those of its place, holds every word."""
    place = " ".join(row.place.keys) if row.place else ""
    return any(
        all(word in f"{key} {place}" for word in words) for key in (*row.folded.split("\n"), fold(row.code))
    )
