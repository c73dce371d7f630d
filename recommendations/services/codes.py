"""One-time codes on paper: made and withdrawn by staff, used up by the answer of whoever holds one.

The code is in clear on the paper alone: not in the database, the record, a message, a log or an address.
"""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signin.keys import keyed
from common import audit
from common.archive import is_closed
from common.printed_codes import new_code, normalise_code
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from recommendations.models import Addressee, AnswerCode, CodeBearer, Recommendation, Response
from recommendations.services.answers import record_response


class CodeRefused(Exception):
    """The code is unknown, used, replaced, withdrawn or too old, or nothing is asked any more. All look alike."""


@transaction.atomic
def make_code(*, actor, addressee) -> tuple[AnswerCode, str]:
    """A new code and its characters, which are to be printed at once; an earlier one is good no more.

    Raises PermissionDenied, NotAllowedHere (nothing is asked now, or a colleague made one at the same moment).
    """
    if not actor.has_perm("recommendations.make_code", addressee):
        raise PermissionDenied("recommendations.make_code")
    asked = Addressee.objects.awaiting_answer().filter(recommendation__standing=Recommendation.Standing.OPEN)
    if not asked.filter(pk=addressee.pk).exists():
        raise NotAllowedHere(addressee.state, "make_code")
    addressee.refresh_from_db(fields=["round", "answer_due_on"])
    earlier = AnswerCode.objects.unspent().filter(addressee=addressee).first()
    if earlier is not None:
        AnswerCode.objects.unspent().filter(pk=earlier.pk).update(withdrawn_at=timezone.now())
    characters = new_code(AnswerCode.LENGTH)
    try:
        with transaction.atomic():
            code = AnswerCode.objects.create(
                addressee=addressee,
                round=addressee.round,
                digest=digest_of(characters),
                made_by=actor,
                expires_at=_expiry(addressee),
            )
    except IntegrityError as error:
        raise NotAllowedHere(addressee.state, "make_code") from error
    details = {"expires_at": code.expires_at.isoformat(), "replaces": earlier and earlier.public_id}
    _record(actor, "make_code", code, addressee, details)
    return code, characters


@transaction.atomic
def withdraw_code(*, actor, addressee) -> AnswerCode:
    """Nobody answers by the addressee's code any more. Raises PermissionDenied, NotAllowedHere (there is none)."""
    if not actor.has_perm("recommendations.make_code", addressee):
        raise PermissionDenied("recommendations.make_code")
    code = AnswerCode.objects.unspent().filter(addressee=addressee).first()
    now = timezone.now()
    if code is None or not AnswerCode.objects.unspent().filter(pk=code.pk).update(withdrawn_at=now):
        raise NotAllowedHere(addressee.state, "withdraw_code")
    _record(actor, "withdraw_code", code, addressee)
    return code


def find_code(typed: str) -> AnswerCode:
    """The open code that was typed, in any spelling; looking does not use it up. Raises CodeRefused.

    One question to the database whatever was typed: neither the answer nor its time tells one refusal from another.
    """
    code = AnswerCode.objects.open().filter(digest=digest_of(normalise_code(typed))).first()
    if code is None:
        raise CodeRefused
    return code


@transaction.atomic
def answer_by_code(*, actor: CodeBearer, **answer) -> Response:
    """Record the answer of whoever holds a code and use the code up, in one. `answer`: as for `record_response`.

    Of two at the same moment one wins. What would ask another institution in this one's place takes an account or a
    letter: nobody knows yet who speaks. Raises CodeRefused, and ValidationError as `record_response` does.
    """
    if answer.get("decision") == Response.Decision.BEYOND_MANDATE:
        raise ValidationError({"decision": _("Please choose what the answer comes to.")})
    code = actor.answer_code
    # On columns of the row alone: PostgreSQL asks them again of the row that another has just written.
    if not AnswerCode.objects.in_time().filter(pk=code.pk).update(used_at=timezone.now()):
        raise CodeRefused
    addressee = Addressee.objects.select_related("institution", "recommendation__programme").get(
        pk=code.addressee_id
    )
    if addressee.round != code.round or is_closed(addressee.recommendation.programme.archived_at):
        raise CodeRefused
    try:
        response = record_response(actor=actor, addressee=addressee, channel=Response.Channel.CODE, **answer)
    except (NotAllowedHere, StaleVersion, IntegrityError) as error:
        # Answered by letter or account, or taken back, in between.
        raise CodeRefused from error
    AnswerCode.objects.filter(pk=code.pk).update(response=response)
    _record(actor, "use_code", code, addressee, {"response": response.public_id})
    return response


def receipt_of(response: Response) -> str:
    """A short number that the official notes and that staff find on the answer's page."""
    characters = str(response.public_id)[:8].upper()
    return f"{characters[:4]}-{characters[4:]}"


def digest_of(characters: str) -> str:
    """What is kept of a code."""
    return keyed("answer code", characters)


def _expiry(addressee):
    """The end of the last day on which the paper is good, as a moment."""
    last = timezone.localdate(timezone.now() + AnswerCode.LIFETIME)
    if addressee.answer_due_on is not None:
        last = max(last, addressee.answer_due_on)
    midnight = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight) - datetime.timedelta(seconds=1)


def _record(actor, act, code, addressee, details=None):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=code,
        programme=addressee.recommendation.programme,
        details={"addressee": addressee.public_id} | (details or {}),
    )
