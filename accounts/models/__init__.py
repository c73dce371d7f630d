"""Accounts: who signs in, in which role, by which invitation, and what takes two of them."""

from accounts.models.drafts import DraftKey
from accounts.models.invitations import Invitation
from accounts.models.memberships import Membership, MembershipQuerySet
from accounts.models.refusals import Refusal
from accounts.models.signin import Backoff, KeptForm, KnownDevice, UsedCode
from accounts.models.two_persons import TwoPersonAct
from accounts.models.users import PROGRAMME_ROLES, Role, User, UserManager

__all__ = [
    "PROGRAMME_ROLES",
    "Backoff",
    "DraftKey",
    "Invitation",
    "KeptForm",
    "KnownDevice",
    "Membership",
    "MembershipQuerySet",
    "Refusal",
    "Role",
    "TwoPersonAct",
    "UsedCode",
    "User",
    "UserManager",
]
