"""Two asks that are one: one of them is merged into the other, which asks for both, and can be taken out again.

Nothing moves. The merged one keeps its sources, addressees and journey, and the pages lead from each to the other.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from recommendations.models import Addressee, Recommendation, Response
from recommendations.services.transitions import change_standing, require_standing


@transaction.atomic
def merge_recommendation(*, actor, recommendation, into, expected, reason) -> Recommendation:
    """Say that `into` asks the same. Whoever may take `recommendation` back may merge it.

    Raises PermissionDenied, NotAllowedHere (one of them stands no more), NoteMissing, StaleVersion; ValidationError
    for one of another programme, itself, or one that was not sent where this one was: an institution that was asked
    would wait for nobody.
    """
    into.refresh_from_db(fields=["standing", "number"])
    if into.pk == recommendation.pk or into.programme_id != recommendation.programme_id:
        raise ValidationError({"into": _("Please choose another recommendation of the same programme.")})
    require_standing(into, "merge")
    if recommendation.number is not None and into.number is None:
        raise ValidationError(
            {"into": _("It was sent and the other one was not. Please merge the other one into it.")}
        )
    recommendation.merged_into = into
    change_standing(
        actor=actor,
        recommendation=recommendation,
        action="merge",
        expected=expected,
        reason=reason,
        fields=["merged_into"],
        details={"into": into.public_id},
    )
    return recommendation


@transaction.atomic
def undo_merge(*, actor, recommendation, expected, reason) -> Recommendation:
    """Let it stand for itself again, as long as nothing was sent since.

    Raises PermissionDenied, NotAllowedHere (it is not merged), NoteMissing, StaleVersion, ValidationError (something was).
    """
    recommendation.refresh_from_db(fields=["standing", "merged_into", "standing_at"])
    if recommendation.merged_into is not None and something_was_sent(recommendation):
        raise ValidationError(_("Something was sent since they were merged, so they stay one."))
    recommendation.merged_into = None
    change_standing(
        actor=actor,
        recommendation=recommendation,
        action="undo_merge",
        expected=expected,
        reason=reason,
        fields=["merged_into"],
    )
    return recommendation


def something_was_sent(merged) -> bool:
    """Whether the one that it was merged into was sent, or answered, after that."""
    since, other = merged.standing_at, merged.merged_into_id
    return (
        Addressee.objects.filter(recommendation=other, sent_at__gt=since).exists()
        or Response.objects.filter(addressee__recommendation=other, sent_at__gt=since).exists()
    )
