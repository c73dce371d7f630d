"""What the pages behind links of one use ask for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms.errors import add_errors
from common.forms import HouseForm, refuse_bidi_controls


class NewPasswordForm(HouseForm):
    """The password that an invited person chooses; the second factor follows after signing in."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Several words that only you would put together are best."),
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password_again(self):
        """Both must be the same."""
        again = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password"):
            raise ValidationError(_("The two passwords differ."))
        return again

    def save(self, *, token: str):
        """Open the account, or put the service's objection beside the field. Returns None then."""
        try:
            return services.accept_invitation(token=token, password=self.cleaned_data["password"])
        except ValidationError as error:
            add_errors(self, error)
            return None


class FirstAdministratorForm(NewPasswordForm):
    """User name and password of the first administrator."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[refuse_bidi_controls])
    display_name = forms.CharField(label=_("Name shown"), max_length=150, validators=[refuse_bidi_controls])
    field_order = ["username", "display_name", "password", "password_again"]

    def save(self, *, token: str):
        """Make the account, or put the service's objection beside the field. Returns None then."""
        data = {name: self.cleaned_data[name] for name in ("username", "display_name", "password")}
        try:
            return services.accept_first_administrator(token=token, **data)
        except ValidationError as error:
            add_errors(self, error)
            return None
