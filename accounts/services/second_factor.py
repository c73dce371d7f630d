"""A lost second factor: two administrators remove it, or the machine's operator; then the account is opened anew.

With the factor goes the password. Otherwise whoever had stolen the password would only need to be quicker than its
owner at setting up a factor of his own. So the account is shut until its owner opens it by a fresh link of one use,
handed over by the office, chooses a new password behind it, and sets up a new factor at the first sign-in.
"""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, TwoPersonAct, User
from accounts.services.links import new_link, shut_account
from accounts.services.two_persons import ask_second_person, use_permission
from common import audit

ACT = TwoPersonAct.Act.RESET_SECOND_FACTOR


def ask_to_reset_second_factor(*, actor, user: User, reason: str) -> TwoPersonAct:
    """Ask a second administrator. Raises PermissionDenied, or ValidationError without a reason or a factor."""
    if not actor.has_perm("accounts.reset_factor", user):
        raise PermissionDenied("accounts.reset_factor")
    if not Authenticator.objects.filter(user=user).exists():
        raise ValidationError(_("This account has no second factor."))
    path = reverse("team_factor", args=[user.public_id])
    return ask_second_person(
        actor=actor, act=ACT, subject=user, reason=reason, label=user.username, path=path
    )


@transaction.atomic
def reset_second_factor(*, actor, user: User, reason: str = "") -> str:
    """Remove app, keys and recovery codes, shut the account, and return the token of the link that opens it anew.

    `actor` None is the operator of the machine, whose `reason` (one word of a list) goes into the record, since there
    is no request that holds one. Raises PermissionDenied, SecondPersonMissing, or ValidationError for a deactivated account.
    """
    if not user.is_active:
        raise ValidationError(_("This account is switched off."))
    if actor is not None:
        if not actor.has_perm("accounts.reset_factor", user):
            raise PermissionDenied("accounts.reset_factor")
        use_permission(actor=actor, act=ACT, subject=user)
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    shut_account(user)
    token = new_link(actor, user, Invitation.Kind.SECOND_FACTOR)
    details = {"removed": removed} | ({"reason": reason.strip()} if actor is None else {})
    audit.append(actor=actor, action="accounts.reset_second_factor", subject=user, details=details)
    return token
