"""Acts on accounts, split by what they change."""

from accounts.services.accounts import activate_account, change_account, deactivate_account
from accounts.services.first_administrator import (
    accept_first_administrator,
    administrator_exists,
    find_first_administrator_invitation,
    invite_first_administrator,
)
from accounts.services.invitations import (
    InvitationRefused,
    accept_invitation,
    find_invitation,
    invite_user,
    renew_invitation,
)
from accounts.services.memberships import end_membership, grant_membership

__all__ = [
    "InvitationRefused",
    "accept_first_administrator",
    "accept_invitation",
    "activate_account",
    "administrator_exists",
    "change_account",
    "deactivate_account",
    "end_membership",
    "find_first_administrator_invitation",
    "find_invitation",
    "grant_membership",
    "invite_first_administrator",
    "invite_user",
    "renew_invitation",
]
