"""What an institution answers: recording it, confirming what nobody knows to be its own, withdrawing a wrong one."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from common import audit
from common.versions import save_if_current
from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Addressee, CodeBearer, Commitment, OutboxMessage, Response
from recommendations.services.drafts import drop_draft
from recommendations.services.outbox import tell_managers
from recommendations.services.referral import open_referral
from recommendations.services.transitions import change_state
from recommendations.services.wholeness import require_own_channel, require_whole
from recommendations.states import DECISION_ACTIONS

Decision = Response.Decision


@transaction.atomic
def record_response(
    *,
    actor,
    addressee,
    decision,
    summary,
    channel,
    detail="",
    reason="",
    condition="",
    condition_by="",
    referred_to=None,
    unit="",
    promised_on=None,
    letter=None,
    commitment_text="",
    language="ar",
    sent_at=None,
    expected=None,
    draft_seen=None,
) -> Response:
    """Record the answer of one institution in the present round, and what it promised.

    The institution's own account answers by `channel` "account"; staff record on its behalf what came by letter
    or was said in the room (which counts once the institution confirms it, as does what comes by a one-time code,
    whose `actor` is a `CodeBearer`: `services/codes.py`). A referral closes this addressee and opens the one that
    it names. An own answer takes the place of the institution's draft, if that is still at
    version `draft_seen` (None: not asked). Raises ValidationError, PermissionDenied, NotAllowedHere (answered before: a
    second click), StaleVersion.
    """
    if not actor.has_perm("recommendations.answer", addressee):
        raise PermissionDenied("recommendations.answer")
    if addressee.part not in (Addressee.Part.LEAD, Addressee.Part.SUPPORTING):
        raise NotAllowedHere(addressee.part, "answer")
    response = Response(
        addressee=addressee,
        round=addressee.round,
        decision=decision,
        text=summary.strip(),
        language=language,
        detail=detail.strip(),
        reason=reason.strip(),
        condition=condition.strip(),
        condition_by=condition_by.strip(),
        referred_to=referred_to,
        unit=unit.strip(),
        promised_on=promised_on,
        channel=channel,
        letter=letter,
        answered_by=None if isinstance(actor, CodeBearer) else actor,
        sent_at=sent_at or timezone.now(),
        is_demo=addressee.recommendation.is_demo,
    )
    require_whole(response, commitment_text.strip())
    own = require_own_channel(actor, response)
    action = DECISION_ACTIONS[decision]
    _require_free(addressee, action)
    if own:
        drop_draft(addressee=addressee, seen=draft_seen)
    response.save()
    if commitment_text.strip():
        Commitment.objects.create(
            response=response,
            text=commitment_text.strip(),
            language=language,
            unit=response.unit,
            due_on=promised_on,
        )
    tell_managers(addressee=addressee, kind=OutboxMessage.Kind.ANSWER_ARRIVED)
    change_state(
        actor=actor,
        addressee=addressee,
        action=action,
        note=response.reason or response.condition,
        expected=expected,
        details={"response": response.public_id, "channel": str(channel)},
    )
    if decision == Decision.BEYOND_MANDATE:
        open_referral(actor=actor, addressee=addressee, institution=referred_to, moment=response.sent_at)
    return response


@transaction.atomic
def confirm_response(*, actor, response) -> Response:
    """The institution stands by what was said in the room or came by a code. Raises PermissionDenied, NotAllowedHere."""
    if not actor.has_perm("recommendations.confirm_response", response):
        raise PermissionDenied("recommendations.confirm_response")
    if not response.stands or response.is_confirmed:
        raise NotAllowedHere("confirmed", "confirm")
    response.confirmed_at = timezone.now()
    save_if_current(response, expected=response.version, fields=["confirmed_at"])
    _record(actor, "confirm_response", response)
    return response


@transaction.atomic
def withdraw_response(*, actor, response, note) -> Addressee:
    """Take back a wrong answer that was not released yet; the next round begins with the same date.

    What an institution entered itself, it alone takes back. Raises NotAllowedHere (released, withdrawn, or
    followed by progress), PermissionDenied, NoteMissing.
    """
    addressee = response.addressee
    if not response.stands or response.released_at is not None or response.round != addressee.round:
        raise NotAllowedHere("released", "withdraw_answer")
    if not actor.has_perm("recommendations.withdraw_answer", response):
        raise PermissionDenied("recommendations.withdraw_answer")
    if not note.strip():
        raise NoteMissing("withdraw_answer")
    response.withdrawn_at = timezone.now()
    response.withdrawn_because = note.strip()
    save_if_current(response, expected=response.version, fields=["withdrawn_at", "withdrawn_because"])
    addressee.round += 1
    change_state(
        actor=actor,
        addressee=addressee,
        action="withdraw_answer",
        note=note,
        fields=["round"],
        details={"response": response.public_id},
    )
    return addressee


def _require_free(addressee, action):
    """A state without this action, or an answer in this round, was somebody's faster click."""
    addressee.refresh_from_db(fields=["state"])
    if (
        addressee.state != Addressee.State.SENT
        or addressee.responses.standing().filter(round=addressee.round).exists()
    ):
        raise NotAllowedHere(addressee.state, action)


def _record(actor, act, response):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=response,
        programme=response.addressee.recommendation.programme,
    )
