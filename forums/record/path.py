"""The path of the minutes: written, submitted, approved, sent, answered."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from forums.models import Minutes

State = Minutes.State


@dataclass(frozen=True)
class Step:
    """One step, in the shape of templates/components/thread.html."""

    label: str
    state: str = "done"
    date: datetime | None = None
    note: str = ""


def approval_path(record) -> list[Step]:
    """All steps taken, and the one that is due."""
    minutes = record.minutes
    steps = [Step(gettext("Entered"), date=record.forum.created_at)]
    for revision in record.revisions:
        steps.append(
            Step(
                gettext("Revision %(number)d approved") % {"number": revision.number},
                date=revision.approved_at,
                note=_revision_note(revision),
            )
        )
    if minutes.state == State.AMENDING:
        steps.append(Step(gettext("Being amended"), "now", note=minutes.amendment_reason))
    elif minutes.state == State.SUBMITTED:
        steps.append(Step(gettext("Submitted for approval"), "now", minutes.submitted_at))
    elif minutes.state == State.DRAFT and minutes.return_note:
        steps.append(Step(gettext("Returned to be mended"), "now", note=minutes.return_note))
    elif minutes.state == State.DRAFT:
        steps.append(Step(gettext("Being written"), "now"))
    return steps + _institutions(record)


def _revision_note(revision) -> str:
    """Why it was amended, and the reasons that were given for going on in spite of warnings."""
    parts = [revision.reason] if revision.reason else []
    if revision.warnings:
        count = len(revision.warnings)
        text = ngettext("Approved with %(count)d warning", "Approved with %(count)d warnings", count)
        reasons = list(dict.fromkeys(row["reason"] for row in revision.warnings))
        parts.append(f"{text % {'count': count}}: {' · '.join(reasons)}")
    return " — ".join(parts)


def _institutions(record) -> list[Step]:
    """How many asks were sent and answered. A lead addressee stands for its recommendation."""
    leads = [row.lead for row in record.recommendations if row.standing == "open" and row.lead]
    if not leads or not record.minutes.revision:
        return []
    sent = [lead for lead in leads if lead.sent_at]
    answered = [lead for lead in sent if lead.state in lead.ANSWERED_STATES]
    steps = [_share(gettext("Recommendations sent: %(done)d of %(all)d"), len(sent), len(leads))]
    if sent:
        steps.append(
            _share(gettext("Answers of institutions: %(done)d of %(all)d"), len(answered), len(sent))
        )
    return steps


def _share(text, done, total) -> Step:
    return Step(text % {"done": done, "all": total}, "done" if done == total else "now")
