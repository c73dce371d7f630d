"""Giving and taking roles."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PROGRAMME_ROLES, Membership, Role, User
from common import audit

#: How long an auditor may be engaged for without being engaged anew.
MOST_DAYS = datetime.timedelta(days=366)


@transaction.atomic
def grant_membership(
    *, actor, user: User, role: str, programme=None, institution=None, validates: bool = False
) -> Membership:
    """Give a role; `actor` None is the machine. Giving it twice returns the one that stands.

    `validates`: a representative of the validating authority (`name_validator`).

    Raises PermissionDenied (also for a role that somebody would give himself), or ValidationError where the role
    and the programme or institution do not belong together.
    """
    check_scope(role, programme, institution, validates)
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
    if validates:
        name_validator(actor=actor, membership=membership)
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


@transaction.atomic
def name_second_key(*, actor, membership: Membership, named: bool = True) -> Membership:
    """Name somebody to allow, beside the managers, what takes two in this programme; or name him no more.

    Raises PermissionDenied, or ValidationError for a role that has ended. Doing it twice changes nothing.
    """
    if not actor.has_perm("accounts.name_second_key", membership):
        raise PermissionDenied("accounts.name_second_key")
    if membership.ended_at is not None:
        raise ValidationError(_("This role has ended."))
    changed = Membership.objects.current().filter(pk=membership.pk, is_second_key=not named)
    if changed.update(is_second_key=named):
        audit.append(
            actor=actor,
            action="accounts.name_second_key" if named else "accounts.unname_second_key",
            subject=membership,
            programme=membership.programme,
            details={"user": membership.user.public_id},
        )
    membership.refresh_from_db()
    return membership


@transaction.atomic
def name_validator(*, actor, membership: Membership, named: bool = True) -> Membership:
    """Say that a representative is of his institution's validating authority, or is no more.

    Where one is who may sign in, the institution's other accounts draft its answers and do not send them. One that
    was invited and has not come in yet counts. Raises PermissionDenied. Doing it twice changes nothing.
    """
    if actor is not None and not actor.has_perm("accounts.name_validator", membership):
        raise PermissionDenied("accounts.name_validator")
    changed = Membership.objects.current().filter(pk=membership.pk, validates=not named)
    if changed.update(validates=named):
        audit.append(
            actor=actor,
            action="accounts.name_validator" if named else "accounts.unname_validator",
            subject=membership,
            details={"user": membership.user.public_id},
        )
    membership.refresh_from_db()
    return membership


@transaction.atomic
def engage_auditor(*, actor, membership: Membership, begins=None, ends=None) -> Membership:
    """Engage an auditor for a programme's finances on these days, at most a year; without days, no more.

    On them he may look at signed sheets. Raises PermissionDenied, or ValidationError for days that make no sense.
    """
    if not actor.has_perm("accounts.engage_auditor", membership):
        raise PermissionDenied("accounts.engage_auditor")
    if (begins is None) != (ends is None):
        raise ValidationError(_("An engagement has a first and a last day."))
    if begins and not begins <= ends <= begins + MOST_DAYS:
        raise ValidationError(_("An engagement ends after it begins, within a year."))
    Membership.objects.current().filter(pk=membership.pk).update(engaged_from=begins, engaged_until=ends)
    days = {"from": begins.isoformat(), "until": ends.isoformat()} if begins else {}
    audit.append(
        actor=actor,
        action="accounts.engage_auditor" if begins else "accounts.end_engagement",
        subject=membership,
        programme=membership.programme,
        details={"user": membership.user.public_id, **days},
    )
    membership.refresh_from_db()
    return membership


def check_scope(role: str, programme, institution, validates: bool = False) -> None:
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
    if validates and role != Role.REVIEWER:
        wrong["validates"] = _("Only a representative is of an institution's validating authority.")
    if wrong:
        raise ValidationError(wrong)


def require_another_administrator(user: User) -> None:
    """Raise ValidationError where nobody would be left who keeps the accounts."""
    others = Membership.objects.current().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if not others.exclude(user=user).exists():
        raise ValidationError(_("This is the last administrator: name another one first."))
