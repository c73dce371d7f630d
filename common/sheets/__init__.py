"""Sheets that people hand in: measured before they are opened, parsed in a child with limits, headers matched."""

from .columns import Field, Matching, match_columns
from .formulas import defuse, undefuse
from .measuring import MOST_BYTES, measure_workbook
from .reading import Sheet, read_sheet
from .refusals import SheetRefused, message_for

__all__ = [
    "MOST_BYTES",
    "Field",
    "Matching",
    "Sheet",
    "SheetRefused",
    "defuse",
    "match_columns",
    "measure_workbook",
    "message_for",
    "read_sheet",
    "undefuse",
]
