"""The arrows of a report's state, as data. `services/release.py` walks them; only the narrower audiences have a way."""

from common.workflow import MACHINE, Arrow

TRANSITIONS = {
    ("draft", "release"): Arrow("released", "reports.release"),
    ("draft", "discard"): Arrow("withdrawn", "reports.release"),
    ("released", "withdraw"): Arrow("withdrawn", "reports.release", needs_note=True),
    # A person whom it names was erased, which two persons have decided.
    ("draft", "erase"): Arrow("withdrawn", MACHINE),
    ("released", "erase"): Arrow("withdrawn", MACHINE),
}
