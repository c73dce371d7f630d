"""Whether an account is in use: signed in to by a password and a second factor; and the end of its sessions."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import User


def has_second_factor(user: User) -> bool:
    """An app or a key; recovery codes alone do not count. Demo accounts are let off: where they may be is asked apart."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return user.is_demo or Authenticator.objects.filter(user=user, type__in=kinds).exists()


def can_choose_password(user: User) -> bool:
    """Whether a link may lead to a new password: only where the second factor still stands behind it."""
    return user.is_active and user.has_usable_password() and has_second_factor(user)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign the account out everywhere, but for the session with that key; how many sessions that were."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for session in sessions:
        session.end()
    return len(sessions)
