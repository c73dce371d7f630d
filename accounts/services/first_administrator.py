"""The very first account: a link printed on the machine, as long as there is no administrator."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership, Role, User
from accounts.services.links import InvitationRefused, hash_token, new_token, set_first_password
from accounts.services.memberships import grant_membership
from common import audit


def administrator_exists() -> bool:
    """Whether an active administrator is there; while not, the first one may be invited from the machine."""
    return Membership.objects.current().filter(role=Role.ADMINISTRATOR, user__is_active=True).exists()


@transaction.atomic
def invite_first_administrator() -> str:
    """The token of a new one-time link, which replaces any earlier one.

    Raises InvitationRefused once an administrator exists.
    """
    if administrator_exists():
        raise InvitationRefused
    Invitation.objects.filter(user__isnull=True, used_at__isnull=True).delete()
    token = new_token()
    invitation = Invitation.objects.create(
        token_hash=hash_token(token), expires_at=timezone.now() + Invitation.LIFETIME
    )
    audit.append(actor=None, action="accounts.invite_first_administrator", subject=invitation)
    return token


def find_first_administrator_invitation(token: str) -> Invitation:
    """The invitation behind the token, still usable. Raises InvitationRefused."""
    invitation = Invitation.objects.filter(
        token_hash=hash_token(token), user__isnull=True, used_at__isnull=True, expires_at__gt=timezone.now()
    ).first()
    if invitation is None or administrator_exists():
        raise InvitationRefused
    return invitation


@transaction.atomic
def accept_first_administrator(*, token: str, username: str, display_name: str, password: str) -> User:
    """Make the first administrator and use the link up.

    Raises InvitationRefused, or ValidationError for a user name that is taken or a weak password.
    """
    invitation = find_first_administrator_invitation(token)
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("This user name is taken.")})
    user = User(username=username, display_name=display_name)
    set_first_password(user, password)
    user.save()
    used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(
        used_at=timezone.now(), user=user
    )
    if not used:
        raise InvitationRefused
    grant_membership(actor=None, user=user, role=Role.ADMINISTRATOR)
    return user
