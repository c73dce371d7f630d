"""The rows of a sheet as a page shows them: some at a time, nothing of anybody whom the reader may not see."""

import json
from dataclasses import dataclass, field

from django.utils.translation import gettext

from participants.models import ImportRow, SheetImport
from participants.services.imports.cells import Problem
from participants.services.imports.content import Content
from participants.services.imports.kinds import kind_of, label_of
from participants.services.imports.wording import Words

Verdict, Chosen = ImportRow.Verdict, ImportRow.Chosen


@dataclass
class Candidate:
    """Somebody who may be meant."""

    public_id: str
    name: str
    words: str
    score: float
    why: str


@dataclass
class ShownRow:
    """One row: its number in the sheet, its cells by column, what it would do."""

    row: ImportRow
    number: int
    title: str
    cells: list[tuple[str, str]]
    problems: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    twin: int | None = None
    like: str = ""
    known: tuple[str, str] | None = None

    @property
    def tone(self) -> str:
        """Of the chip of the verdict."""
        tones = {Verdict.NEW: "ok", Verdict.CHANGED: "prog", Verdict.DOUBTFUL: "open", Verdict.WRONG: "late"}
        return tones.get(self.row.verdict, "plain")

    @property
    def choice(self) -> str:
        """What stands in the select."""
        return str(self.row.target) if self.row.chosen == Chosen.THIS else self.row.chosen

    @property
    def options(self) -> list[tuple[str, str]]:
        """What may be decided about it; the first is as found."""
        verdict = self.row.verdict
        if verdict == Verdict.WRONG:
            return []
        new, skip = (Chosen.NEW, gettext("A new entry")), (Chosen.SKIP, gettext("Leave out"))
        if verdict == Verdict.DOUBTFUL:
            people = [(one.public_id, _named(one.name, one.words)) for one in self.candidates]
            return [("", gettext("to be decided")), *people, new, skip]
        if verdict == Verdict.NEW:
            # Known already, and only the line of a list is new.
            return [("", gettext("Take in")), *([new] if self.row.person_id else []), skip]
        if verdict == Verdict.CHANGED:
            return [("", gettext("Take in")), new, skip]
        return [("", gettext("as it is")), new]


def shown_rows(*, user, sheet: SheetImport, rows: list[ImportRow]) -> list[ShownRow]:
    """These few (a page)."""
    kind, content = kind_of(sheet), Content.of(sheet)
    labels = {one.key: label_of(one) for one in kind.fields}
    found = [(row, json.loads(row.findings or "{}")) for row in rows]
    ids = {str(row.target) for row in rows if row.target}
    ids |= {one[0] for _row, kept in found for one in kept.get("meant", [])}
    names = kind.names_of(user=user, ids=ids) if ids else {}
    page = _Page(sheet, content, kind, labels, names, Words())
    return [_shown(row, kept, page) for row, kept in found]


@dataclass(frozen=True)
class _Page:
    """What the rows of a page have in common."""

    sheet: SheetImport
    content: Content
    kind: object
    labels: dict
    names: dict
    words: Words


def _shown(row, kept, page):
    content, kind, names = page.content, page.kind, page.names
    cells = content.rows[row.place] if row.place < len(content.rows) else []
    by_field = {name: cells[place] for name, place in page.sheet.columns.items() if place < len(cells)}
    title = next((by_field[name] for name in kind.titles if by_field.get(name)), "")
    shown = [
        (page.labels[one.key], "••••" if one.key in kind.hidden else by_field[one.key])
        for one in kind.fields
        if by_field.get(one.key) and by_field[one.key] != title
    ]
    numbers = content.numbers
    twin = kept.get("twin")
    known = names.get(str(row.target)) if row.target else None
    result = ShownRow(
        row=row,
        number=numbers[row.place] if row.place < len(numbers) else row.place + 1,
        title=title,
        cells=shown,
        twin=numbers[twin] if twin is not None and twin < len(numbers) else None,
        like=gettext(kept["like"]) if kept.get("like") else "",
        known=known,
    )
    result.problems = [
        (page.labels.get(column, ""), Problem(column, code, params).words)
        for column, code, params in kept.get("problems", [])
    ]
    if known or not row.target:
        result.changes = [
            (_label(page.labels, name), page.words.of(name, old), page.words.of(name, new))
            for name, old, new in kept.get("changes", [])
        ]
    result.candidates = [
        Candidate(public_id, *names[public_id], score, gettext(why))
        for public_id, score, why in kept.get("meant", [])
        if public_id in names
    ]
    return result


def _label(labels, name):
    return labels.get(name) or gettext("Programme")


def _named(name, words):
    return f"{name} – {words}" if words else name
