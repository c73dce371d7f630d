"""Giving and taking roles."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PROGRAMME_ROLES, Membership, Role, User
from common import audit


@transaction.atomic
def grant_membership(*, actor, user: User, role: str, programme=None, institution=None) -> Membership:
    """Give a role; `actor` None is the machine. Giving it twice returns the one that stands.

    Raises PermissionDenied (also for a role that somebody would give himself), or ValidationError where the role
    and the programme or institution do not belong together.
    """
    check_scope(role, programme, institution)
    wanted = Membership(user=user, role=role, programme=programme, institution=institution)
    if actor is not None and not actor.has_perm("accounts.grant_role", wanted):
        raise PermissionDenied("accounts.grant_role")
    membership, created = Membership.objects.get_or_create(
        user=user, role=role, programme=programme, institution=institution, ended_at=None
    )
    if created:
        audit.append(
            actor=actor,
            action="accounts.grant_membership",
            subject=membership,
            programme=programme,
            details={"user": user.public_id, "role": role},
        )
    return membership


@transaction.atomic
def end_membership(*, actor, membership: Membership) -> Membership:
    """Take a role away, with effect from the next request. Ending it twice changes nothing.

    Raises PermissionDenied, or ValidationError for the last administrator.
    """
    if not actor.has_perm("accounts.grant_role", membership):
        raise PermissionDenied("accounts.grant_role")
    if membership.role == Role.ADMINISTRATOR:
        require_another_administrator(membership.user)
    ended = Membership.objects.current().filter(pk=membership.pk).update(ended_at=timezone.now())
    if ended:
        audit.append(
            actor=actor,
            action="accounts.end_membership",
            subject=membership,
            programme=membership.programme,
            details={"user": membership.user.public_id, "role": membership.role},
        )
    membership.refresh_from_db()
    return membership


def check_scope(role: str, programme, institution) -> None:
    """Raise ValidationError unless the role has what it is held in, and nothing else."""
    wrong = {}
    if role not in Role.values:
        wrong["role"] = _("There is no such role.")
    if role in PROGRAMME_ROLES and programme is None:
        wrong["programme"] = _("This role is held in a programme: please choose it.")
    if role == Role.REVIEWER and institution is None:
        wrong["institution"] = _("A representative speaks for an institution: please choose it.")
    if role not in PROGRAMME_ROLES and programme is not None:
        wrong["programme"] = _("This role is not held in a programme.")
    if role != Role.REVIEWER and institution is not None:
        wrong["institution"] = _("Only a representative is bound to an institution.")
    if wrong:
        raise ValidationError(wrong)


def require_another_administrator(user: User) -> None:
    """Raise ValidationError where nobody would be left who keeps the accounts."""
    others = Membership.objects.current().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if not others.exclude(user=user).exists():
        raise ValidationError(_("This is the last administrator: name another one first."))
