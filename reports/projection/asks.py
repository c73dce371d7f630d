"""Recommendations with addressee, answer, promised date, state and verification."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.arabic import localise_digits
from recommendations.models import Addressee
from reports.figures.labels import GENERAL_LABEL
from reports.figures.lateness import lateness, promised_on, standing_response

State = Addressee.State
#: How a state's chip looks: waits for somebody, settled, under way, trouble, plain.
TONES = {
    State.SENT: "open",
    State.CLARIFICATION: "open",
    State.ACCEPTED: "prog",
    State.CONDITIONAL: "prog",
    State.PARTLY: "prog",
    State.IN_PROGRESS: "prog",
    State.REPORTED_DONE: "prog",
    State.ALREADY_DONE: "ok",
    State.ANSWERED: "ok",
    State.VERIFIED: "ok",
    State.DECLINED: "late",
    State.STOPPED: "late",
}


def project_recommendations(recommendations, outputs, texts, *, as_of, holidays) -> list[dict]:
    """All that stem from the forum, in the order of their references, the unsent ones after them."""
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    return [_recommendation(row, numbers, texts, as_of, holidays) for row in recommendations]


def state_label(recommendation) -> str:
    """The recommendation's state in words."""
    if recommendation.standing != recommendation.Standing.OPEN:
        return recommendation.get_standing_display()
    return recommendation.lead.get_state_display() if recommendation.lead else str(GENERAL_LABEL)


def where(recommendation, numbers, language: str) -> str:
    """How the document calls a recommendation: its reference, or before it was sent its output."""
    if recommendation.reference:
        return _("Recommendation %(reference)s") % {"reference": recommendation.reference}
    first = min((numbers[row.pk] for row in recommendation.sources.all() if row.pk in numbers), default="–")
    return _("Recommendation from output %(number)s") % {"number": localise_digits(first, language)}


def _recommendation(row, numbers, texts, as_of, holidays):
    name = where(row, numbers, texts.language)
    order = list(Addressee.Part)
    addressees = sorted(row.addressees.all(), key=lambda item: (order.index(item.part), item.pk))
    projected = [_addressee(item, name, texts, as_of, holidays) for item in addressees]
    for item in projected:
        item["stands_apart"] = item is projected[0] or _standing(item) != _standing(projected[0])
    return {
        "reference": row.reference,
        "outputs": sorted(numbers[source.pk] for source in row.sources.all() if source.pk in numbers),
        "kind_label": row.get_kind_display(),
        "text": texts.written(row, name),
        "is_general": row.is_general,
        "is_pressing": row.priority == row.Priority.HIGH,
        "expected_result": texts.plain(row.expected_result, name),
        "due_on": row.due_on and row.due_on.isoformat(),
        "state": row.state,
        "state_label": state_label(row),
        "tone": TONES.get(row.state, "plain"),
        "merged_into": row.merged_into.reference if row.merged_into else "",
        "standing_reason": texts.plain(row.standing_reason, name),
        "addressees": projected,
    }


def _addressee(row, name, texts, as_of, holidays):
    late = lateness(row, as_of=as_of, holidays=holidays)
    promised = promised_on(row)
    return {
        "name": texts.named(row.institution),
        "part": row.part,
        "part_label": row.get_part_display(),
        "is_asked": row.part in (Addressee.Part.LEAD, Addressee.Part.SUPPORTING),
        "is_guess": row.is_guess,
        "state_label": row.get_state_display(),
        "tone": TONES.get(row.state, "plain"),
        "sent_on": row.sent_at and timezone.localdate(row.sent_at).isoformat(),
        "answer_due_on": row.answer_due_on and row.answer_due_on.isoformat(),
        "is_awaited": row.state == State.SENT,
        "late": late and {"what": late.what, "label": late_label(late.working_days)},
        "promised_on": promised and promised.isoformat(),
        "response": _response(row, name, texts),
        "update": _last_update(row, name, texts),
        "verification": _last_verification(row),
    }


def _standing(item):
    """What a line of the state column says: said once where the supporting institutions stand as the lead does."""
    return [item[key] for key in ("state_label", "late", "answer_due_on", "promised_on", "verification")]


def late_label(days: int) -> str:
    """By how many working days something is late, in words."""
    return ngettext("%(n)d working day late", "%(n)d working days late", days) % {"n": days}


def _response(addressee, name, texts):
    """The answer's summary. Its `detail` is for the programme's screen, not for paper."""
    response = standing_response(addressee)
    if response is None:
        return None
    return {
        "decision": response.decision,
        "decision_label": response.get_decision_display(),
        "text": texts.written(response, _("Answer to: %(name)s") % {"name": name}),
        "reason": texts.plain(response.reason, _("Answer to: %(name)s") % {"name": name}),
        "condition": texts.plain(response.condition, _("Answer to: %(name)s") % {"name": name}),
        "condition_by": texts.plain(response.condition_by),
        "referred_to": texts.named(response.referred_to),
        "unit": texts.plain(response.unit),
        "is_confirmed": response.is_confirmed,
        "on": timezone.localdate(response.sent_at).isoformat(),
        "commitments": [
            {
                "text": texts.written(row, _("Answer to: %(name)s") % {"name": name}),
                "due_on": row.due_on.isoformat(),
            }
            for row in response.commitments.all()
        ],
    }


def _last_update(addressee, name, texts):
    updates = list(addressee.updates.all())
    if not updates:
        return None
    last = updates[-1]
    return {
        "kind_label": last.get_kind_display(),
        "text": texts.written(last, _("Update on: %(name)s") % {"name": name}),
        "percent": last.percent,
        "on": last.happened_on.isoformat(),
    }


def _last_verification(addressee):
    findings = list(addressee.verifications.all())
    if not findings:
        return None
    last = findings[-1]
    return {"finding_label": last.get_finding_display(), "on": last.found_on.isoformat()}
