"""Forms of accounts that allauth does not bring."""

from accounts.forms.back_office import AccountForm
from accounts.forms.links import FirstAdministratorForm, NewPasswordForm
from accounts.forms.own import PreferencesForm
from accounts.forms.roles import EngageForm, GrantForm, GrantHereForm, InviteForm

__all__ = [
    "AccountForm",
    "EngageForm",
    "FirstAdministratorForm",
    "GrantForm",
    "GrantHereForm",
    "InviteForm",
    "NewPasswordForm",
    "PreferencesForm",
]
