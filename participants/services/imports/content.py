"""The cells of a sheet as they are kept: encrypted, as JSON in letters that erasing a person finds."""

import hashlib
import json
from dataclasses import dataclass, field

from participants.models import SheetImport


@dataclass
class Content:
    """What was read. `numbers`: of each row as a spreadsheet program shows it; `about`: how it was read."""

    headers: list[str]
    tags: list[str]
    rows: list[list[str]]
    numbers: list[int]
    about: dict = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: SheetImport) -> "Content":
        """What is still kept of the cells; nothing once they are gone."""
        kept = json.loads(sheet.content) if sheet.content else {}
        return cls(
            kept.get("headers", []),
            kept.get("tags", []),
            kept.get("rows", []),
            kept.get("numbers", []),
            kept.get("about", {}),
        )

    def packed(self) -> str:
        """For the column of the sheet."""
        return json.dumps(vars(self), ensure_ascii=False, separators=(",", ":"))

    def digest(self) -> str:
        """SHA-256 of what the sheet says: saved once more by another program it is the same sheet."""
        said = json.dumps([self.headers, self.tags, self.rows], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def cells(self, columns: dict[str, int]) -> list[dict[str, str]]:
        """Each row as field → cell, of the fields that have a column; {} for a row whose cells are gone."""
        return [
            {name: row[place] for name, place in columns.items() if place < len(row)} for row in self.rows
        ]

    def without(self, places: set[int]) -> "Content":
        """The same with these rows emptied: their cells are needed no more."""
        rows = [[] if place in places else row for place, row in enumerate(self.rows)]
        return Content(self.headers, self.tags, rows, self.numbers, self.about)
