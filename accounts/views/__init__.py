"""Pages of accounts that allauth does not bring, split by what they are for."""

from accounts.views.drafts import Device, OwnDraftKey, WipeDrafts
from accounts.views.factor import LostFactor
from accounts.views.links import FirstAdministratorView, InvitationView
from accounts.views.own import EndSession, MyAccount
from accounts.views.rights import RightsPage
from accounts.views.second_person import Allow, Refuse, SecondPersonPage, TakeBack
from accounts.views.team import (
    AccountPage,
    Activate,
    Deactivate,
    EndRole,
    Engage,
    Grant,
    Invite,
    MakeLink,
    SecondKey,
    TeamList,
    Validator,
)

__all__ = [
    "AccountPage",
    "Activate",
    "Allow",
    "Deactivate",
    "Device",
    "EndRole",
    "EndSession",
    "Engage",
    "FirstAdministratorView",
    "Grant",
    "InvitationView",
    "Invite",
    "LostFactor",
    "MakeLink",
    "MyAccount",
    "OwnDraftKey",
    "Refuse",
    "RightsPage",
    "SecondKey",
    "SecondPersonPage",
    "TakeBack",
    "TeamList",
    "Validator",
    "WipeDrafts",
]
