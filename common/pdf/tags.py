"""The tree of tags without elements that say nothing: a text belongs to its paragraph or cell itself, with all its lines."""

import re
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf

#: Elements that mean no more than "some text" or "nothing".
EMPTY_WORDS = (Name.Span, Name.NonStruct)
# Asked for by these: a `Name` is made anew each time that it is written, and costs more than what it asks for.
KIND, PARENT, PAGE, KIDS, TYPE = "/S", "/P", "/Pg", "/K", "/Type"
#: What each of them has at least; one that has more (a language, another text) says something.
BARE = {TYPE, KIND, PARENT, PAGE, KIDS}
#: Where a paragraph that is alone is the cell or the item itself.
CELLS = (Name.TD, Name.TH, Name.LBody)

END = b"EMC\n"
BEGINNING = re.compile(rb"/\w+\n<</MCID (\d+)>>\nBDC\n")


class Tree(NamedTuple):
    """What is left of it."""

    #: {number of a page: its drawing as it is now}, to be put in place by whoever has no more to change in it
    drawings: dict[tuple[int, int], bytes]
    headers: list[Object]  # of tables
    articles: list[Object]


def join_texts(pdf: Pdf) -> Tree:
    """Hand the texts of empty elements to the element around them, and join those that follow each other there.

    In the drawing each line is marked by a number of its own, which its page's list leads to an element by. Lines of one
    paragraph become one marked text; the list keeps a gap where the others were. What stands in no element of the tree is
    marked as decoration.
    """
    root = pdf.Root.StructTreeRoot
    numbers = root.ParentTree.Nums
    tables = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    owners = {
        page.obj.objgen: tables[int(page.obj.StructParents)]
        for page in pdf.pages
        if Name.StructParents in page.obj
    }
    lines = defaultdict(list)
    reached = set()
    tree = Tree({}, [], [])
    noted: dict[Object, list[Object]] = {Name.TH: tree.headers, Name.Art: tree.articles}
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element is not root:
            if (kind := element[KIND]) in noted:
                noted[kind].append(element)
            reached.add(element.objgen)
            # May be left out, and one entry less for each cell of a table.
            del element[TYPE]
        kids = element.get(KIDS)
        if not isinstance(kids, Array):
            if isinstance(kids, Dictionary):
                waiting.append(kids)
            continue
        joined, given = _joined(element, kids)
        waiting += [kid for kid in joined if isinstance(kid, Dictionary) and KIND in kid]
        if given:
            owner = owners[element[PAGE].objgen]
            for mark in given:
                owner[mark] = element
            element.K = Array(joined)
        if sum(isinstance(kid, int) for kid in joined) > 1:
            lines[element[PAGE].objgen].append((element, joined))
    for page in pdf.pages:
        marked = owners.get(page.obj.objgen)
        if marked is not None:
            drawing = _left_unread(page.Contents.read_bytes(), marked, reached)
            tree.drawings[page.obj.objgen] = _join_lines(drawing, lines[page.obj.objgen], marked)
    return tree


def _joined(element: Object, kids: Array) -> tuple[list[Object | int], list[int]]:
    """(what the element holds once empty elements are gone, the marks of texts that are its own now)."""
    joined: list[Object | int] = []
    given: list[int] = []
    words = (*EMPTY_WORDS, Name.P) if len(kids) == 1 and element.get(KIND) in CELLS else EMPTY_WORDS
    for kid in kids:
        texts = _texts_of(kid, element, words)
        joined += [kid] if texts is None else texts
        given += texts or []
    return joined, given


def _texts_of(kid: Object | int, parent: Object, words: tuple[Name, ...]) -> list[int] | None:
    """The marks of the texts in an element that holds nothing else on the parent's page; None for any other."""
    if not isinstance(kid, Dictionary) or kid.get(KIND) not in words or kid.keys() != BARE:
        return None
    page, kids = parent.get(PAGE), kid[KIDS]
    if page is None or kid[PAGE].objgen != page.objgen or not isinstance(kids, Array):
        return None
    marks: list[int] = []
    for one in kids:
        inside = [one] if isinstance(one, int) else _texts_of(one, parent, EMPTY_WORDS)
        if inside is None:
            return None
        marks += inside
    return marks or None


def _left_unread(drawing: bytes, owner: Object, reached: set[tuple[int, int]]) -> bytes:
    """A page's head and foot: WeasyPrint gives them elements that stand nowhere in the tree, but means what nobody reads aloud."""
    stray = {
        mark for mark, element in enumerate(owner) if element is not None and element.objgen not in reached
    }
    if not stray:
        return drawing

    def unread(beginning: re.Match) -> bytes:
        return b"/Artifact\nBMC\n" if int(beginning[1]) in stray else beginning[0]

    for mark in stray:
        owner[mark] = None
    return BEGINNING.sub(unread, drawing)


def _join_lines(drawing: bytes, holders, owner) -> bytes:
    """Texts that are neighbours in their element and in the drawing become one there."""
    neighbours = {}
    for _element, kids in holders:
        neighbours |= {a: b for a, b in pairwise(kids) if isinstance(a, int) and isinstance(b, int)}
    if not neighbours:
        return drawing
    drawing, joined = joined_lines(drawing, neighbours)
    for element, kids in holders:
        left = [kid for kid in kids if not isinstance(kid, int) or kid not in joined]
        if len(left) < len(kids):
            element.K = Array(left)
    for mark in joined:
        owner[mark] = None
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
