"""XLSX: the first visible sheet that holds something, read part by part by expat.

Own reading, since openpyxl takes 4.5 s of the processor for 10,000 rows, believes a sheet's dimension unless told
otherwise, and reads a formula that was never computed as an empty cell.
"""

import io
import posixpath
import zipfile
from xml.parsers import expat

from cells import Cells, text_of
from limits import Grid, Refused
from styles import Styles

_PIECE = 1 << 20


class Local(dict):
    """Name with namespace → name without, each worked out once: strict and transitional files differ there."""

    def __missing__(self, name):
        self[name] = local = name.rpartition(" ")[2]
        return local


LOCAL = Local()


def read(content):
    """({sheet_name, other_sheets}, filled rows by number)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = _target(relations(archive, ""), "/officeDocument")
        related, about = relations(archive, book), _Book()
        parse(archive, book, about)
        sheets = [
            (name, related[key][1])
            for name, key in about.visible
            if key in related and related[key][0].endswith("/worksheet")
        ]
        if not sheets:
            raise Refused("no_sheet")
        shared, styles = Shared(), Styles(about.from_1904)
        for part, kind in ((shared, "/sharedStrings"), (styles, "/styles")):
            if place := _target(related, kind, needed=False):
                parse(archive, place, part)
        for name, place in sheets:
            cells = Cells(Grid(), shared.texts, styles)
            parse(archive, place, cells)
            if cells.grid.rows:
                cells.fill_merged()
                return {"sheet_name": name, "other_sheets": len(sheets) - 1}, cells.grid.rows
    raise Refused("empty")


def parse(archive, place, handler):
    """Feed a part to the handler's `start(name, attributes)`, `end(name)` and `text`. Document types are refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    start, end = handler.start, handler.end
    parser.StartElementHandler = lambda name, attributes: start(LOCAL[name], attributes)
    parser.EndElementHandler = lambda name: end(LOCAL[name])
    parser.CharacterDataHandler = handler.text
    with archive.open(place) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse_document_type(*_declaration):
    """No entities, no bombs made of them, nothing fetched from elsewhere."""
    raise Refused("broken")


def relations(archive, place):
    """Id → (kind, part) of what a part refers to inside the file."""
    folder, name = posixpath.split(place)
    found = _Relations(folder)
    parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"), found)
    return found.targets


def _target(related, kind, needed=True):
    for each, place in related.values():
        if each.endswith(kind):
            return place
    if needed:
        raise Refused("broken")
    return None


class _Part:
    """A handler that is told nothing it did not ask for."""

    def start(self, name, attributes):
        """An element begins."""

    def end(self, name):
        """An element ends."""

    def text(self, text):
        """Text inside an element."""


class _Relations(_Part):
    def __init__(self, folder):
        self.folder, self.targets = folder, {}

    def start(self, name, attributes):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            place = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"]))
            self.targets[attributes["Id"]] = (attributes["Type"], place.lstrip("/"))


class _Book(_Part):
    """The visible sheets in their order, and from which year days are counted."""

    def __init__(self):
        self.visible, self.from_1904 = [], False

    def start(self, name, attributes):
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            key = next((value for each, value in attributes.items() if LOCAL[each] == "id"), "")
            self.visible.append((attributes.get("name", ""), key))


class Shared(_Part):
    """The texts that cells share, without the hints of how to read them aloud."""

    def __init__(self):
        self.texts, self.pieces = [], []
        self.taking = self.aloud = False

    def start(self, name, attributes):
        if name == "t":
            self.taking = not self.aloud
        elif name == "rPh":
            self.aloud = True

    def end(self, name):
        if name == "t":
            self.taking = False
        elif name == "rPh":
            self.aloud = False
        elif name == "si":
            self.texts.append(text_of("".join(self.pieces)))
            self.pieces.clear()

    def text(self, text):
        if self.taking:
            self.pieces.append(text)
