"""Taking back a recommendation. It stays to be read, with the reason; nothing is asked by it any more."""

from django.db import transaction

from recommendations.models import Recommendation
from recommendations.services.transitions import change_standing


@transaction.atomic
def withdraw_recommendation(*, actor, recommendation, expected, reason) -> Recommendation:
    """Take it back, with a reason: a manager, or staff while it is unsent.

    Raises PermissionDenied, NotAllowedHere (it was taken back before), NoteMissing, StaleVersion.
    """
    change_standing(
        actor=actor, recommendation=recommendation, action="withdraw", expected=expected, reason=reason
    )
    return recommendation
