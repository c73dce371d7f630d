"""CSV: which letters, which delimiter, then cell by cell."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter

from limits import MOST_CELL, MOST_ROWS, Grid, Refused

DELIMITERS = ",;\t"
#: records that are looked at for the delimiter, and characters at most
_SAMPLE, _SAMPLE_CHARACTERS = 30, 256_000
#: lines that may be blank, for each that is not
_BLANK_LINES = 10
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: Excel's own first line: which delimiter follows.
_SEPARATOR_LINE = re.compile("sep=([,;\t])\\s*")


def read(content):
    """({encoding, delimiter}, filled rows by number)."""
    encoding = encoding_of(content)
    delimiter, named = _delimiter(content, encoding)
    grid = Grid()
    for number, record in enumerate(_records(content, encoding, delimiter), 1):
        if number == 1 and named:
            continue
        if number > MOST_ROWS * _BLANK_LINES:
            raise Refused("too_many_rows")
        for column, cell in enumerate(record):
            if text := cell.strip():
                grid.put(number, column, text)
    return {"encoding": encoding.removesuffix("-sig"), "delimiter": delimiter}, grid.rows


def encoding_of(content):
    """The encoding's name. Raises Refused("encoding") for bytes that are no text in one that is known."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "windows-1256"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text) or (encoding == "windows-1256" and not _arabic(content, text)):
            break
        return encoding
    raise Refused("encoding")


def _arabic(content, text):
    """Every byte is a letter of windows-1256: believed where the others are Arabic, and not damaged UTF-8."""
    others = [char for char in text if ord(char) > 127]
    arabic = sum(1 for char in others if "ARABIC" in unicodedata.name(char, ""))
    lenient = content.decode("utf-8", "replace")
    lost = lenient.count("\ufffd")
    kept = sum(1 for char in lenient if ord(char) > 127) - lost
    return arabic * 2 > len(others) and lost > kept


def _records(content, encoding, delimiter, characters=None):
    csv.field_size_limit(MOST_CELL + 1)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    if characters:
        lines = io.StringIO(lines.read(characters), newline="")
    try:
        yield from csv.reader(lines, delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Refused("cell_too_long" if "field limit" in str(error) else "quotes") from error


def _delimiter(content, encoding):
    """(the delimiter, whether the first line does nothing but name it)."""
    first = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="").readline(64)
    if named := _SEPARATOR_LINE.fullmatch(first):
        return named[1], True
    return max(DELIMITERS, key=lambda each: _agreement(content, encoding, each)), False


def _agreement(content, encoding, delimiter):
    """How many records have the commonest width, and that width; nothing where most have but one cell.

    Counted on records, since a quoted cell may hold every delimiter and a text another one.
    """
    widths, seen = Counter(), 0
    try:
        for record in _records(content, encoding, delimiter, _SAMPLE_CHARACTERS):
            if any(cell.strip() for cell in record):
                seen += 1
                if len(record) > 1:
                    widths[len(record)] += 1
            if seen == _SAMPLE:
                break
    except Refused:
        # The sample may end inside a quoted cell; what is wrong with the file is said when it is read.
        pass
    if widths.total() * 2 < seen:
        return (0, 0)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))
