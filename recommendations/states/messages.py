"""The arrows of an outbox message. `services/delivery.py` walks the machine's, `services/outbox.py` a manager's.

A message is *sending* from before it is handed to the mail server until its answer: who finds it there after a
halt cannot know whether it went, so it becomes *uncertain* and is never handed over again without a person.
"""

from common.workflow import MACHINE, Arrow

_KEEP = "recommendations.keep_outbox"

MESSAGES = {
    ("waiting", "hand_over"): Arrow("sending", MACHINE),
    ("sending", "delivered"): Arrow("sent", MACHINE),
    ("sending", "try_later"): Arrow("waiting", MACHINE),
    ("sending", "refused"): Arrow("failed", MACHINE),
    ("sending", "lost_sight"): Arrow("uncertain", MACHINE),
    ("waiting", "give_up"): Arrow("failed", MACHINE),
    **{
        (state, "hand_over_on_paper"): Arrow("printed", _KEEP) for state in ("waiting", "uncertain", "failed")
    },
    **{(state, "send_again"): Arrow("waiting", _KEEP) for state in ("uncertain", "failed")},
}
