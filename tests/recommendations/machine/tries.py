"""Who tries what with what, and how often."""

from .model import DECISIONS, UPDATES

#: Those who may do something come more often, or most walks would stand still.
ACTORS = (
    ["fitting"] * 30
    + ["manager", "staff", "reviewer", "foreign_reviewer"] * 3
    + ["second_manager", "no_second_factor", "foreign_manager", "foreign_staff", "dual", "donor", "auditor"]
    + ["administrator", "superuser", "roleless", "deactivated"]
)
BODIES = ["BODY", "BODY", "BODY", "OTHER", "OTHER", "THIRD"]
NOTES = ["سبب"] * 5 + ["", " \n"]
#: Mostly the present version; sometimes one that was read before another's act, or none.
SEEN = [0] * 8 + [-1, None]
WHO, WHERE = {"actor": ACTORS}, {"actor": ACTORS, "body": BODIES}
SAYS = {"note": NOTES, "seen": SEEN}
#: act → (how often it is tried, what it is tried with)
ACTS = {
    "send": (3, WHO | {"seen": SEEN}),
    "address_anew": (1, WHO),
    "answer": (
        6,
        WHERE
        | {"decision": [*DECISIONS, "accepted", "conditional", "clarification"], "target": BODIES}
        | {"channel": ["account", "account", "room", "letter"]}
        | SAYS,
    ),
    "print_code": (2, WHERE),
    "answer_by_paper": (
        2,
        {"body": BODIES, "decision": ["accepted", "declined", "noted", "beyond_mandate"], "note": NOTES},
    ),
    "confirm": (2, WHERE),
    "take_back": (2, WHERE | {"note": NOTES}),
    "release": (1, {"body": BODIES}),
    "explain": (3, WHERE | SAYS),
    "report": (5, WHERE | {"kind": list(UPDATES)} | SAYS),
    "look": (
        4,
        WHERE | {"finding": ["confirmed", "confirmed", "partly", "not_confirmed"], "method": NOTES} | SAYS,
    ),
    "withdraw": (0.3, WHO | SAYS),
    "merge": (0.6, WHO | SAYS),
    "part": (1, WHO | SAYS),
    "archive": (0.7, {"closed": [False, False, True]}),
}
#: What may well succeed in a state: every second act is one of these.
LIKELY = {
    "ready": ("send",),
    "sent": ("answer", "answer", "print_code", "answer_by_paper"),
    "clarification": ("explain", "explain", "take_back"),
    **dict.fromkeys(["accepted", "conditional", "partly"], ("report", "report", "confirm", "take_back")),
    **dict.fromkeys(["already_done", "in_progress", "stopped"], ("report",)),
    "reported_done": ("look",),
}
