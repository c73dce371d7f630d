"""Sheets that go out: row by row, all text defused, nothing on the disk.

Own writing, since openpyxl writes each sheet in clear to the disk before it packs it, also in its write-only mode: the
names of people would lie there.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .formulas import defuse

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
#: Excel's own limit for a cell, and a day on which nothing happened: a file tells nothing of when it was packed.
_MOST_CELL, _DAY = 32_767, (1980, 1, 1, 0, 0, 0)
_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: What XML cannot hold, and what Excel would read as an escape of its own.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: What a formula begins with, and the one blank that counts as printable.
_SIGNS = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20 ")
#: bytes that are handed on at once
_PIECE = 64 * 1024


@dataclass(frozen=True)
class Column:
    """A column of an export: its header in the reader's language, its HXL tag, how wide it is (characters)."""

    header: str
    tag: str
    width: int = 16


def write_sheet(
    kind: str, columns: Sequence[Column], rows: Iterable[Sequence], *, tags: bool, right_to_left: bool
) -> bytes:
    """A file of this kind ("xlsx" or "csv"). Rows are taken one by one and not kept.

    Cells are text, whole numbers, None or dates, which come out ISO. `tags`: with the row of HXL tags under the header.
    Raises KeyError for another kind.
    """
    heads = [[column.header for column in columns]]
    if tags:
        heads.append([column.tag for column in columns])
    out = io.BytesIO()
    {"xlsx": _write_xlsx, "csv": _write_csv}[kind](out, columns, heads, rows, right_to_left)
    return out.getvalue()


def _cells(row):
    # Nearly all cells: empty, or nothing in them that is not seen and no sign of a formula in front. Else `defuse` looks.
    return [
        value
        if value is None
        or (value.__class__ is str and (not value or (value[0] not in _SIGNS and value.isprintable())))
        else _cell(value)
        for value in row
    ]


def _cell(value):
    if isinstance(value, str):
        return defuse(value)
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else defuse(str(value))


def _write_csv(out, _columns, heads, rows, _right_to_left):
    # With the mark without which Excel shows Arabic as rubbish.
    text = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerows(map(_cells, heads))
    writer.writerows(map(_cells, rows))
    text.detach()


def _write_xlsx(out, columns, heads, rows, right_to_left):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _PARTS.items():
            archive.writestr(_named(name), content)
        with archive.open(_named(_SHEET), "w") as part:
            for piece in _pieces(_sheet(columns, heads, rows, right_to_left)):
                part.write(piece)


def _named(name):
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _pieces(texts: Iterator[str]) -> Iterator[bytes]:
    """Joined to pieces that are worth a call."""
    waiting, size = [], 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= _PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


def _sheet(columns, heads, rows, right_to_left):
    turned = ' rightToLeft="1"' if right_to_left else ""
    frozen = f'<pane ySplit="{len(heads)}" topLeftCell="A{len(heads) + 1}" activePane="bottomLeft" state="frozen"/>'
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}" customWidth="1"/>'
        for place, column in enumerate(columns, 1)
    )
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"{turned}>{frozen}</sheetView></sheetViews>'
    yield f"<cols>{widths}</cols><sheetData>"
    letters = [_letters(place) for place in range(len(columns))]
    for number, row in enumerate(heads, 1):
        yield _row(number, letters, row, ' s="1"')
    for number, row in enumerate(rows, len(heads) + 1):
        yield _row(number, letters, row, "")
    yield "</sheetData></worksheet>"


def _row(number, letters, row, style):
    cells = [f'<row r="{number}">']
    for letter, value in zip(letters, _cells(row), strict=True):
        if isinstance(value, int) and not isinstance(value, bool):
            cells.append(f'<c r="{letter}{number}"{style}><v>{value}</v></c>')
        elif value is not None and value != "":
            text = _xml(str(value))
            cells.append(
                f'<c r="{letter}{number}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            )
    cells.append("</row>")
    return "".join(cells)


def _xml(text):
    if len(text) > _MOST_CELL:
        text = text[: _MOST_CELL - 1] + "…"
    if "_x" in text:
        text = _LIKE_ESCAPE.sub("_x005F_", text)
    if not text.isprintable():
        # A parser would make a line end of a bare return.
        text = _NO_XML.sub("", text).replace("\r", "_x000D_")
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def _letters(place):
    letters = ""
    while place >= 0:
        letters = chr(65 + place % 26) + letters
        place = place // 26 - 1
    return letters


_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/{_SHEET}" ContentType="{_TYPES}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    # Plain, and bold for the head; no format is a date's or a formula's.
    "xl/styles.xml": (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
        '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
