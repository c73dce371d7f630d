"""Two texts compared word by word, and two lists row by row: pure functions; how it looks is for pages to say."""

import re
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: A word with its vowel signs and tatweel, which are no letters to `\w`; or one sign; or a run of blanks.
_TOKEN = re.compile(r"[\w\u0610-\u061a\u0640\u064b-\u065f\u0670]+|\s+|[^\w\s]")


class Change(StrEnum):
    """What became of a word or a row."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """A run of words with one fate. Those of a text are SAME, REMOVED or ADDED; what was replaced comes before its successor."""

    change: Change
    text: str


def compare_words(old: str, new: str) -> list[Piece]:
    """The new text with what went and what came in its place. The pieces that are not ADDED make `old`, those not REMOVED `new`.

    Whole words: one letter or one vowel sign more is another word. A lone blank between two changed words belongs to them.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for tag, i, j, k, m in _joined(
        SequenceMatcher(None, before, after, autojunk=False).get_opcodes(), before
    ):
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(before[i:j])))
            continue
        if i < j:
            pieces.append(Piece(Change.REMOVED, "".join(before[i:j])))
        if k < m:
            pieces.append(Piece(Change.ADDED, "".join(after[k:m])))
    return pieces


def compare_rows(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[Hashable, Change]]:
    """Each row of both lists once, in the order of the new one; a row that went stands behind its old neighbour.

    As few rows as possible are MOVED: those without which the rest stands in its old order. Rows of a list differ.
    """
    place = {row: number for number, row in enumerate(old)}
    kept = [row for row in new if row in place]
    still = set(_longest_rising(kept, place))
    fates = [
        (row, Change.ADDED if row not in place else Change.SAME if row in still else Change.MOVED)
        for row in new
    ]
    present = set(new)
    for number, row in enumerate(old):
        if row in present:
            continue
        before = next((one for one in reversed(old[:number]) if one in still or one not in present), None)
        at = 0 if before is None else next(i for i, (one, _) in enumerate(fates) if one == before) + 1
        fates.insert(at, (row, Change.REMOVED))
    return fates


def _joined(opcodes, before):
    """Opcodes, with a lone blank between two changes taken into them: «two words» reads better than two times one."""
    merged: list[list] = []
    for tag, *span in opcodes:
        blank = tag == "equal" and "".join(before[span[0] : span[1]]).isspace()
        last = merged[-1] if merged else None
        if last and last[0] == "blank" and tag != "equal" and len(merged) > 1 and merged[-2][0] == "replace":
            _blank, _i, _j, _k, _m = merged.pop()
            merged[-1][2], merged[-1][4] = span[1], span[3]
        else:
            merged.append(["blank" if blank else tag, *span])
    return [("equal" if tag == "blank" else tag, *span) for tag, *span in merged]


def _longest_rising(rows, place) -> list:
    """A longest part of `rows` whose places rise, by patience sorting."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int | None] = []
    for index, row in enumerate(rows):
        at = bisect_left(tails, place[row])
        back.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [place[row]]
        ends[at : at + 1] = [index]
    found: list = []
    number: int | None = ends[-1] if ends else None
    while number is not None:
        found.append(rows[number])
        number = back[number]
    return found
