"""What an approval warns of, and what must be there before it.

A warning asks for a reason and never refuses the real world; what is `blocking` must be mended first. Apps to
the left add their own conditions at start-up by `register_condition`.
"""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import weekday_name
from forums.models import Forum

#: The protection checklist: the manager says that he looked at each of these.
CHECKLIST = {
    "no_names_in_text": gettext_lazy(
        "No output names a participant, or a body through which he could be recognised."
    ),
    "no_details_that_identify": gettext_lazy(
        "No output tells details (a place, a case, a date) by which somebody could be recognised."
    ),
    "attribution_agreed": gettext_lazy("The attribution of each output is what was agreed in the room."),
    "consent_on_record": gettext_lazy("Whoever is on the list knows that he is, and what for."),
}


@dataclass(frozen=True)
class ApprovalWarning:
    """One thing that speaks against approving now. `key` is stable; the reason is kept under it."""

    key: str
    message: str
    blocking: bool = False


class Condition(Protocol):
    """What an app to the left adds to approvals."""

    def warnings(self, minutes) -> list[ApprovalWarning]:
        """What it warns of."""

    def approved(self, minutes, actor) -> None:
        """What it does in the approval's transaction."""


_conditions: list[Condition] = []


def register_condition(condition: Condition) -> None:
    """Add a condition; called once, from an app's `ready`."""
    _conditions.append(condition)


def conditions() -> tuple[Condition, ...]:
    """The registered ones, in the order in which apps were loaded."""
    return tuple(_conditions)


def approval_warnings(minutes) -> list[ApprovalWarning]:
    """All warnings, blocking ones first."""
    found = [*_date_warnings(minutes.forum), *_attendance_warnings(minutes), *_output_warnings(minutes)]
    for condition in _conditions:
        found += condition.warnings(minutes)
    return sorted(found, key=lambda warning: not warning.blocking)


def _date_warnings(forum):
    if forum.date is None:
        return [ApprovalWarning("date-missing", _("The forum has no date."), blocking=True)]
    if forum.date_standing == Forum.DateStanding.UNDECIDED:
        return [
            ApprovalWarning("date-undecided", _("Nobody has decided about the doubtful date."), blocking=True)
        ]
    language = _language()
    messages = {
        "weekday": lambda: (
            _("The source says %(written)s; that date was a %(real)s.")
            % {
                "written": weekday_name(forum.weekday_as_written, language),
                "real": weekday_name(forum.date.weekday(), language),
            }
        ),
        "programme": lambda: _("The date lies outside the dates of the programme."),
        "occasion": lambda: _("The date is more than a week from the occasion that it is said to mark."),
    }
    return [ApprovalWarning(f"date-{conflict}", messages[conflict]()) for conflict in forum.date_conflicts()]


def _attendance_warnings(minutes):
    forum = minutes.forum
    rows = list(forum.attendances.kept().select_related("person"))
    if not rows and not forum.totals.exists():
        return [ApprovalWarning("attendance-missing", _("Nobody is on the attendance list."), blocking=True)]
    present = [row for row in rows if row.presence == "present"]
    unknown = sum(1 for row in present if not row.person.sex)
    if unknown and not forum.totals.filter(dimension="sex").exists():
        message = ngettext(
            "The sex of %(count)d participant is not recorded.",
            "The sex of %(count)d participants is not recorded.",
            unknown,
        )
        return [ApprovalWarning("sex-not-recorded", message % {"count": unknown})]
    return []


def _output_warnings(minutes):
    if minutes.outputs.kept().exists():
        return []
    return [ApprovalWarning("outputs-missing", _("Nothing that was said is written down."))]


def _language():
    from django.utils.translation import get_language

    return get_language() or "ar"
