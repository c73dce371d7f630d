"""An account in the back office."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.back_office.forms import HouseModelForm


class AccountForm(HouseModelForm):
    """What may change of an account."""

    language = forms.ChoiceField(label=_("language"), choices=[("ar", _("Arabic")), ("en", _("English"))])

    class Meta:
        model = User
        fields = ("display_name", "email", "language", "digits")

    def clean_email(self):
        """One signs in by it: nobody else may have it."""
        email = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another account has this e-mail address."))
        return email
