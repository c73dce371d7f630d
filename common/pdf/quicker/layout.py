"""Lines and boxes: what is typeset twice, and what is looked up for each box."""

from math import inf
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox
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
from weasyprint.text import line_break

from .puts import Undo, put

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


def begin_document(configuration) -> None:
    """Of the document that is made with these fonts now, no line is kept yet."""
    vars(configuration).pop("_kept", None)


def lines_once() -> list[Undo]:
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

    return [put(inline, "avoid_collisions", without_floats)]


def plain_lengths() -> list[Undo]:
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
        put(module, "resolve_percentages", quickly)
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


def shaped_once() -> list[Undo]:
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

    return [put(line_break.Layout, "deactivate", keep), put(line_break.Layout, "reactivate", shaped)]
