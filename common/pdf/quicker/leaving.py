"""What is let go as soon as it is done with: a long document needs the room for what comes next."""

from collections.abc import Iterator
from functools import lru_cache
from types import SimpleNamespace

from weasyprint import document, pdf
from weasyprint.formatting_structure.boxes import Box, ParentBox, TableBox

from ..memory import give_back
from .puts import Undo, put

#: What nearly all boxes have: one for all of them.
NO_SIDES: frozenset[str] = frozenset()
#: {side: what is no longer there where a box is cut}
NOTHING = {
    side: dict.fromkeys((f"margin_{side}", f"padding_{side}", f"border_{side}_width"), 0)
    for side in ("top", "right", "bottom", "left")
}
#: After so many pages, their memory is given back.
PAGES_AT_ONCE = 40


def sides_shared() -> list[Undo]:
    """A box that no page has cut has no set of cut sides of its own: a sixth of what boxes weigh.

    WeasyPrint lets a box and its copy share one set, and what is cut from the one is cut from the other. It shows in one place,
    the round corners of a grid that goes over several pages: there, and there alone, the bytes are others.
    """
    begin = Box.__init__

    def began(box, element_tag, style, element):
        begin(box, element_tag, style, element)
        box.remove_decoration_sides = NO_SIDES

    def cut(box, side):
        box.remove_decoration_sides = _with(box.remove_decoration_sides, side)
        vars(box).update(NOTHING[side])

    def copied(box, new_children):
        new_box = box.copy()
        new_box.children = new_children
        box.remove_decoration_sides = NO_SIDES
        return new_box

    return [
        put(Box, "__init__", began),
        put(ParentBox, "_reset_spacing", cut),
        put(ParentBox, "copy_with_children", copied),
    ]


@lru_cache(maxsize=64)
def _with(sides: frozenset[str], side: str) -> frozenset[str]:
    return sides | {side}


def sources_let_go() -> list[Undo]:
    """Once all pages are laid out, the boxes that they were made from are let go: drawn are their copies.

    WeasyPrint holds them by each place that a link leads to, for as long as a drawing of the document lives.
    """
    lay_out = document.layout_document

    def laid_out(html, root_box, context, **options):
        yield from lay_out(html, root_box, context, **options)
        context.target_collector.target_lookup_items.clear()
        context.style_for.get_computed_styles().clear()

    return [put(document, "layout_document", laid_out)]


def pages_let_go() -> list[Undo]:
    """A page's boxes are let go once its tags are made, the last thing that is made of them: it can be written once."""
    tag = pdf.add_tags

    def tagged(file, typeset, version, streams):
        tag(file, SimpleNamespace(pages=_Leaving(typeset.pages)), version, streams)

    return [put(pdf, "add_tags", tagged)]


class _Leaving(list):
    """Pages, each without its boxes when the next one is asked for."""

    def __iter__(self) -> Iterator:
        for number, page in enumerate(super().__iter__(), start=1):
            yield page
            for box in page._page_box.descendants():
                if isinstance(box, TableBox):
                    _forget_cells(box)
            page._page_box = None
            if number % PAGES_AT_ONCE == 0:
                give_back()


def _forget_cells(table: TableBox) -> None:
    """Each column knows its table and itself: all cells would wait for the collector."""
    for group in table.column_groups:
        for column in group.children:
            vars(column).pop("get_cells", None)
