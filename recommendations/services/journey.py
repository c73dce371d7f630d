"""A recommendation on its way up: heard again in a later forum, endorsed or reworded there."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common import audit
from recommendations.models import Recommendation, Wording


@transaction.atomic
def join_output(*, actor, output, recommendation) -> Recommendation:
    """Say that an output repeats or rewords an ask that was made before; its wording enters the history.

    The wording that was sent stays what was sent. Joining twice changes nothing. Raises PermissionDenied;
    ValidationError for an output of another programme, one that asks nothing, or an ask that stands no more.
    """
    forum = output.minutes.forum
    if not actor.has_perm("recommendations.promote", output):
        raise PermissionDenied("recommendations.promote")
    if (
        forum.programme_id != recommendation.programme_id
        or not output.is_ask
        or output.removed_at is not None
    ):
        raise ValidationError(_("This statement cannot be joined to that recommendation."))
    if recommendation.standing != Recommendation.Standing.OPEN:
        raise ValidationError(_("The recommendation was withdrawn or merged."))
    if recommendation.sources.filter(pk=output.pk).exists():
        return recommendation
    recommendation.sources.add(output)
    Wording.objects.create(
        recommendation=recommendation,
        occasion=Wording.Occasion.REWORDED,
        forum=forum,
        made_by=actor,
        **output.words(),
    )
    audit.append(
        actor=actor,
        action="recommendations.join_output",
        subject=recommendation,
        programme=recommendation.programme,
        details={"output": output.public_id},
    )
    return recommendation
