"""WeasyPrint's work that changes nothing in a document, left out: the same bytes in two thirds of the time.

Each of these is a few lines in front of a function of WeasyPrint's or pydyf's, put there once for a process by `make_quick`, and
only where both are the versions that this was measured with: with another one, documents are made as slowly as its authors
made it, until somebody has looked (`tests/pdf/test_quicker.py` says so). The same test makes documents of all kinds with and
without, and compares the bytes. Import this module late: it needs Pango.
"""

from collections.abc import Callable
from math import inf
from threading import Lock
from typing import Any

import pydyf
import weasyprint
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import (
    absolute,
    block,
    column,
    flex,
    float,
    grid,
    inline,
    page,
    percent,
    preferred,
    replaced,
    table,
)
from weasyprint.text import fonts, line_break

#: (WeasyPrint, pydyf) that all this was tried with.
KNOWN = {("70.0", "0.13.0")}

LENGTHS = (
    *(f"margin_{side}" for side in ("top", "right", "bottom", "left")),
    *(f"padding_{side}" for side in ("top", "right", "bottom", "left")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
#: Modules that call it by their own name for it.
CALLERS = (absolute, block, column, flex, float, grid, inline, page, percent, preferred, replaced, table)
#: Two kilobytes each: a report of twenty pages has no more, and a long document needs its memory for other things.
SHAPES_KEPT = 3_000

Undo = Callable[[], None]
_done: list[Undo] = []
# Threads of a web process may begin their first documents together.
_one_at_a_time = Lock()


def make_quick() -> bool:
    """Leave that work out from now on, in this process; False where the versions are others."""
    known = (weasyprint.__version__, pydyf.__version__) in KNOWN
    with _one_at_a_time:
        if known and not _done:
            for change in (
                *(_lines_once, _plain_lengths, _answers_of_a_style, _styles_of_pages),
                *(_shaped_once, _pages_by_number, _drawn_pages),
            ):
                _done.extend(change())
    return known


def make_slow() -> None:
    """Take it all back, until it is made quick again."""
    with _one_at_a_time:
        while _done:
            _done.pop()()


def _put(owner: Any, name: str, new: Any) -> Undo:
    old = vars(owner)[name]
    setattr(owner, name, new)
    return lambda: setattr(owner, name, old)


def _lines_once() -> list[Undo]:
    """A line that reads from right to left is typeset once, not twice.

    WeasyPrint sees whether a line that turned out higher than thought still fits between floats. From right to left it compares
    with the line's width of before, which was 0, finds a difference each time, and does it all again. Where nothing floats, no
    height is too much.
    """
    find_place = inline.avoid_collisions

    def without_floats(context, box, containing_block, outer=True):
        place = find_place(context, box, containing_block, outer)
        if not context.excluded_shapes and isinstance(box, LineBox):
            box.height = inf
        return place

    return [_put(inline, "avoid_collisions", without_floats)]


def _plain_lengths() -> list[Undo]:
    """Of a style without percentages, eighteen lengths are looked up once, not for each box each time it is typeset."""
    resolve = percent.resolve_percentages

    def quickly(box, containing_block):
        known = vars(box.style)
        if "_lengths" not in known:
            known["_lengths"] = _lengths(box.style)
            known["_borders"] = {name: box.style[name] for name in BORDERS}
        lengths, borders = known["_lengths"], known["_borders"]
        if lengths is None:
            return resolve(box, containing_block)
        values = vars(box)
        values.update(lengths)
        if box.style["border_collapse"] == "collapse":
            # The table has settled them where cells meet.
            borders = {name: width for name, width in borders.items() if name not in values}
        values.update(borders)
        return None

    return [
        _put(module, "resolve_percentages", quickly)
        for module in CALLERS
        if vars(module).get("resolve_percentages") is resolve
    ]


def _lengths(style) -> dict[str, Any] | None:
    """{name: pixels or "auto"}; None where one depends on what is around."""
    if style["box_sizing"] != "content-box":
        return None
    values = {}
    for name in LENGTHS:
        value = style[name]
        if value == "auto":
            values[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            values[name] = value.value
        else:
            return None
    return values


def _answers_of_a_style() -> list[Undo]:
    """What depends on a style alone is found out once for each style, not for each box."""
    is_in_normal_flow = Box.is_in_normal_flow
    describe = fonts.get_font_description
    name_style = line_break._font_style_cache_key

    def in_flow(box):
        known = vars(box.style)
        if "_in_flow" not in known:
            known["_in_flow"] = is_in_normal_flow(box)
        return known["_in_flow"]

    def described(style):
        known = vars(style)
        if "_description" not in known:
            known["_description"] = describe(style)
        return known["_description"]

    def named(style, include_size=False):
        known = vars(style)
        key = f"_key_{include_size}"
        if key not in known:
            known[key] = name_style(style, include_size)
        return known[key]

    return [
        _put(Box, "is_in_normal_flow", in_flow),
        _put(fonts, "get_font_description", described),
        _put(line_break, "get_font_description", described),
        _put(line_break, "_font_style_cache_key", named),
    ]


def _styles_of_pages() -> list[Undo]:
    """Pages that the same rules hold for have the same styles, unless a rule asks for a page by its number."""
    compute = page.set_page_type_computed_styles

    def computed(page_type, html, style_for):
        if _counts_pages(style_for):
            return compute(page_type, html, style_for)
        alike = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
        styles = style_for.get_computed_styles()
        known = vars(style_for).setdefault("_of_pages", {})
        if alike not in known:
            compute(page_type, html, style_for)
            known[alike] = {part: style for (whose, part), style in styles.items() if whose == page_type}
        styles.update({(page_type, part): style for part, style in known[alike].items()})
        return None

    return [_put(page, "set_page_type_computed_styles", computed)]


def _counts_pages(style_for) -> bool:
    selectors = (
        page_type
        for sheet, _origin, _specificity in style_for._sheets
        for _rule, selector_list, _declarations in sheet.page_rules
        for _specificity, _pseudo, page_type in selector_list
    )
    return any(page_type.index is not None for page_type in selectors)


def _shaped_once() -> list[Undo]:
    """The first lines of a document keep the letters that Pango has joined for them until they are drawn."""
    drop, shape = line_break.Layout.deactivate, line_break.Layout.reactivate

    def keep(layout):
        document = vars(layout.style.font_config)
        document["_kept"] = document.get("_kept", 0) + 1
        if (
            vars(layout).pop("_drawn", False)
            or layout.justification_spacing
            or document["_kept"] > SHAPES_KEPT
        ):
            drop(layout)

    def shaped(layout, style):
        if "layout" not in vars(layout):
            shape(layout, style)
        layout._drawn = True

    return [_put(line_break.Layout, "deactivate", keep), _put(line_break.Layout, "reactivate", shaped)]


def _pages_by_number() -> list[Undo]:
    """The list of pages is made when pages were added, not for each of the tags that stand on one."""
    make = pydyf.PDF.page_references.fget

    def references(pdf):
        count = len(pdf.pages["Kids"])
        if vars(pdf).get("_references", (None,))[0] != count:
            pdf._references = (count, make(pdf))
        return pdf._references[1]

    return [_put(pydyf.PDF, "page_references", property(references))]


def _drawn_pages() -> list[Undo]:
    """A page that is drawn is kept as one text, not as ten thousand pieces: a fifth of a long document's memory."""
    paint = Page.paint

    def painted(page, stream, *args, **kwargs):
        paint(page, stream, *args, **kwargs)
        stream.stream = [b"\n".join(pydyf._to_bytes(piece) for piece in stream.stream)]

    return [_put(Page, "paint", painted)]
