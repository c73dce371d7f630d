"""What takes room in WeasyPrint's file and says nothing: elements around text alone, digits that no printer shows.

A quarter to a third of a long report. What is drawn, read aloud and copied stays the same.
"""

import re
from functools import partial

from pikepdf import Array, Dictionary, Name, Object, Pdf

#: Elements that mean no more than "some text" or "nothing".
EMPTY_WORDS = (Name.Span, Name.NonStruct)
#: What each of them has at least; one that has more (a language, another text) says something.
BARE = {Name.Type, Name.S, Name.P, Name.Pg, Name.K}

#: Where a paragraph that is alone is the cell or the item itself.
CELLS = (Name.TD, Name.TH, Name.LBody)

# Lines of drawing whose numbers are places (in units of 1/96 inch) or shares of a colour, and how many decimals one sees.
# Matrices stay: their small numbers multiply all others.
DECIMALS = ((b"Tm", 1), (b"m", 2), (b"l", 2), (b"c", 2), (b"re", 2), (b"rg", 3), (b"RG", 3))
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


def slim(pdf: Pdf) -> None:
    """Shorten the drawings and the tree of tags of an open file in place."""
    for page in pdf.pages:
        data = page.Contents.read_bytes()
        # Texts are hexadecimal there; in a literal one, digits could be words.
        if b"(" not in data:
            page.Contents = pdf.make_stream(_shorter(data))
    if Name.StructTreeRoot in pdf.Root:
        _join_texts(pdf)


def _shorter(data: bytes) -> bytes:
    data = data.replace(NO_SHIFT, b"").replace(b">0] TJ", b">] TJ")
    data = SHIFT.sub(rb"[\1<", data)
    for operator, decimals in DECIMALS:
        data = re.sub(rb"(?m)^[-\d. ]+ " + operator + b"$", partial(_rounded, decimals), data)
    return _join_rules(FIELD.sub(rb"\1f", data))


def _rounded(decimals: int, line: re.Match) -> bytes:
    return NUMBER.sub(lambda number: _plain(f"{float(number[0]):.{decimals}f}"), line[0])


def _plain(number: str) -> bytes:
    number = number.rstrip("0").rstrip(".")
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


def _join_texts(pdf: Pdf) -> None:
    """Texts belong to their paragraph or cell itself, not to an element of their own each."""
    root = pdf.Root.StructTreeRoot
    numbers = root.ParentTree.Nums
    tables = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    owners = {
        page.obj.objgen: tables[int(page.obj.StructParents)]
        for page in pdf.pages
        if Name.StructParents in page.obj
    }
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element is not root:
            # May be left out, and one entry less for each cell of a table.
            del element[Name.Type]
        kids = element.get(Name.K)
        if not isinstance(kids, Array):
            if isinstance(kids, Dictionary):
                waiting.append(kids)
            continue
        joined: list[Object | int] = []
        changed = False
        words = (*EMPTY_WORDS, Name.P) if element.get(Name.S) in CELLS and len(kids) == 1 else EMPTY_WORDS
        for kid in kids:
            texts = _texts_of(kid, element, words)
            if texts is None:
                joined.append(kid)
                if isinstance(kid, Dictionary) and Name.S in kid:
                    waiting.append(kid)
                continue
            changed = True
            owner = owners[element.Pg.objgen]
            for mark in texts:
                owner[mark] = element
            joined += texts
        if changed:
            element.K = Array(joined)


def _texts_of(kid: Object | int, parent: Object, words: tuple[Name, ...]) -> list[int] | None:
    """The marks of the texts in an element that holds nothing else on the parent's page; None for any other."""
    if not isinstance(kid, Dictionary) or kid.get(Name.S) not in words or set(kid.keys()) != BARE:
        return None
    page = parent.get(Name.Pg)
    if page is None or kid.Pg.objgen != page.objgen or not isinstance(kid.K, Array):
        return None
    marks: list[int] = []
    for one in kid.K:
        inside = [one] if isinstance(one, int) else _texts_of(one, parent, EMPTY_WORDS)
        if inside is None:
            return None
        marks += inside
    return marks or None
