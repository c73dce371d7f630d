"""A review meeting goes through the asks of earlier forums: answers are taken down, asks raised again or left."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from forums.services.outputs import add_output
from recommendations.models import Hearing, Recommendation, Response
from recommendations.services.journey import join_output
from recommendations.services.on_behalf import record_on_behalf

Outcome = Hearing.Outcome
#: A day without an hour counts from its middle, so that no time zone makes it another day.
_NOON = datetime.time(12)


@transaction.atomic
def answer_in_room(*, actor, forum, addressee, **answer) -> Response:
    """Take down what an institution said at the meeting: its answer, which counts once it confirms it.

    Dated on the day of the meeting where that is past and the ask was sent by then. Raises what `record_on_behalf`
    raises, and ValidationError for an ask of another forum.
    """
    _require(actor, forum, addressee.recommendation)
    response = record_on_behalf(
        actor=actor,
        addressee=addressee,
        channel=Response.Channel.ROOM,
        sent_at=_moment(forum, addressee),
        **answer,
    )
    Hearing.objects.create(
        forum=forum,
        recommendation=addressee.recommendation,
        outcome=Outcome.ANSWERED,
        response=response,
        made_by=actor,
    )
    _drop_undiscussed(forum, addressee.recommendation)
    _record(actor, "answer_in_room", forum, addressee.recommendation, {"response": response.public_id})
    return response


@transaction.atomic
def mark_not_discussed(*, actor, forum, recommendation) -> Hearing:
    """The meeting did not come to it. Nothing else is said of it yet, or ValidationError; said twice changes nothing."""
    _require(actor, forum, recommendation)
    heard = forum.hearings.filter(recommendation=recommendation)
    if heard.exclude(outcome=Outcome.NOT_DISCUSSED).exists():
        raise ValidationError(_("Something else was taken down of this ask already."))
    hearing, made = Hearing.objects.get_or_create(
        forum=forum,
        recommendation=recommendation,
        outcome=Outcome.NOT_DISCUSSED,
        response=None,
        defaults={"made_by": actor},
    )
    if made:
        _record(actor, "mark_not_discussed", forum, recommendation)
    return hearing


@transaction.atomic
def raise_again(*, actor, forum, recommendation, text="", language="") -> Hearing:
    """The meeting asked it again: an output of its own minutes, joined to the ask; `text` where it was reworded.

    Raises MinutesClosed, PermissionDenied, ValidationError (raised there before, withdrawn, of another forum).
    """
    _require(actor, forum, recommendation)
    if forum.hearings.filter(recommendation=recommendation, outcome=Outcome.RAISED_AGAIN).exists():
        raise ValidationError(_("It was raised again at this meeting already."))
    words = text.strip() or recommendation.text
    same = words == recommendation.text
    output = add_output(
        actor=actor,
        minutes=forum.minutes,
        kind=recommendation.kind,
        text=words,
        language=recommendation.language if same else language or recommendation.language,
        translation=recommendation.translation if same else "",
        themes=list(recommendation.themes.all()),
    )
    join_output(actor=actor, output=output, recommendation=recommendation)
    hearing = Hearing.objects.create(
        forum=forum,
        recommendation=recommendation,
        outcome=Outcome.RAISED_AGAIN,
        output=output,
        made_by=actor,
    )
    _drop_undiscussed(forum, recommendation)
    _record(actor, "raise_again", forum, recommendation, {"output": output.public_id})
    return hearing


def asks_of(forum):
    """The asks that stand and stem from the forums that this one reviews."""
    return Recommendation.objects.stemming_from(forum.reviews.all()).standing()


def _require(actor, forum, recommendation):
    if not actor.has_perm("recommendations.hear", forum):
        raise PermissionDenied("recommendations.hear")
    if not asks_of(forum).filter(pk=recommendation.pk, programme=forum.programme_id).exists():
        raise ValidationError(_("This ask does not stem from the forums that are reviewed here."))


def _moment(forum, addressee):
    now = timezone.now()
    if forum.date is None or forum.date >= timezone.localdate():
        return now
    moment = timezone.make_aware(datetime.datetime.combine(forum.date, forum.starts_at or _NOON))
    return now if addressee.sent_at is None or moment < addressee.sent_at else moment


def _drop_undiscussed(forum, recommendation):
    forum.hearings.filter(recommendation=recommendation, outcome=Outcome.NOT_DISCUSSED).delete()


def _record(actor, act, forum, recommendation, details=None):
    audit.append(
        actor=actor,
        action=f"recommendations.{act}",
        subject=recommendation,
        programme=forum.programme,
        details={"forum": forum.public_id} | (details or {}),
    )
