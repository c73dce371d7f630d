"""Lines: what is typeset twice, or was typeset before."""

from math import inf
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout

from .puts import Undo, put

#: Two kilobytes each: a report of twenty pages has no more, and a long document needs its memory for other things.
SHAPES_KEPT = 3_000
#: Characters; what is longer hardly comes twice.
LONGEST_KNOWN = 60
#: Half a kilobyte each; a report of five hundred recommendations has a quarter of them.
LINES_KNOWN = 10_000


def begin_document(configuration) -> None:
    """Of the document that is made with these fonts now, no line is kept yet."""
    for count in ("_kept", "_known"):
        vars(configuration).pop(count, None)


def lines_once() -> list[Undo]:
    """A line that reads from right to left is typeset once, not twice.

    WeasyPrint sees whether a line that turned out higher than thought still fits between floats. From right to left it compares
    with the line's width of before, which was 0, finds a difference each time, and does it all again. Where nothing floats, no
    height is too much, and a line is as wide as what it stands in.
    """
    find_place, next_line = inline.avoid_collisions, inline.get_next_linebox

    def without_floats(context, box, containing_block, outer=True):
        if context.excluded_shapes or not isinstance(box, LineBox) or vars(context).get("first_line_style"):
            return find_place(context, box, containing_block, outer)
        box.height = inf
        # A line has no margins of its own.
        left = containing_block.content_box_x()
        right = left + containing_block.width
        begin = right if containing_block.style["direction"] == "rtl" else left
        return begin, box.position_y, right - left

    def watched(context, *room):
        # With one, a first line gets a box of its own when it is typeset again. In a line may stand a block with lines.
        outer = vars(context).get("first_line_style")
        *_, context.first_line_style = room
        try:
            return next_line(context, *room)
        finally:
            context.first_line_style = outer

    return [put(inline, "avoid_collisions", without_floats), put(inline, "get_next_linebox", watched)]


def shaped_once() -> list[Undo]:
    """The first lines of a document keep the letters that Pango has joined for them until they are drawn, or as long as they are known."""
    drop, shape = line_break.Layout.deactivate, line_break.Layout.reactivate

    def keep(layout):
        if "layout" not in vars(layout):
            return
        document = vars(layout.style.font_config)
        document["_kept"] = document.get("_kept", 0) + 1
        if (
            vars(layout).pop("_drawn", False)
            or layout.justification_spacing
            or document["_kept"] > SHAPES_KEPT
        ):
            drop(layout)

    def shaped(layout, style):
        if vars(layout).get("_drawings"):
            # May be drawn as it was before; `known_lines` sees to it where not.
            return
        if "layout" not in vars(layout):
            shape(layout, style)
        layout._drawn = True

    return [put(line_break.Layout, "deactivate", keep), put(line_break.Layout, "reactivate", shaped)]


def known_lines() -> list[Undo]:
    """A short text that comes again in the same style and room is broken, measured and drawn once: a name, a state, a date."""
    split, draw = line_break.split_first_line, drawing.draw_first_line

    def known(text, style, context, *room, **how):
        if len(text) > LONGEST_KNOWN:
            return split(text, style, context, *room, **how)
        answers = vars(style).setdefault("_first_lines", {})
        asked = (text, room, frozenset(how.items()))
        if asked not in answers:
            document = vars(style.font_config)
            if document.get("_known", 0) >= LINES_KNOWN:
                return split(text, style, context, *room, **how)
            document["_known"] = document.get("_known", 0) + 1
            layout, *measured = split(text, style, context, *room, **how)
            layout._drawings = {}
            answers[asked] = layout, *measured
        layout, *measured = answers[asked]
        return _copied(layout), *measured

    def drawn(stream, textbox, text_overflow, block_ellipsis, matrix):
        layout, font = textbox.pango_layout, stream._current_font
        drawings = vars(layout).get("_drawings")
        is_whole = (text_overflow, block_ellipsis) == ("clip", "none")
        if is_whole and drawings and font in drawings:
            pieces, stream._current_font = drawings[font]
            stream.set_text_matrix(*matrix.values)
            stream.stream += pieces
            return []
        if "layout" not in vars(layout) or not is_whole:
            # Dots are put into the shape itself, which others may have.
            layout.setup(textbox.style)
            layout.set_text(layout.text, justify=True)
            layout._drawn = True
        begin = len(stream.stream)
        pictures = draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        if is_whole and drawings is not None and not pictures and len(stream.stream) > begin:
            # After its place, which comes first, all is the same wherever it stands after the same font.
            drawings[font] = stream.stream[begin + 1 :], stream._current_font
        return pictures

    return [
        put(inline, "split_first_line", known),
        put(preferred, "split_first_line", known),
        put(drawing, "draw_first_line", drawn),
    ]


def _copied(layout: Layout) -> Layout:
    """One that can be drawn and dropped without the other."""
    copy = Layout.__new__(Layout)
    vars(copy).update(vars(layout))
    return copy


def struts() -> list[Undo]:
    """How high a line of a style is at least, and where its letters stand, is found out once for each style."""
    measure = line_break.strut

    def known(style) -> Any:
        answers = vars(style)
        if "_strut" not in answers:
            answers["_strut"] = measure(style)
        return answers["_strut"]

    return [put(inline, "strut", known)]
