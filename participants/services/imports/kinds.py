"""What a kind of sheet knows: its columns, what a row would do, how rows are written and taken back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.module_loading import import_string
from django.utils.translation import get_language

from common.sheets import Field
from participants.models import ImportRow, SheetImport
from participants.services.imports.cells import Problem

Verdict = ImportRow.Verdict


@dataclass(frozen=True)
class Change:
    """One field of somebody known, in words of the list (codes for rows of lists); empty where nothing is to be shown."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Meant:
    """Somebody who may be meant: public id, likeness of 100, and why as it is written in English."""

    public_id: str
    score: float
    why: str


@dataclass
class Finding:
    """What a row would do."""

    verdict: str
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    meant: list[Meant] = field(default_factory=list)
    #: place of the earlier row that says the same; or nearly the same, and then why, as it is written in English
    twin: int | None = None
    like: str = ""
    person_id: int | None = None
    target: object = None
    seen: int | None = None


@dataclass
class Planned:
    """A row that is to be written: `values` as they were read, `is_new` whether something is created by it."""

    row: ImportRow
    values: dict
    is_new: bool


@dataclass
class Staying:
    """Something that an undoing leaves, and why (a code of `undoing.REASONS`)."""

    row: ImportRow
    reason: str
    #: label of the model («forums.Attendance») of which rows hang on it
    what: str = ""


class Kind(Protocol):
    """One kind of sheet. A run asks `look` or `write` once, for all rows together."""

    fields: tuple[Field, ...]
    #: fields of which no page shows what stands in them
    hidden: frozenset[str]
    #: fields of which the first that is filled names a row
    titles: tuple[str, ...]

    def require(self, *, actor, sheet) -> None:
        """Raise PermissionDenied unless the actor may write all that the sheet's columns hold."""

    def look(self, *, actor, sheet, rows: list[dict], step: Callable[[int], None]) -> list[Finding]:
        """What each row (field → cell) would do; `step` is told how many were looked at."""

    def read(self, *, actor, sheet, rows: list[dict]) -> list[tuple[dict, list[Problem]]]:
        """The values of the rows, as `look` reads them."""

    def write(self, *, actor, sheet, planned: list[Planned]) -> None:
        """Write them in the caller's transaction and set act, person, target, seen and before of their rows.

        Raises `applying.Overtaken` where something is not as it was looked at.
        """

    def take_back(self, *, actor, sheet, rows: list[ImportRow]) -> list[Staying]:
        """Take back what is as the import left it, in the caller's transaction; the rest stays."""

    def names_of(self, *, user, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Public id → (name, what tells apart), of what the reader may write."""


def label_of(field: Field) -> str:
    """What a column is called in the reader's language."""
    return field.ar if (get_language() or "ar").startswith("ar") else field.en


#: key → dotted path of the class
_kinds: dict[str, str] = {}


def register_kind(key: str, path: str) -> None:
    """Add a kind by the path of its class; called once, from an app's `ready`.

    A path, since what reads and matches sheets takes 5 MB that only those processes need which meet a sheet.
    """
    _kinds[key] = path


def kind_of(sheet: SheetImport) -> Kind:
    """Of this sheet."""
    return kind_named(sheet.kind)


def kind_named(key: str) -> Kind:
    """By its key. Raises KeyError."""
    return import_string(_kinds[key])()
