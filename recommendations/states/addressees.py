"""The arrows of an addressee's state, as data. `services/transitions.py` walks them; docs/workflow.md shows them."""

from common.workflow import Arrow

#: What each decision of a response makes of the state.
DECISION_ACTIONS = {
    "accepted": "accept",
    "conditional": "accept_conditionally",
    "partly": "accept_partly",
    "declined": "decline",
    "beyond_mandate": "refer",
    "already_done": "report_already_done",
    "noted": "note",
    "answered": "answer",
    "clarification": "ask_clarification",
}

_ANSWER = "recommendations.answer"
_PROGRESS = "recommendations.report_progress"

TRANSITIONS = {
    ("draft", "make_ready"): Arrow("ready", "recommendations.make_ready"),
    ("ready", "send"): Arrow("sent", "recommendations.send"),
    ("sent", "accept"): Arrow("accepted", _ANSWER),
    ("sent", "accept_conditionally"): Arrow("conditional", _ANSWER, needs_note=True),
    ("sent", "accept_partly"): Arrow("partly", _ANSWER, needs_note=True),
    ("sent", "decline"): Arrow("declined", _ANSWER, needs_note=True),
    ("sent", "refer"): Arrow("referred", _ANSWER, needs_note=True),
    ("sent", "report_already_done"): Arrow("already_done", _ANSWER, needs_note=True),
    ("sent", "note"): Arrow("noted", _ANSWER),
    ("sent", "answer"): Arrow("answered", _ANSWER),
    ("sent", "ask_clarification"): Arrow("clarification", _ANSWER, needs_note=True),
    ("clarification", "clarify"): Arrow("sent", "recommendations.send", needs_note=True),
    **{
        (state, "withdraw_answer"): Arrow("sent", _ANSWER, needs_note=True)
        for state in (
            "accepted",
            "conditional",
            "partly",
            "declined",
            "already_done",
            "noted",
            "answered",
            "clarification",
        )
    },
    **{
        (state, "start"): Arrow("in_progress", _PROGRESS)
        for state in ("accepted", "conditional", "partly", "stopped")
    },
    ("in_progress", "stop"): Arrow("stopped", _PROGRESS, needs_note=True),
    **{
        (state, "report_done"): Arrow("reported_done", _PROGRESS)
        for state in ("accepted", "conditional", "partly", "already_done", "in_progress")
    },
    ("reported_done", "verify"): Arrow("verified", "recommendations.verify"),
    ("reported_done", "reject_claim"): Arrow("in_progress", "recommendations.verify", needs_note=True),
}
