"""The tree of tags without elements that say nothing: a text belongs to its paragraph or cell itself, with all its lines.

Done to the objects that WeasyPrint is about to write: in the written file, reading them all again takes longer than the work.
"""

import re
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from pydyf import PDF, Array, Dictionary, Object, Stream, _to_bytes

from .errors import PdfFailed

#: Elements that mean no more than "some text" or "nothing".
EMPTY_WORDS = ("/Span", "/NonStruct")
#: What each of them has at least; one that has more (a language, another text) says something.
BARE = {"Type", "S", "P", "Pg", "K"}
#: Where a paragraph that is alone is the cell or the item itself.
CELLS = ("/TD", "/TH", "/LBody")
#: In a page's list of owners: nobody's.
NOBODY = b"null"

END = b"EMC\n"
BEGINNING = re.compile(rb"/\w+\n<</MCID (\d+)>>\nBDC\n")

#: What an element holds: another one, by its reference, or the mark of a text in the drawing of its page.
Kid = bytes | int


class Tree(NamedTuple):
    """What is left of it."""

    headers: list[Dictionary]  # of tables
    articles: list[Dictionary]


def found(pdf: PDF, reference: bytes) -> Object:
    """The object that a reference such as ``12 0 R`` means."""
    return pdf.objects[int(reference[: -len(" 0 R")])]


def drawings(pdf: PDF) -> list[tuple[Dictionary, Stream]]:
    """Each page with what is drawn on it."""
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    return [(page, found(pdf, page["Contents"])) for page in pages]


def read(stream: Stream) -> bytes:
    """The drawing in one piece."""
    return b"\n".join(_to_bytes(piece) for piece in stream.stream)


def join_texts(pdf: PDF) -> Tree:
    """Hand the texts of empty elements to the element around them, and join those that follow each other there.

    In the drawing each line is marked by a number of its own, which its page's list leads to an element by. Lines of one
    paragraph become one marked text; the list keeps a gap where the others were. What stands in no element of the tree is
    marked as decoration. Elements that are left out are not written. Raises `PdfFailed` where there is no tree.
    """
    if "StructTreeRoot" not in pdf.catalog:
        raise PdfFailed("The document came out without its structure.")
    root = found(pdf, pdf.catalog["StructTreeRoot"])
    numbers = found(pdf, root["ParentTree"])["Nums"]
    tables = dict(zip(numbers[::2], numbers[1::2], strict=True))
    owners = {page.reference: tables[page["StructParents"]] for page, _drawing in drawings(pdf)}
    lines = defaultdict(list)
    reached = set()
    tree = Tree([], [])
    noted = {"/TH": tree.headers, "/Art": tree.articles}
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element is not root:
            if (kind := element["S"]) in noted:
                noted[kind].append(element)
            reached.add(element.reference)
            # May be left out, and one entry less for each cell of a table.
            del element["Type"]
        joined, given = _joined(pdf, element, element["K"])
        kids = [found(pdf, kid) for kid in joined if isinstance(kid, bytes)]
        waiting += [kid for kid in kids if "S" in kid]
        if given:
            owner = owners[element["Pg"]]
            for mark in given:
                owner[mark] = element.reference
            element["K"] = Array(joined)
        if sum(isinstance(kid, int) for kid in joined) > 1:
            lines[element["Pg"]].append(element)
    for page, drawing in drawings(pdf):
        marked = owners[page.reference]
        drawn = _left_unread(read(drawing), marked, reached)
        drawing.stream = [_join_lines(drawn, lines[page.reference], marked)]
    # A link in a page's head has an element that stands nowhere in the tree, and is led to by its annotation.
    led_to = {owner for owner in tables.values() if isinstance(owner, bytes)}
    for element in pdf.objects:
        if isinstance(element, Dictionary) and element.get("Type") == "/StructElem":
            element.free = "n" if element.reference in led_to else "f"
    return tree


def _joined(pdf: PDF, element: Dictionary, kids: list[Kid]) -> tuple[list[Kid], list[int]]:
    """(what the element holds once empty elements are gone, the marks of texts that are its own now)."""
    joined: list[Kid] = []
    given: list[int] = []
    words = (*EMPTY_WORDS, "/P") if len(kids) == 1 and element.get("S") in CELLS else EMPTY_WORDS
    for kid in kids:
        texts = _texts_of(pdf, kid, element, words)
        joined += [kid] if texts is None else texts
        given += texts or []
    return joined, given


def _texts_of(pdf: PDF, kid: Kid, parent: Dictionary, words: tuple[str, ...]) -> list[int] | None:
    """The marks of the texts in an element that holds nothing else on the parent's page; None for any other."""
    if isinstance(kid, int):
        return None
    element = found(pdf, kid)
    if element.get("S") not in words or element.keys() != BARE or element["Pg"] != parent.get("Pg"):
        return None
    marks: list[int] = []
    for one in element["K"]:
        inside = [one] if isinstance(one, int) else _texts_of(pdf, one, parent, EMPTY_WORDS)
        if inside is None:
            return None
        marks += inside
    return marks or None


def _left_unread(drawing: bytes, owner: list[bytes], reached: set[bytes]) -> bytes:
    """A page's head and foot: WeasyPrint gives them elements that stand nowhere in the tree, but means what nobody reads aloud."""
    stray = {mark for mark, element in enumerate(owner) if element not in reached}
    if not stray:
        return drawing

    def unread(beginning: re.Match) -> bytes:
        return b"/Artifact\nBMC\n" if int(beginning[1]) in stray else beginning[0]

    for mark in stray:
        owner[mark] = NOBODY
    return BEGINNING.sub(unread, drawing)


def _join_lines(drawing: bytes, holders: list[Dictionary], owner: list[bytes]) -> bytes:
    """Texts that are neighbours in their element and in the drawing become one there."""
    neighbours = {}
    for element in holders:
        neighbours |= {a: b for a, b in pairwise(element["K"]) if isinstance(a, int) and isinstance(b, int)}
    if not neighbours:
        return drawing
    drawing, joined = joined_lines(drawing, neighbours)
    for element in holders:
        element["K"] = Array(kid for kid in element["K"] if kid not in joined)
    for mark in joined:
        owner[mark] = NOBODY
    return drawing


def joined_lines(data: bytes, neighbours: dict[int, int]) -> tuple[bytes, set[int]]:
    """(the drawing, the marks that went into the text before them); `neighbours` says which text may follow in which."""
    first, *others = data.split(END)
    parts = [first]
    joined: set[int] = set()
    latest = _last_mark(first)
    for part in others:
        beginning = BEGINNING.match(part)
        mark = int(beginning[1]) if beginning else None
        if mark is not None and beginning and latest is not None and neighbours.get(latest) == mark:
            parts[-1] += part[beginning.end() :]
            joined.add(mark)
            latest = mark
        else:
            parts.append(part)
            latest = _last_mark(part)
    return END.join(parts), joined


def _last_mark(part: bytes) -> int | None:
    """The mark of the text that ends with this part; None where a drawing ends that nobody reads."""
    marks = list(BEGINNING.finditer(part))
    return int(marks[-1][1]) if marks and b"BMC" not in part[marks[-1].end() :] else None
