"""The arrows of a report's state, as data. `services/release.py` walks them; only the narrower audiences have a way."""

from common.workflow import Arrow

TRANSITIONS = {
    ("draft", "release"): Arrow("released", "reports.release"),
    ("draft", "discard"): Arrow("withdrawn", "reports.release"),
    ("released", "withdraw"): Arrow("withdrawn", "reports.release", needs_note=True),
}
