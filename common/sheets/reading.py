"""One handed-in sheet as headers and rows of text."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from .measuring import measure
from .refusals import SheetRefused

#: The child limits its own processor time to less; on a busy machine it may wait for its turn.
SECONDS = 40
_CHILD = Path(__file__).parent / "child"
#: Among so many filled rows at the top a header is looked for.
_TOP = 10
_TAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")


@dataclass(frozen=True)
class Sheet:
    """A header and the filled rows under it, all cells text as written, blanks around them taken off.

    Digits stay as they are, dates are ISO (2024-03-31). A formula is its result. Our own exports defuse what looks
    like a formula: `undefuse` undoes it.
    """

    headers: list[str]
    rows: list[list[str]]
    #: the number of each row as the spreadsheet program shows it
    row_numbers: list[int] = field(default_factory=list)
    #: the HXL tags under the header ("#org+name"), one a column, "" where none; no tag row: an empty list
    tags: list[str] = field(default_factory=list)
    #: lines above the header: a title, who asked for it
    title: list[str] = field(default_factory=list)
    header_row: int = 1
    kind: str = "xlsx"
    #: of text in columns
    encoding: str | None = None
    delimiter: str | None = None
    #: of a workbook: the sheet that was read, and how many visible ones were not
    sheet_name: str = ""
    other_sheets: int = 0


def read_sheet(content: bytes, name: str) -> Sheet:
    """What a file of this name holds: of a workbook its first visible sheet that holds something.

    Raises SheetRefused, and nothing else, for whatever bytes it is given.
    """
    kind = measure(content, name)
    about, numbered = _parsed(content, kind)
    if not numbered:
        raise SheetRefused("empty")
    width = max(len(cells) for _number, cells in numbered)
    for _number, cells in numbered:
        cells.extend([""] * (width - len(cells)))
    header = _header_place(numbered)
    headers, below = numbered[header][1], header + 1
    tags: list[str] = []
    if _tag_row(headers):
        tags = _plain_tags(headers)
    elif below < len(numbered) and _tag_row(numbered[below][1]):
        tags, below = _plain_tags(numbered[below][1]), below + 1
    return Sheet(
        headers=headers,
        rows=[cells for _number, cells in numbered[below:]],
        row_numbers=[number for number, _cells in numbered[below:]],
        tags=tags,
        title=[" ".join(filter(None, cells)) for _number, cells in numbered[:header]],
        header_row=numbered[header][0],
        kind=kind,
        **about,
    )


def _parsed(content, kind):
    """What the child says of the file, and its filled rows with their numbers."""
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-I", str(_CHILD), kind],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SheetRefused("too_much") from error
    # Lines end where the child ended them: the text itself may hold other separators.
    said = done.stdout.decode("utf-8", "replace").split("\n")
    try:
        about = json.loads(said[0])
    except ValueError as error:
        # Ended by its limits, before it could say so.
        raise SheetRefused("too_much") from error
    if "refused" in about:
        raise SheetRefused(about["refused"])
    return about, [json.loads(line) for line in said[1:] if line]


def _header_place(numbered):
    """Above a row of tags; else the first row, past lines that fill one cell while a wider row follows."""
    top = [cells for _number, cells in numbered[:_TOP]]
    for place, cells in enumerate(top):
        if _tag_row(cells):
            return max(place - 1, 0)
    wide = [sum(1 for cell in cells if cell) > 1 for cells in top]
    first = wide.index(True) if True in wide else 0
    # Where wide rows are the exception, the sheet has one column.
    return first if sum(wide) * 2 >= len(wide) - first else 0


def _plain_tags(cells):
    return [tag if _TAG.fullmatch(tag := _plain(cell)) else "" for cell in cells]


def _plain(cell):
    return re.sub(r"\s", "", cell).lower()


def _tag_row(cells):
    """As HXL says: at least half of what is filled are tags."""
    filled = [cell for cell in cells if cell]
    tags = sum(1 for cell in filled if _TAG.fullmatch(_plain(cell)))
    return tags > 0 and tags * 2 >= len(filled)
