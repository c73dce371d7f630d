"""Who may do what to accounts, and the pages that every signed-in reader has."""

import rules

from accounts.models import PROGRAMME_ROLES
from accounts.rights import administers, holds, holds_anywhere
from common.access import allow_in_back_office


@rules.predicate
def signed_in(user, subject=None):
    """Any active account, whatever its role."""
    return user.is_authenticated and user.is_active


@rules.predicate
def keeps_accounts(user, subject=None):
    """An administrator, or a manager for his own programmes."""
    return holds_anywhere(user, "accounts", "w")


@rules.predicate
def keeps_all_accounts(user, subject=None):
    """An administrator."""
    return administers(user, "accounts", "w")


@rules.predicate
def grants_role(user, membership):
    """An administrator, or a manager a role of his own programme; nobody to himself, so nobody raises himself."""
    if membership.user_id == user.pk:
        return False
    return keeps_all_accounts(user) or (
        membership.role in PROGRAMME_ROLES and holds(user, "accounts", "w", membership.programme_id)
    )


rules.add_perm("accounts.view_home", signed_in)
rules.add_perm("accounts.keep_accounts", keeps_accounts)
rules.add_perm("accounts.grant_role", grants_role)
allow_in_back_office("accounts", ["user", "membership"], keeps_all_accounts)
