"""Boxes: what is looked up for each of them, and depends on their style alone."""

from typing import Any

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

from .puts import Undo, put

LENGTHS = (
    *(f"margin_{side}" for side in ("top", "right", "bottom", "left")),
    *(f"padding_{side}" for side in ("top", "right", "bottom", "left")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
#: Modules that call it by their own name for it.
CALLERS = (absolute, block, column, flex, float, grid, inline, page, percent, preferred, replaced, table)


def plain_lengths() -> list[Undo]:
    """Of a style without percentages, eighteen lengths are looked up once, not for each box each time it is typeset."""
    resolve = percent.resolve_percentages

    def quickly(box, containing_block):
        style = box.style
        known = vars(style)
        if "_lengths" not in known:
            known["_lengths"], known["_unsettled"] = _lengths(style)
        if known["_lengths"] is None:
            return resolve(box, containing_block)
        values = vars(box)
        values.update(known["_lengths"])
        for name, width in known["_unsettled"]:
            values.setdefault(name, width)
        return None

    return [
        put(module, "resolve_percentages", quickly)
        for module in CALLERS
        if vars(module).get("resolve_percentages") is resolve
    ]


def _lengths(style) -> tuple[dict[str, Any] | None, tuple[tuple[str, float], ...]]:
    """({name: pixels or "auto"}, or None where one depends on what is around; what a table may have settled where cells meet)."""
    if style["box_sizing"] != "content-box":
        return None, ()
    values = {}
    for name in LENGTHS:
        value = style[name]
        if value == "auto":
            values[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            values[name] = value.value
        else:
            return None, ()
    borders = tuple((name, style[name]) for name in BORDERS)
    if style["border_collapse"] == "collapse":
        return values, borders
    return values | dict(borders), ()
