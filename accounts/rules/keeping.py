"""Who keeps accounts and roles, and the pages that every signed-in reader has."""

import rules

from accounts.models import PROGRAMME_ROLES
from accounts.rights import administers, holds, holds_anywhere, programmes_where
from common.access import allow_in_back_office


@rules.predicate
def signed_in(user, subject=None):
    """Any active account, whatever its role; nobody who is not signed in is active."""
    return user.is_active


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


@rules.predicate
def views_account(user, account=None):
    """The twin of `User.objects.visible_to`; without an account: the list of accounts."""
    if account is None:
        return holds_anywhere(user, "accounts", "r")
    if account.pk == user.pk or administers(user, "accounts", "r"):
        return signed_in(user)
    places = programmes_where(user, "accounts", "r")
    return any(row.programme_id in places for row in account.memberships.all() if row.ended_at is None)


@rules.predicate
def keeps_account(user, account):
    """Links and switching off: an administrator, or who is manager wherever the account has a role; never one's own."""
    if account.pk == user.pk:
        return False
    places = programmes_where(user, "accounts", "w")
    held = [row for row in account.memberships.all() if row.ended_at is None]
    return keeps_all_accounts(user) or (bool(held) and all(row.programme_id in places for row in held))


@rules.predicate
def resets_factor(user, account):
    """One administrator of two, for somebody else."""
    return account.pk != user.pk and keeps_all_accounts(user)


rules.add_perm("accounts.view_home", signed_in)
rules.add_perm("accounts.keep_accounts", keeps_accounts)
rules.add_perm("accounts.view_rights", views_account)
rules.add_perm("accounts.view_account", views_account)
rules.add_perm("accounts.keep_account", keeps_account)
rules.add_perm("accounts.reset_factor", resets_factor)
rules.add_perm("accounts.grant_role", grants_role)
allow_in_back_office("accounts", ["user", "membership"], keeps_all_accounts)
