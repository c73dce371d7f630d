"""Taking back a recommendation. It stays to be read, with the reason; nothing is asked by it any more."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from common.versions import save_if_current
from common.workflow import NoteMissing
from recommendations.models import Recommendation
from recommendations.services.transitions import require_standing


@transaction.atomic
def withdraw_recommendation(*, actor, recommendation, expected, reason) -> Recommendation:
    """Take it back, with a reason: a manager, or staff while it is unsent.

    Raises PermissionDenied, NotAllowedHere (it was taken back before), NoteMissing, StaleVersion.
    """
    recommendation.refresh_from_db(fields=["standing", "number"])
    if not actor.has_perm("recommendations.take_back", recommendation):
        raise PermissionDenied("recommendations.take_back")
    require_standing(recommendation, "withdraw")
    if not reason.strip():
        raise NoteMissing("withdraw")
    recommendation.standing = Recommendation.Standing.WITHDRAWN
    recommendation.standing_reason = reason.strip()
    save_if_current(recommendation, expected=expected, fields=["standing", "standing_reason"])
    audit.append(
        actor=actor,
        action="recommendations.withdraw",
        subject=recommendation,
        programme=recommendation.programme,
    )
    return recommendation
