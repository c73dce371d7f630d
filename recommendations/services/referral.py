"""An ask that is beyond an institution's mandate goes on to another one, which is asked in its place."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.versions import save_if_current
from recommendations.deadlines import answer_due_on, holidays
from recommendations.models import Addressee, OutboxMessage
from recommendations.services.outbox import tell_institution

Part, State = Addressee.Part, Addressee.State


def require_referable(response, errors: dict) -> None:
    """Add to `errors` what speaks against asking `response.referred_to` instead."""
    target, addressee = response.referred_to, response.addressee
    if target is None:
        errors["referred_to"] = _("Please name the institution that it is referred to.")
    elif target.pk == addressee.institution_id:
        errors["referred_to"] = _("It cannot be referred to the same institution.")
    elif _row_of(addressee, target, state=State.REFERRED):
        errors["referred_to"] = _("That institution has said already that it is beyond its mandate.")


@transaction.atomic
def open_referral(*, actor, addressee, institution, moment) -> Addressee:
    """Ask `institution` in place of `addressee`, which was just closed as referred; in the caller's transaction.

    One that had a part already (through, copy, supporting) takes over; what it answered before stands.
    """
    recommendation = addressee.recommendation
    due = answer_due_on(recommendation.programme, timezone.localdate(moment), holidays())
    row = _row_of(addressee, institution)
    if row is None:
        row = Addressee.objects.create(
            recommendation=recommendation,
            institution=institution,
            part=addressee.part,
            state=State.SENT,
            sent_at=moment,
            answer_due_on=due,
            referred_from=addressee,
        )
    else:
        if addressee.part == Part.LEAD or row.part not in (Part.LEAD, Part.SUPPORTING):
            row.part = addressee.part
        row.referred_from = addressee
        row.answer_due_on = due if row.state == State.SENT else row.answer_due_on
        save_if_current(row, expected=row.version, fields=["part", "referred_from", "answer_due_on"])
    if row.state == State.SENT:
        tell_institution(addressee=row, kind=OutboxMessage.Kind.ANSWER_AWAITED)
    audit.append(
        actor=actor,
        action="recommendations.ask_instead",
        subject=recommendation,
        programme=recommendation.programme,
        details={"addressee": row.public_id, "in_place_of": addressee.public_id},
    )
    return row


def _row_of(addressee, institution, **fields):
    others = addressee.recommendation.addressees.exclude(pk=addressee.pk)
    return others.filter(institution=institution, **fields).first()
