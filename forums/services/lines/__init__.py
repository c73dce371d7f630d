"""Minutes as they are typed: many small changes a minute, by several people, over lines that break.

A change is made of operations on lines (outputs) and is done whole or not at all. What decides is the *value* of each
field: one that nobody else touched meanwhile is written, one that somebody did is shown with both texts. A change
carries a key of the browser's making, which is remembered with it, so that one whose answer was lost may be sent again.
"""

from forums.services.lines.changes import (
    KEYS_KEPT_FOR,
    save_change,
    saved_before,
    sweep_keys,
)
from forums.services.lines.shapes import Change, Collision, Op, Result
from forums.services.lines.values import FIELDS, language_of, line_values, lines_of, normal

__all__ = [
    "FIELDS",
    "KEYS_KEPT_FOR",
    "Change",
    "Collision",
    "Op",
    "Result",
    "language_of",
    "line_values",
    "lines_of",
    "normal",
    "save_change",
    "saved_before",
    "sweep_keys",
]
