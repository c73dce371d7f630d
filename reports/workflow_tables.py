"""All tables of states with what they are about, and who holds each permission, in words: for `show_workflow`.

English alone: docs/workflow.md is. The tables stand in each app's `states`; rights in `accounts/rights.py` and `rules`.
"""

from dataclasses import dataclass

from accounts.states import TWO_PERSON_ACT
from common.workflow import MACHINE, Table
from forums.states import TRANSITIONS as MINUTES
from recommendations.states import MESSAGES, STANDINGS
from recommendations.states import TRANSITIONS as ADDRESSEES
from reports.states import TRANSITIONS as REPORTS


@dataclass(frozen=True)
class Way:
    """One table: its key in JSON, its heading, where it begins and what is to be known before it is read."""

    key: str
    heading: str
    begins: tuple[str, ...]
    about: str
    table: Table


WAYS = (
    Way(
        "addressee",
        "An addressee of a recommendation",
        ("draft",),
        "One row an institution and recommendation; the recommendation shows its lead's. Institutions that are told "
        "*through* or by *copy* come as far as `sent`. An addressee that a referral opens, begins at `sent`. "
        "*Overdue* is computed, never stored.",
        ADDRESSEES,
    ),
    Way(
        "recommendation",
        "The standing of a recommendation",
        ("open",),
        "Its own, beside its addressees' states, which stay as they were. What was merged stands again as long as "
        "nothing was sent or answered since.",
        STANDINGS,
    ),
    Way(
        "minutes",
        "Minutes",
        ("draft",),
        "An approved revision never changes; reopening leads to the next one.",
        MINUTES,
    ),
    Way(
        "message",
        "A message in the outbox",
        ("waiting",),
        "Whoever finds a message that is `sending` was not there when it went: it becomes `uncertain`, and a person "
        "decides.",
        MESSAGES,
    ),
    Way("report", "A report", ("draft",), "Internal ones have no way: they are made anew.", REPORTS),
    Way(
        "two_person_act",
        "An act that takes two persons",
        ("asked",),
        "Whoever asked does not allow it himself, and only he does it or takes it back.",
        TWO_PERSON_ACT,
    ),
)

#: permission → who holds it. By hand, beside the predicates of each app's `rules`.
WHO = {
    MACHINE: "nobody: the machine walks it",
    "accounts.decide_act": "another manager, or the second key that a manager named",
    "accounts.do_act": "whoever asked",
    "forums.approve_minutes": "a manager who did not hand them in",
    "forums.reopen_minutes": "a manager",
    "forums.write_minutes": "staff",
    "recommendations.answer": "the institution's representative (where any is of its validating authority, one of those), whoever holds its one-time code, staff on its behalf",
    "recommendations.keep_outbox": "a manager",
    "recommendations.make_ready": "a manager, by approving the minutes",
    "recommendations.report_progress": "the institution's representative, staff on its behalf",
    "recommendations.send": "a manager",
    "recommendations.take_back": "a manager; staff as long as it was not sent",
    "recommendations.verify": "a manager",
    "reports.release": "a manager",
}


def states_of(way: Way) -> list[str]:
    """Every state of the table, those that it begins with first, then in the order in which arrows lead to them."""
    found = dict.fromkeys(way.begins)
    for (origin, _action), arrow in way.table.items():
        found |= dict.fromkeys((str(origin), str(arrow.to)))
    return list(found)


def ends_of(way: Way) -> list[str]:
    """The states that no arrow leaves."""
    left = {str(origin) for origin, _action in way.table}
    return [state for state in states_of(way) if state not in left]
