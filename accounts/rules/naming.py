"""What somebody is named for beside his role, and by whom: second key, auditor of the finances, validating authority."""

import rules

from accounts.models import Role
from accounts.rights import holds
from accounts.rules.keeping import keeps_all_accounts


@rules.predicate
def names_second_key(user, membership):
    """A manager names staff or an auditor of his programme, never himself."""
    return (
        membership.user_id != user.pk
        and membership.role in (Role.STAFF, Role.AUDITOR)
        and holds(user, "second key", "w", membership.programme_id)
    )


@rules.predicate
def engages_auditor(user, membership):
    """A manager engages an auditor of his programme, never himself."""
    return (
        membership.user_id != user.pk
        and membership.role == Role.AUDITOR
        and membership.ended_at is None
        and holds(user, "accounts", "w", membership.programme_id)
    )


@rules.predicate
def names_validator(user, membership):
    """An administrator says which representatives are of the validating authority; never of himself."""
    return (
        membership.user_id != user.pk
        and membership.role == Role.REVIEWER
        and membership.ended_at is None
        and keeps_all_accounts(user)
    )


rules.add_perm("accounts.name_second_key", names_second_key)
rules.add_perm("accounts.engage_auditor", engages_auditor)
rules.add_perm("accounts.name_validator", names_validator)
