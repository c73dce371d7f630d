"""Forms of accounts that allauth does not bring."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import services
from common.forms import HouseForm, refuse_bidi_controls


class FirstAdministratorForm(HouseForm):
    """User name and password of the first administrator; the second factor follows after signing in."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[refuse_bidi_controls])
    display_name = forms.CharField(label=_("Name shown"), max_length=150, validators=[refuse_bidi_controls])
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
        """Make the account, or put the service's objection beside the field. Returns None then."""
        data = {name: self.cleaned_data[name] for name in ("username", "display_name", "password")}
        try:
            return services.accept_first_administrator(token=token, **data)
        except ValidationError as error:
            self.add_error(None, error) if not hasattr(error, "error_dict") else [
                self.add_error(name, messages) for name, messages in error.message_dict.items()
            ]
            return None
