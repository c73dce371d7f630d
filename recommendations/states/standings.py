"""The arrows of a recommendation's own standing. `services/withdrawal.py` and `services/merging.py` walk them.

Whatever stands no more asks nothing of anybody; its addressees keep the states in which they were.
"""

from common.workflow import Arrow

_TAKE_BACK = "recommendations.take_back"

STANDINGS = {
    ("open", "withdraw"): Arrow("withdrawn", _TAKE_BACK, needs_note=True),
    ("open", "merge"): Arrow("merged", _TAKE_BACK, needs_note=True),
    ("merged", "undo_merge"): Arrow("open", _TAKE_BACK, needs_note=True),
}
