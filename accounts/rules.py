"""Who may do what to accounts, and the pages that every signed-in reader has."""

import rules

from accounts.rights import holds_anywhere


@rules.predicate
def signed_in(user, subject=None):
    """Any active account, whatever its role."""
    return user.is_authenticated and user.is_active


@rules.predicate
def keeps_accounts(user, subject=None):
    """An administrator, or a manager for his own programmes."""
    return holds_anywhere(user, "accounts", "w")


rules.add_perm("accounts.view_home", signed_in)
rules.add_perm("accounts.keep_accounts", keeps_accounts)
