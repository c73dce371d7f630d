"""What takes room in WeasyPrint's drawings and shows nothing: digits that no printer prints, rules and fields in pieces.

With what `tags` spares, half of a long report. What is drawn, read aloud and copied stays the same.
"""

import re
from functools import lru_cache

from pydyf import PDF

from .tags import Tree, drawings, join_texts, read

# Lines of drawing whose numbers are places (in units of 1/96 inch) or shares of a colour, and how many decimals one sees.
# Matrices stay: their small numbers multiply all others.
DECIMALS = {b"Tm": 1, b"m": 1, b"l": 1, b"re": 1, b"c": 2, b"w": 2, b"0 d": 2, b"rg": 3, b"RG": 3}
DRAWN = re.compile(rb"(?m)^([-\d. \[\]]+) (" + b"|".join(DECIMALS) + b")$")
NUMBER = re.compile(rb"-?\d+\.\d+")
# Between two glyphs that stand where the font puts them.
NO_SHIFT = b">0<"
# A thousandth of the letter's height, and less than that.
SHIFT = re.compile(rb"\[(-?\d+)\.\d+<")
# The field of a background, cut to the same field.
FIELD = re.compile(rb"^([-\d. ]+ re\n)W\nn\n\1f$", re.MULTILINE)
# A piece of a table's rule: one for each cell.
RULE = re.compile(
    rb"/Artifact\nBMC\nq\nq\n(/A[\d.]+ gs\n[\d. ]+ RG\n[\d.]+ w\n)([\d.]+) ([\d.]+) m\n([\d.]+) ([\d.]+) l\nS\nQ\nQ\nEMC\n"
)


def slim(pdf: PDF) -> Tree:
    """Shorten the tree of tags and the drawings of a file that is about to be written, in place; what is left of the tree."""
    tree = join_texts(pdf)
    for _page, drawing in drawings(pdf):
        data = read(drawing)
        # Texts are hexadecimal there; in a literal one, digits could be words.
        drawing.stream = [data if b"(" in data else _shorter(data)]
    return tree


def _shorter(data: bytes) -> bytes:
    data = data.replace(NO_SHIFT, b"").replace(b">0] TJ", b">] TJ")
    data = SHIFT.sub(rb"[\1<", data)
    data = DRAWN.sub(_rounded, data)
    return _join_rules(FIELD.sub(rb"\1f", data))


def _rounded(line: re.Match) -> bytes:
    return _line(*line.groups())


# Colours and widths are the same few on all pages.
@lru_cache(maxsize=10_000)
def _line(numbers: bytes, operator: bytes) -> bytes:
    wanted = f"%.{DECIMALS[operator]}f"
    return NUMBER.sub(lambda number: _plain(wanted, number[0]), numbers) + b" " + operator


@lru_cache(maxsize=10_000)
def _plain(wanted: str, written: bytes) -> bytes:
    number = (wanted % float(written)).rstrip("0").rstrip(".")
    return b"0" if number in ("-0", "") else number.encode()


def _join_rules(data: bytes) -> bytes:
    """A rule that goes on where the one before ends, of the same kind and height, is one with it."""
    parts, end, rule = [], 0, None
    for piece in RULE.finditer(data):
        kind, *begins, ends, height = piece.groups()
        if rule and piece.start() == end and (kind, begins) == (rule[0], rule[2]) and begins[1] == height:
            rule[2] = [ends, height]
        else:
            parts += [_drawn(rule), data[end : piece.start()]]
            rule = [kind, begins, [ends, height]]
        end = piece.end()
    return b"".join([*parts, _drawn(rule), data[end:]])


def _drawn(rule: list | None) -> bytes:
    if rule is None:
        return b""
    kind, begins, ends = rule
    return b"/Artifact\nBMC\nq\n%s%s %s m\n%s %s l\nS\nQ\nEMC\n" % (kind, *begins, *ends)
