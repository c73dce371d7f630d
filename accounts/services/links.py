"""Links of one use: to open an account, to open it anew, to choose a new password.

An account that has no password or no second factor is opened by a link that somebody of the office hands over, and by
nothing else: a mail asked for by anybody would give it to whoever reads the mailbox, the password to whoever stole it.
"""

import hashlib
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from accounts.services.opened import can_choose_password, end_sessions
from accounts.tasks import send_link
from common import audit
from common.encryption import encrypt
from common.mail import mail_is_configured

Kind = Invitation.Kind
#: what the record calls the use of each sort of link
ACCEPTED = {
    Kind.INVITATION: "accounts.accept_invitation",
    Kind.SECOND_FACTOR: "accounts.open_anew",
    Kind.PASSWORD: "accounts.reset_password",
}


class InvitationRefused(Exception):
    """The link is unknown, used, too old, or no longer needed. All look alike to the one who follows it."""


@transaction.atomic
def make_password_link(*, actor, user: User) -> str:
    """The token of a link to a new password, to be handed over; signing in still asks for the second factor.

    Raises PermissionDenied, or ValidationError for an account that is switched off or not fully opened yet.
    """
    if not actor.has_perm("accounts.keep_account", user):
        raise PermissionDenied("accounts.keep_account")
    if not can_choose_password(user):
        raise ValidationError(_("This account is not open yet: it needs an invitation link."))
    token = new_link(actor, user, Kind.PASSWORD)
    audit.append(actor=actor, action="accounts.make_password_link", subject=user)
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
    if invitation is None:
        raise InvitationRefused
    for_password = invitation.kind == Kind.PASSWORD
    if for_password != invitation.user.has_usable_password() or (
        for_password and not can_choose_password(invitation.user)
    ):
        raise InvitationRefused
    return invitation


@transaction.atomic
def accept_invitation(*, actor=None, token: str, password: str) -> User:
    """Set the password of the link's account, use the link up and end its sessions. The link is the actor.

    Raises InvitationRefused, or ValidationError for a weak password.
    """
    invitation = find_invitation(token)
    user = invitation.user
    set_first_password(user, password)
    used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=timezone.now())
    if not used:
        raise InvitationRefused
    user.save(update_fields=["password"])
    end_sessions(user)
    audit.append(actor=actor or user, action=ACCEPTED[Kind(invitation.kind)], subject=user)
    return user


def mail_link(*, user: User, token: str) -> bool:
    """Have the link sent by mail in the background; False where there is no mail server or no address.

    The queue holds the token as ciphertext: whoever takes the database takes no link that works.
    """
    if not user.email or not mail_is_configured():
        return False
    send_link.enqueue(encrypt(token, purpose="accounts"))
    return True


def set_first_password(user: User, password: str) -> None:
    """Check the password against the rules and set it, unsaved. Raises ValidationError under "password"."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    user.set_password(password)


def new_token() -> str:
    """192 random bits for a link."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(actor, user: User, kind: str) -> str:
    """The token of the account's one link, which replaces any earlier one; in the caller's transaction."""
    token = new_token()
    Invitation.objects.filter(user=user).delete()
    Invitation.objects.create(
        user=user,
        kind=kind,
        token_hash=hash_token(token),
        invited_by=actor,
        expires_at=timezone.now() + Invitation.LIFETIMES[Kind(kind)],
    )
    return token


def shut_account(user: User) -> None:
    """Nobody signs in to it until it is opened by a link; in the caller's transaction."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
