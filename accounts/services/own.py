"""What everybody changes of his own account: how pages look to him, and where he is signed in."""

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from common import audit


@transaction.atomic
def change_preferences(*, actor, language: str, digits: str) -> User:
    """The language after the next sign-in and of mails, and the digits of pages. Raises ValidationError."""
    actor.language, actor.digits = language, digits
    try:
        actor.clean_fields(exclude=["password", "display_name", "email", "username"])
    except ValidationError:
        actor.refresh_from_db(fields=["language", "digits"])
        raise
    actor.save(update_fields=["language", "digits"])
    audit.append(
        actor=actor,
        action="accounts.change_preferences",
        subject=actor,
        details={"fields": ["digits", "language"]},
    )
    return actor


@transaction.atomic
def end_own_session(*, actor, session: UserSession) -> None:
    """Sign out one other browser of one's own. Raises PermissionDenied for somebody else's."""
    if session.user_id != actor.pk:
        raise PermissionDenied("accounts.end_session")
    _end(actor, [session])


@transaction.atomic
def end_other_sessions(*, actor, sessions) -> None:
    """Sign out these browsers of one's own. Raises PermissionDenied where one is somebody else's."""
    if any(session.user_id != actor.pk for session in sessions):
        raise PermissionDenied("accounts.end_session")
    _end(actor, sessions)


def _end(actor, sessions):
    for session in sessions:
        session.end()
    audit.append(actor=actor, action="accounts.end_session", subject=actor, details={"count": len(sessions)})
