"""Acts on an account as a whole: what it is called, and whether it may sign in."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from accounts.services.drafts import drop_draft_key
from accounts.services.invitations import check_email_is_free
from accounts.services.memberships import require_another_administrator
from accounts.services.opened import end_sessions
from common import audit
from common.forms import refuse_bidi_controls


@transaction.atomic
def change_account(*, actor, user: User, **fields) -> User:
    """Change the name shown, the e-mail address, the language or the digits; nothing else.

    Raises PermissionDenied, ValidationError, or TypeError for any other field.
    """
    if unknown := set(fields) - {"display_name", "email", "language", "digits"}:
        raise TypeError(f"an account's {', '.join(sorted(unknown))} cannot be changed")
    if not actor.has_perm("accounts.change_user"):
        raise PermissionDenied("accounts.change_user")
    for name, value in fields.items():
        setattr(user, name, value)
    refuse_bidi_controls(user.display_name)
    check_email_is_free(user)
    user.full_clean(exclude=["password"])
    user.save(update_fields=list(fields))
    audit.append(
        actor=actor, action="accounts.change_account", subject=user, details={"fields": sorted(fields)}
    )
    return user


@transaction.atomic
def deactivate_account(*, actor, user: User) -> User:
    """Switch an account off: it is signed out everywhere, its roles rest until it is switched on again.

    What its devices hold of drafts cannot be opened by signing in any more, even if it is switched on again.

    Raises PermissionDenied, or ValidationError for one's own account and for the last administrator.
    """
    if user.pk == actor.pk:
        raise ValidationError(_("Nobody switches off his own account."))
    _require_keeper(actor, user)
    if Role.ADMINISTRATOR in user.roles():
        require_another_administrator(user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        end_sessions(user)
        drop_draft_key(user)
        audit.append(actor=actor, action="accounts.deactivate_account", subject=user)
    user.refresh_from_db()
    return user


@transaction.atomic
def activate_account(*, actor, user: User) -> User:
    """Switch an account on again, with the roles that it had. Raises PermissionDenied."""
    _require_keeper(actor, user)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        audit.append(actor=actor, action="accounts.activate_account", subject=user)
    user.refresh_from_db()
    return user


def _require_keeper(actor, user):
    if not actor.has_perm("accounts.keep_account", user):
        raise PermissionDenied("accounts.keep_account")
