"""The one place where an addressee's state is written."""

from common.workflow import NotAllowedHere, walk
from recommendations.models import Recommendation
from recommendations.states import TRANSITIONS


def change_state(*, actor, addressee, action, note="", expected=None, fields=(), details=None) -> None:
    """Walk one arrow of `states.TRANSITIONS`; `fields` of the addressee are written with the state.

    Raises NotAllowedHere (also for a recommendation that was withdrawn or merged), PermissionDenied,
    NoteMissing, StaleVersion.
    """
    require_standing(addressee.recommendation, action)
    walk(
        subject=addressee,
        action=action,
        actor=actor,
        table=TRANSITIONS,
        programme=addressee.recommendation.programme,
        expected=expected,
        note=note,
        fields=fields,
        details={"recommendation": addressee.recommendation.public_id, **(details or {})},
    )


def require_standing(recommendation, action: str) -> None:
    """Raise NotAllowedHere for a recommendation that was withdrawn or merged."""
    if recommendation.standing != Recommendation.Standing.OPEN:
        raise NotAllowedHere(recommendation.standing, action)
