"""Showing an institution how its words are minuted, its proposals, and what staff make of them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from common import audit
from common.dates import add_working_days
from common.versions import save_if_current
from common.workflow import NotAllowedHere, NoteMissing
from forums.models import Minutes, Output
from forums.services.outputs import edit_output
from recommendations.deadlines import holidays
from recommendations.models import OutboxMessage, ShownLine, WordsReview
from recommendations.services.outbox import tell_office, tell_representatives


def may_be_shown(output) -> bool:
    """Whether a line can be the words of an official: an oral pledge, or what one category said; never participants'.

    What is restricted to the office itself is shown to nobody else.
    """
    official = output.kind == Output.Kind.PLEDGE or output.spoken_by == Output.SpokenBy.CATEGORY
    participants = output.spoken_by == Output.SpokenBy.PARTICIPANTS
    return official and not participants and output.reaches("official") and output.removed_at is None


@transaction.atomic
def show_words(*, actor, minutes: Minutes, institution, outputs) -> WordsReview:
    """Show these lines to an institution; its days begin anew with each showing. Its representatives get a message.

    Raises PermissionDenied, NotAllowedHere once the minutes are approved, ValidationError for lines that are not an
    official's words.
    """
    if not actor.has_perm("recommendations.show_words", minutes):
        raise PermissionDenied("recommendations.show_words")
    minutes.refresh_from_db(fields=["state", "revision"])
    if minutes.state == Minutes.State.APPROVED:
        raise NotAllowedHere(minutes.state, "show_words")
    outputs = list(outputs)
    if not outputs:
        raise ValidationError(_("Please choose the lines."))
    if not all(output.minutes_id == minutes.pk and may_be_shown(output) for output in outputs):
        raise ValidationError(
            _("Only an oral pledge, or what one category said, is an official's own words.")
        )
    until = add_working_days(timezone.localdate(), WordsReview.DAYS, holidays=holidays())
    review, _is_new = WordsReview.objects.update_or_create(
        minutes=minutes,
        institution=institution,
        revision=minutes.revision + 1,
        defaults={"until": until, "shown_by": actor},
    )
    for output in outputs:
        ShownLine.objects.get_or_create(review=review, output=output)
    tell_representatives(
        programme=minutes.forum.programme,
        institution=institution,
        kind=OutboxMessage.Kind.WORDS_SHOWN,
        key=f"{review.public_id}:{until.isoformat()}",
        path=reverse("recommendations:own_words", args=[review.public_id]),
    )
    details = {"institution": institution.public_id, "lines": len(outputs), "until": until.isoformat()}
    _record(actor, "show_words", review, review, details)
    return review


@transaction.atomic
def propose_wording(*, actor, line: ShownLine, expected: int, text: str) -> ShownLine:
    """What the institution would have the line say; replaced until staff decide.

    Raises PermissionDenied, ValidationError without a text, NotAllowedHere once it was decided, StaleVersion.
    """
    if not actor.has_perm("recommendations.propose_wording", line):
        raise PermissionDenied("recommendations.propose_wording")
    if line.decision:
        raise NotAllowedHere(line.decision, "propose_wording")
    if not text.strip():
        raise ValidationError(_("Please write the wording that you propose."))
    line.proposal, line.proposed_by, line.proposed_at = text.strip(), actor, timezone.now()
    save_if_current(line, expected=expected, fields=["proposal", "proposed_by", "proposed_at"])
    forum = line.review.minutes.forum
    tell_office(
        programme=forum.programme,
        roles=[Role.STAFF],
        kind=OutboxMessage.Kind.WORDS_ANSWERED,
        key=str(line.public_id),
        path=reverse("recommendations:words", args=[forum.public_id]),
    )
    _record(actor, "propose_wording", line, line.review)
    return line


@transaction.atomic
def take_wording(*, actor, line: ShownLine, expected: int) -> ShownLine:
    """Write what the institution proposed into the minutes. Raises as `edit_output` does, and NotAllowedHere."""
    _require_open(actor, line)
    output = Output.objects.select_related("minutes__forum__programme").get(pk=line.output_id)
    edit_output(actor=actor, output=output, expected=output.version, text=line.proposal)
    return _decide(actor, line, expected, ShownLine.Decision.TAKEN, reason="", action="take_wording")


@transaction.atomic
def keep_wording(*, actor, line: ShownLine, expected: int, reason: str) -> ShownLine:
    """Leave the line as it is. Raises PermissionDenied, NotAllowedHere, NoteMissing, StaleVersion."""
    _require_open(actor, line)
    if not reason.strip():
        raise NoteMissing("keep_wording")
    return _decide(
        actor, line, expected, ShownLine.Decision.KEPT, reason=reason.strip(), action="keep_wording"
    )


def _require_open(actor, line):
    if not actor.has_perm("recommendations.settle_wording", line):
        raise PermissionDenied("recommendations.settle_wording")
    if not line.is_open:
        raise NotAllowedHere(line.decision, "settle_wording")


def _decide(actor, line, expected, decision, *, reason, action):
    line.decision, line.reason, line.decided_by = decision, reason, actor
    save_if_current(line, expected=expected, fields=["decision", "reason", "decided_by"])
    _record(actor, action, line, line.review)
    return line


def _record(actor, action, subject, review, details=None):
    forum = review.minutes.forum
    audit.append(
        actor=actor,
        action=f"recommendations.{action}",
        subject=subject,
        programme=forum.programme,
        details={"forum": forum.public_id, **(details or {})},
    )
