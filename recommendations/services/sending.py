"""Sending a recommendation: number, wording, letters due and states, all of it or nothing."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.versions import save_if_current
from common.workflow import NotAllowedHere
from forums.models import Programme
from recommendations.deadlines import answer_due_on, holidays
from recommendations.models import Addressee, OutboxMessage, Recommendation, Wording
from recommendations.services.outbox import tell_institution
from recommendations.services.promote import search_key
from recommendations.services.transitions import change_state, require_standing

Part, State = Addressee.Part, Addressee.State


@transaction.atomic
def send_recommendation(*, actor, recommendation, expected, today=None) -> Recommendation:
    """Send an ask to all its addressees and give it its number, which is never used again.

    `today` is the local day that it counts as sent on. Raises PermissionDenied, NotAllowedHere (it was sent or
    withdrawn before: a second click), StaleVersion, and ValidationError where it cannot be sent yet, with the
    code "general", "undetermined", "guess" or "not_ready".
    """
    if not actor.has_perm("recommendations.manage", recommendation):
        raise PermissionDenied("recommendations.manage")
    recommendation.refresh_from_db(fields=["number", "standing"])
    require_standing(recommendation, "send")
    if recommendation.number is not None:
        raise NotAllowedHere(State.SENT, "send")
    addressees = list(recommendation.addressees.select_related("institution").order_by("pk"))
    if obstacle := sending_obstacle(recommendation, addressees):
        raise ValidationError(obstacle[1], code=obstacle[0])
    moment = _moment(today)
    recommendation.number = _next_number(recommendation.programme)
    recommendation.folded = search_key(recommendation)
    save_if_current(recommendation, expected=expected, fields=["number", "folded"])
    Wording.objects.create(
        recommendation=recommendation,
        occasion=Wording.Occasion.SENT,
        made_by=actor,
        made_at=moment,
        **recommendation.words(),
    )
    due = answer_due_on(recommendation.programme, timezone.localdate(moment), holidays())
    asked = [row for row in addressees if row.part in (Part.LEAD, Part.SUPPORTING)]
    for addressee in asked:
        tell_institution(addressee=addressee, kind=OutboxMessage.Kind.ANSWER_AWAITED)
    for addressee in addressees:
        addressee.recommendation = recommendation
        addressee.sent_at = moment
        addressee.answer_due_on = due if addressee in asked else None
        change_state(actor=actor, addressee=addressee, action="send", fields=["sent_at", "answer_due_on"])
    audit.append(
        actor=actor,
        action="recommendations.send",
        subject=recommendation,
        programme=recommendation.programme,
        details={"number": recommendation.number, "addressees": [row.public_id for row in addressees]},
    )
    vars(recommendation).pop("asked", None)
    return recommendation


def sending_obstacle(recommendation, addressees) -> tuple[str, str] | None:
    """(code, message) of what must be done before it can be sent; None where nothing stands against it."""
    if recommendation.is_general:
        return "general", _("It is addressed to nobody in particular, so it is not sent.")
    if not addressees or any(row.institution_id is None for row in addressees):
        return "undetermined", _("The addressee is not determined yet. Please name the institution first.")
    if any(row.is_guess for row in addressees):
        return "guess", _("An addressee was only proposed. Please confirm it or choose another first.")
    if any(row.state == State.DRAFT for row in addressees):
        return "not_ready", _("The minutes that it comes from are not approved yet.")
    return None


@transaction.atomic
def clarify(*, actor, addressee, note, today=None, expected=None) -> Addressee:
    """Answer an institution's question about the ask; the next round begins with a new date to answer by.

    The note stands with the answer that asked for it.

    Raises NotAllowedHere, PermissionDenied, NoteMissing, StaleVersion.
    """
    moment = _moment(today)
    programme = addressee.recommendation.programme
    question = addressee.responses.standing().filter(round=addressee.round).first()
    addressee.round += 1
    addressee.answer_due_on = answer_due_on(programme, timezone.localdate(moment), holidays())
    tell_institution(addressee=addressee, kind=OutboxMessage.Kind.CLARIFICATION)
    change_state(
        actor=actor,
        addressee=addressee,
        action="clarify",
        note=note,
        expected=expected,
        fields=["round", "answer_due_on"],
    )
    if question is not None:
        question.clarification, question.clarified_at = note.strip(), moment
        save_if_current(question, expected=question.version, fields=["clarification", "clarified_at"])
    return addressee


def _next_number(programme) -> int:
    # The UPDATE holds the row until the transaction ends: two senders wait for each other, and a number that
    # a failed sending took is free again.
    Programme.objects.filter(pk=programme.pk).update(
        last_recommendation_number=F("last_recommendation_number") + 1
    )
    return Programme.objects.values_list("last_recommendation_number", flat=True).get(pk=programme.pk)


def _moment(today):
    """Now, or noon of another local day."""
    if today is None or today == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.datetime.combine(today, datetime.time(12)))
