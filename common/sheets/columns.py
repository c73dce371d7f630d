"""Which column of a sheet is which field: by HXL tag, by Arabic or English header, by a synonym."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from common.arabic import fold_bare

_ASIDE = re.compile(r"[(\[（][^)\]）]*[)\]）]")
_PARTS = re.compile(r"[/|\n\r–—]|\s-\s")


@dataclass(frozen=True)
class Field:
    """A field that a column may hold, by all names that people give it."""

    key: str
    ar: str
    en: str
    synonyms: tuple[str, ...] = ()
    #: HXL patterns: "#org+name" takes every tag #org that has +name among its attributes
    tags: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Matching:
    """Field → place of its column, and what was not clear."""

    columns: dict[str, int] = field(default_factory=dict)
    #: places of columns that no field knows, with their headers; a nameless column with "" as header
    unknown: dict[int, str] = field(default_factory=dict)
    #: field → the places of all columns that claim it; `columns` holds the first
    doubled: dict[str, list[int]] = field(default_factory=dict)
    #: required fields without a column
    missing: list[str] = field(default_factory=list)

    def value(self, row: Sequence[str], key: str) -> str:
        """The cell of that field in a row; "" where the sheet has no such column."""
        place = self.columns.get(key)
        return "" if place is None or place >= len(row) else row[place]


def match_columns(headers: Sequence[str], tags: Sequence[str], fields: Iterable[Field]) -> Matching:
    """Match the columns of a sheet with fields.

    Headers meet names in any spelling (`fold_bare` without spaces), with or without what stands in brackets, one
    language or both («الاسم / Name»). A tag outweighs a header. Raises ValueError where two fields share a name.
    """
    fields = list(fields)
    names = _names(fields)
    claims: dict[str, list[int]] = {}
    unknown = {}
    for place, header in enumerate(headers):
        tag = tags[place] if place < len(tags) else ""
        key = _by_tag(tag, fields) or _by_header(header, names)
        if key is None:
            unknown[place] = header
        else:
            claims.setdefault(key, []).append(place)
    return Matching(
        columns={key: places[0] for key, places in claims.items()},
        unknown=unknown,
        doubled={key: places for key, places in claims.items() if len(places) > 1},
        missing=[each.key for each in fields if each.required and each.key not in claims],
    )


def _key(text):
    return fold_bare(text).replace(" ", "")


def _names(fields):
    names: dict[str, str] = {}
    for each in fields:
        for name in (each.key, each.ar, each.en, *each.synonyms):
            key = _key(name)
            if key and names.setdefault(key, each.key) != each.key:
                raise ValueError(f"{names[key]} and {each.key} share the name {name!r}")
    return names


def _by_header(header, names):
    for text in (header, _ASIDE.sub(" ", header)):
        if key := names.get(_key(text)):
            return key
    # Both languages, or a hint, in one cell: one field alone may be meant.
    found = {names[key] for part in _PARTS.split(_ASIDE.sub(" ", header)) if (key := _key(part)) in names}
    return found.pop() if len(found) == 1 else None


def _by_tag(tag, fields):
    """The field whose pattern takes the tag and asks the most of it."""
    name, *attributes = tag.split("+")
    best, asked = None, -1
    for each in fields:
        for pattern in each.tags:
            wanted, *needed = pattern.lower().replace(" ", "").split("+")
            if name and wanted == name and set(needed) <= set(attributes) and len(needed) > asked:
                best, asked = each.key, len(needed)
    return best
