"""Who of the office looks after an ask: whom it waits for, whom a colleague asks."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User
from common import audit
from common.versions import save_if_current
from recommendations.models import Recommendation
from recommendations.services.transitions import require_standing


@transaction.atomic
def name_owner(*, actor, recommendation, owner, expected=None) -> Recommendation:
    """Say who looks after it; None: nobody in particular. Changes no state and tells nobody.

    Raises PermissionDenied, NotAllowedHere (it stands no more), StaleVersion; ValidationError for who is not of the
    programme's office now.
    """
    if not actor.has_perm("recommendations.name_owner", recommendation):
        raise PermissionDenied("recommendations.name_owner")
    require_standing(recommendation, "name_owner")
    if owner is not None and not office_of(recommendation.programme).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("Please choose somebody of the programme's office.")})
    recommendation.owner = owner
    save_if_current(recommendation, expected=expected, fields=["owner"])
    audit.append(
        actor=actor,
        action="recommendations.name_owner",
        subject=recommendation,
        programme=recommendation.programme,
        details={"owner": owner and owner.public_id},
    )
    return recommendation


def office_of(programme):
    """Managers and staff of a programme who may sign in, by name."""
    rows = User.objects.filter(
        is_active=True,
        memberships__programme=programme,
        memberships__role__in=[Role.MANAGER, Role.STAFF],
        memberships__ended_at__isnull=True,
    )
    return rows.distinct().order_by("display_name", "username")
