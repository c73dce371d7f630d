"""Inviting: an account without a password, and a link that opens it once, within 72 hours."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership, User
from accounts.services.links import new_link, shut_account
from accounts.services.memberships import check_scope, grant_membership
from accounts.services.opened import has_second_factor
from common import audit
from common.forms import refuse_bidi_controls

Kind = Invitation.Kind


@transaction.atomic
def invite_user(
    *,
    actor,
    username: str,
    display_name: str,
    email: str,
    role: str,
    programme=None,
    institution=None,
    language: str = "ar",
    validates: bool = False,
) -> str:
    """Make an account without a password in one role; returns the token of its link, which is stored nowhere.

    Raises PermissionDenied, or ValidationError (by field) for a name or address that is taken, hidden direction
    marks, or a role that does not fit the programme or institution.
    """
    check_scope(role, programme, institution, validates)
    user = User(
        username=username.strip(), display_name=display_name.strip(), email=email.strip(), language=language
    )
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
    token = new_link(actor, user, Kind.INVITATION)
    audit.append(actor=actor, action="accounts.invite_user", subject=user, programme=programme)
    grant_membership(
        actor=actor,
        user=user,
        role=role,
        programme=programme,
        institution=institution,
        validates=validates,
    )
    return token


@transaction.atomic
def renew_invitation(*, actor, user: User) -> str:
    """The token of a new link for an account that nobody has fully opened yet; earlier links stop working.

    A password without a second factor is taken away, since whoever knows it could set up a factor of his own.
    Raises PermissionDenied, or ValidationError for an account that is in use.
    """
    kind = _open_kind(user)
    if not actor.has_perm("accounts.keep_account", user) or (
        kind == Kind.SECOND_FACTOR and not actor.has_perm("accounts.reset_factor", user)
    ):
        raise PermissionDenied("accounts.keep_account")
    if not user.is_active or (user.has_usable_password() and has_second_factor(user)):
        raise ValidationError(_("This account is in use or switched off: it needs no invitation."))
    if user.has_usable_password():
        shut_account(user)
    token = new_link(actor, user, kind)
    audit.append(actor=actor, action="accounts.renew_invitation", subject=user)
    return token


def check_email_is_free(user: User) -> None:
    """Raise ValidationError where another account has the address: one signs in by either."""
    if user.email and User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists():
        raise ValidationError({"email": _("Another account has this e-mail address.")})


def _open_kind(user):
    invitation = Invitation.objects.filter(user=user).first()
    reset = invitation is not None and invitation.kind == Kind.SECOND_FACTOR
    return Kind.SECOND_FACTOR if reset else Kind.INVITATION


def _refuse_hidden_marks(name, value):
    try:
        refuse_bidi_controls(value)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error
