"""What changed between two states of the minutes: row by row, and word by word inside of a row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from common.comparing import Change, Piece, compare_rows, compare_words
from forums.record.sheet import Sheet


@dataclass(frozen=True)
class Compared:
    """One row of both states. `head` and `body` are the pieces of its label and its text."""

    change: Change
    head: list[Piece]
    body: list[Piece]
    #: of the text, for its `lang`; empty for a text of the portal
    language: str = ""
    #: its place in the older and in the newer list, from 1; 0 where it is not
    was: int = 0
    now: int = 0

    @property
    def is_altered(self) -> bool:
        """Whether anything is to be seen."""
        return self.change != Change.SAME or any(
            piece.change != Change.SAME for piece in (*self.head, *self.body)
        )


@dataclass(frozen=True)
class Gap:
    """Rows one after the other of which nothing changed."""

    unchanged: int


@dataclass(frozen=True)
class Section:
    """One list of the minutes. `rows` are those that changed, with gaps between them."""

    title: str
    rows: list[Compared | Gap]
    #: how many rows were added, removed, moved, or changed in their words
    altered: int


def compare_sheets(old: Sheet, new: Sheet) -> list[Section]:
    """The lists in which anything changed."""
    found = [
        _section(gettext("The meeting"), old.facts, new.facts, lambda row: (row.label, row.text)),
        _section(gettext("What was said"), old.outputs, new.outputs, _of_output),
        _section(
            gettext("Attendance list"), old.people, new.people, lambda row: (row.name, " · ".join(row.about))
        ),
        _section(gettext("Counted without names"), old.totals, new.totals, lambda row: (row.label, row.text)),
        _section(gettext("Thanks"), old.thanks, new.thanks, lambda row: (row.label, row.text)),
    ]
    return [section for section in found if section.altered]


def _of_output(row) -> tuple[str, str]:
    return " · ".join(row.about), f"{row.text}\n{row.translation}".strip()


def _section(title, old: Sequence, new: Sequence, told: Callable) -> Section:
    before, after = ({row.key: row for row in rows} for rows in (old, new))
    places = [{row.key: number for number, row in enumerate(rows, 1)} for rows in (old, new)]
    compared = []
    for key, change in compare_rows(list(before), list(after)):
        head, body = zip(_told(before.get(key), told), _told(after.get(key), told), strict=True)
        row = after.get(key) or before[key]
        was, now = (found.get(key, 0) for found in places)
        language = getattr(row, "language", "")
        compared.append(Compared(change, compare_words(*head), compare_words(*body), language, was, now))
    altered = sum(row.is_altered for row in compared)
    return Section(title, _with_gaps(compared), altered)


def _told(row, told) -> tuple[str, str]:
    return told(row) if row is not None else ("", "")


def _with_gaps(compared) -> list[Compared | Gap]:
    shown: list[Compared | Gap] = []
    for row in compared:
        if row.is_altered:
            shown.append(row)
        elif shown and isinstance(shown[-1], Gap):
            shown[-1] = Gap(shown[-1].unchanged + 1)
        else:
            shown.append(Gap(1))
    return shown
