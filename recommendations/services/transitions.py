"""The one place where an addressee's state, and the standing of a recommendation, are written."""

from django.utils import timezone

from common.workflow import NotAllowedHere, walk
from recommendations.models import Recommendation
from recommendations.states import STANDINGS, TRANSITIONS


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


def change_standing(*, actor, recommendation, action, expected, reason, fields=(), details=None) -> None:
    """Walk one arrow of `states.STANDINGS`, with the reason and the moment.

    Raises NotAllowedHere (somebody was faster), PermissionDenied, NoteMissing, StaleVersion; StaleVersion also where
    the reader does not say which version he saw.
    """
    # Read again: the page that asks may be an hour old.
    recommendation.refresh_from_db(fields=["standing", "number"])
    recommendation.standing_reason, recommendation.standing_at = reason.strip(), timezone.now()
    walk(
        subject=recommendation,
        action=action,
        actor=actor,
        table=STANDINGS,
        programme=recommendation.programme,
        # 0 is no version: who does not say what he saw cannot have seen the current one.
        expected=0 if expected is None else expected,
        note=reason,
        fields=["standing_reason", "standing_at", *fields],
        details=details,
        field="standing",
        act=f"recommendations.{action}",
    )


def require_standing(recommendation, action: str) -> None:
    """Raise NotAllowedHere for a recommendation that was withdrawn or merged."""
    if recommendation.standing != Recommendation.Standing.OPEN:
        raise NotAllowedHere(recommendation.standing, action)
