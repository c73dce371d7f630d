"""Invitations: an account without a password, and a link that opens it once, within 72 hours."""

import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership, User
from accounts.services.memberships import check_scope, grant_membership
from common import audit
from common.forms import refuse_bidi_controls


class InvitationRefused(Exception):
    """The link is unknown, used, too old, or no longer needed. All look alike to the one who follows it."""


@transaction.atomic
def invite_user(
    *, actor, username: str, display_name: str, email: str, role: str, programme=None, institution=None
) -> str:
    """Make an account without a password in one role; returns the token of its link, which is stored nowhere.

    Raises PermissionDenied, or ValidationError (by field) for a name or address that is taken, hidden direction
    marks, or a role that does not fit the programme or institution.
    """
    check_scope(role, programme, institution)
    user = User(username=username.strip(), display_name=display_name.strip(), email=email.strip())
    wanted = Membership(user=user, role=role, programme=programme, institution=institution)
    if not actor.has_perm("accounts.grant_role", wanted):
        raise PermissionDenied("accounts.grant_role")
    for name in ("username", "display_name"):
        _refuse_hidden_marks(name, getattr(user, name))
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError({"username": _("This user name is taken.")})
    check_email_is_free(user)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    token = _new_link(actor, user)
    audit.append(actor=actor, action="accounts.invite_user", subject=user, programme=programme)
    grant_membership(actor=actor, user=user, role=role, programme=programme, institution=institution)
    return token


@transaction.atomic
def renew_invitation(*, actor, user: User) -> str:
    """The token of a new link for an account that nobody has opened yet; the earlier one stops working.

    Raises PermissionDenied, or ValidationError for an account whose link was used: its owner has a password.
    """
    if not actor.has_perm("accounts.change_user"):
        raise PermissionDenied("accounts.change_user")
    if user.has_usable_password() or not user.is_active:
        raise ValidationError(_("This account is in use or switched off: it needs no invitation."))
    Invitation.objects.filter(user=user).delete()
    token = _new_link(actor, user)
    audit.append(actor=actor, action="accounts.renew_invitation", subject=user)
    return token


def find_invitation(token: str) -> Invitation:
    """The invitation behind the token, still usable, with its account. Raises InvitationRefused."""
    invitation = (
        Invitation.objects.select_related("user")
        .filter(
            token_hash=hash_token(token),
            user__is_active=True,
            used_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .first()
    )
    if invitation is None or invitation.user.has_usable_password():
        raise InvitationRefused
    return invitation


@transaction.atomic
def accept_invitation(*, actor=None, token: str, password: str) -> User:
    """Set the first password of the invited account and use the link up. The link is the actor.

    Raises InvitationRefused, or ValidationError for a weak password.
    """
    invitation = find_invitation(token)
    user = invitation.user
    set_first_password(user, password)
    used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=timezone.now())
    if not used:
        raise InvitationRefused
    user.save(update_fields=["password"])
    audit.append(actor=actor or user, action="accounts.accept_invitation", subject=user)
    return user


def set_first_password(user: User, password: str) -> None:
    """Check the password against the rules and set it, unsaved. Raises ValidationError under "password"."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    user.set_password(password)


def check_email_is_free(user: User) -> None:
    """Raise ValidationError where another account has the address: one signs in by either."""
    if user.email and User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists():
        raise ValidationError({"email": _("Another account has this e-mail address.")})


def new_token() -> str:
    """192 random bits for a link."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new_link(actor, user):
    token = new_token()
    Invitation.objects.create(
        user=user,
        token_hash=hash_token(token),
        invited_by=actor,
        expires_at=timezone.now() + Invitation.LIFETIME,
    )
    return token


def _refuse_hidden_marks(name, value):
    try:
        refuse_bidi_controls(value)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error
