"""Text that a spreadsheet program would run as a formula: defused in sheets that go out, undone in ours that come back."""

import re

#: What spreadsheet programs skip before they look for a formula: marks of direction, joiners, BOM, blanks.
_SKIPPED = "[\\s\ufeff\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069]*"
#: What begins a formula or a command, also full-width.
_FORMULA = re.compile(f"{_SKIPPED}[=+\\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def defuse(value):
    """The value as a cell that no spreadsheet program runs: text that would be a formula gets an apostrophe."""
    if not isinstance(value, str):
        return value
    value = _CONTROL.sub("", value)
    return f"'{value}" if _FORMULA.match(value) else value


def undefuse(value):
    """What `defuse` was given, for a sheet of ours that comes back."""
    if isinstance(value, str) and value.startswith("'") and _FORMULA.match(value[1:]):
        return value[1:]
    return value
