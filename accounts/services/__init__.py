"""Acts on accounts, split by what they change."""

from accounts.services.accounts import activate_account, change_account, deactivate_account
from accounts.services.drafts import hand_over_draft_key, wipe_draft_key
from accounts.services.first_administrator import (
    accept_first_administrator,
    administrator_exists,
    find_first_administrator_invitation,
    invite_first_administrator,
)
from accounts.services.invitations import invite_user, renew_invitation
from accounts.services.links import (
    InvitationRefused,
    accept_invitation,
    find_invitation,
    mail_link,
    make_password_link,
)
from accounts.services.memberships import (
    end_membership,
    engage_auditor,
    grant_membership,
    name_second_key,
    name_validator,
)
from accounts.services.opened import can_choose_password, has_second_factor
from accounts.services.own import change_preferences, end_own_session
from accounts.services.passwords import reset_password
from accounts.services.second_factor import ask_to_reset_second_factor, reset_second_factor
from accounts.services.two_persons import (
    SecondPersonMissing,
    allow_act,
    ask_second_person,
    has_second_person,
    is_permitted,
    refuse_act,
    take_back_act,
    use_permission,
)

__all__ = [
    "InvitationRefused",
    "SecondPersonMissing",
    "accept_first_administrator",
    "accept_invitation",
    "activate_account",
    "administrator_exists",
    "allow_act",
    "ask_second_person",
    "ask_to_reset_second_factor",
    "can_choose_password",
    "change_account",
    "change_preferences",
    "deactivate_account",
    "end_membership",
    "end_own_session",
    "engage_auditor",
    "find_first_administrator_invitation",
    "find_invitation",
    "grant_membership",
    "hand_over_draft_key",
    "has_second_factor",
    "has_second_person",
    "invite_first_administrator",
    "invite_user",
    "is_permitted",
    "mail_link",
    "make_password_link",
    "name_second_key",
    "name_validator",
    "refuse_act",
    "renew_invitation",
    "reset_password",
    "reset_second_factor",
    "take_back_act",
    "use_permission",
    "wipe_draft_key",
]
