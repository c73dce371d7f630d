"""A new password behind a link that came by mail."""

from django.db import transaction

from accounts.models import User
from accounts.services.links import InvitationRefused, set_first_password
from accounts.services.opened import can_choose_password, end_sessions
from common import audit


@transaction.atomic
def reset_password(*, actor=None, user: User, password: str) -> User:
    """Set it and end all sessions; the second factor stays, and the next sign-in asks for it.

    `user` as it was read when the link was checked: of two who come by one link at the same moment one wins.
    Raises InvitationRefused where the account has no second factor (any more) or another password meanwhile, or
    ValidationError for a weak password.
    """
    if not can_choose_password(user):
        raise InvitationRefused
    before = user.password
    set_first_password(user, password)
    if not User.objects.filter(pk=user.pk, password=before).update(password=user.password):
        raise InvitationRefused
    end_sessions(user)
    audit.append(actor=actor or user, action="accounts.reset_password", subject=user)
    return user
