"""The cells of one sheet of a workbook, as text."""

import re
from bisect import bisect_right

from limits import Refused

_LETTERS = re.compile("[A-Z]{1,3}")
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LAST_ROW = 1_048_576


def text_of(text):
    """As a person reads it: Excel's escapes undone, control marks and blanks around it dropped."""
    return _ESCAPED.sub(_unescaped, text).strip() if "_x" in text else text.strip()


def _unescaped(found):
    code = int(found[1], 16)
    control = code < 32 and code not in (9, 10, 13)
    return "" if control or code == 127 or 0xD800 <= code < 0xE000 or code >= 0xFFFE else chr(code)


class _Columns(dict):
    """ "B" → 1; each is worked out once."""

    def __missing__(self, letters):
        if not _LETTERS.fullmatch(letters):
            raise Refused("broken")
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        self[letters] = number - 1
        return number - 1


class Cells:
    """Handler of a sheet's part; a cell's place is believed, the sheet's dimension is not looked at."""

    def __init__(self, grid, shared, styles):
        self.grid, self.shared, self.styles = grid, shared, styles
        self.columns, self.merged, self.pieces = _Columns(), [], []
        self.row = 0
        self.column = -1
        self.inside = self.taking = self.aloud = self.formula = False
        self.kind, self.style = "n", "0"

    def start(self, name, attributes):
        """A row, a cell or what is in it begins."""
        if not self.inside:
            self.inside = name == "sheetData"
            if name == "mergeCell":
                self.merged.append(attributes["ref"])
        elif name == "c":
            place = attributes.get("r")
            self.column = self.columns[place.rstrip("0123456789")] if place else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.formula = False
        elif name in ("v", "t"):
            self.taking = not self.aloud
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
            if not 1 <= self.row <= _LAST_ROW:
                raise Refused("broken")
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.aloud = True

    def end(self, name):
        """A cell is whole."""
        if name in ("v", "t"):
            self.taking = False
        elif name == "c" and self.inside:
            if self.pieces:
                if text := self._text("".join(self.pieces)):
                    self.grid.put(self.row, self.column, text)
                self.pieces.clear()
            elif self.formula and self.kind not in ("str", "inlineStr"):
                raise Refused("formulas")
        elif name == "rPh":
            self.aloud = False
        elif name == "sheetData":
            self.inside = False

    def text(self, text):
        """Part of a value."""
        if self.taking:
            self.pieces.append(text)

    def _text(self, raw):
        if self.kind == "s":
            place = int(raw)
            if place < 0:
                raise Refused("broken")
            return self.shared[place]
        if self.kind == "n":
            return self.styles.number(raw.strip(), self.style)
        if self.kind == "b":
            return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
        if self.kind == "d":
            return raw.strip().removesuffix("Z").removesuffix(".000").removesuffix("T00:00:00")
        return text_of(raw)

    def fill_merged(self):
        """A cell merged over several rows says the same of each of them."""
        numbers = sorted(self.grid.rows)
        for reference in self.merged:
            first, _colon, last = reference.partition(":")
            (letters, top), (_letters, bottom) = (_REFERENCE.fullmatch(end).groups() for end in (first, last))
            row, column = self.grid.rows.get(int(top), []), self.columns[letters]
            if column < len(row) and row[column]:
                for number in numbers[bisect_right(numbers, int(top)) : bisect_right(numbers, int(bottom))]:
                    self.grid.put(number, column, row[column])
