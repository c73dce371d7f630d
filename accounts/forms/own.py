"""What somebody chooses for his own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import User
from common.forms import HouseForm


class PreferencesForm(HouseForm):
    """Language and digits."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("ar", "العربية"), ("en", "English")],
        help_text=_("Of pages after signing in, and of messages by e-mail."),
    )
    digits = forms.ChoiceField(
        label=_("Digits"),
        choices=[("", _("as the language has them")), *User.Digits.choices],
        required=False,
        help_text=_("On pages. Documents look the same to everybody."),
    )

    def save(self, *, actor) -> User:
        """The account as it is now."""
        return services.change_preferences(actor=actor, **self.cleaned_data)
