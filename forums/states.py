"""The arrows of the minutes' state, as data. `services/minutes.py` walks them."""

from common.workflow import Arrow

TRANSITIONS = {
    ("draft", "submit"): Arrow("submitted", "forums.write_minutes"),
    ("amending", "submit"): Arrow("submitted", "forums.write_minutes"),
    ("submitted", "take_back"): Arrow("draft", "forums.write_minutes"),
    ("submitted", "return"): Arrow("draft", "forums.approve_minutes", needs_note=True),
    ("submitted", "approve"): Arrow("approved", "forums.approve_minutes"),
    ("approved", "reopen"): Arrow("amending", "forums.reopen_minutes", needs_note=True),
}
