"""What the page that checks a document asks for."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm

_TYPED = {"dir": "ltr", "spellcheck": "false"}


class CheckForm(HouseForm):
    """A code, or the SHA-256 of a file: one of the two."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_TYPED | {"class": "typed-code", "autocapitalize": "characters"}),
        help_text=_("Capital or small letters, dashes and the kind of digits make no difference."),
    )
    sha256 = forms.CharField(
        label=_("SHA-256 of the file"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=_TYPED),
        help_text=_(
            "Where the browser does not compute it: «sha256sum» and «Get-FileHash» do. 64 letters and digits."
        ),
    )

    def clean_sha256(self) -> str:
        """64 hexadecimal digits, whatever blanks stand between them."""
        digits = "".join(self.cleaned_data["sha256"].split()).lower()
        if digits and not re.fullmatch("[0-9a-f]{64}", digits):
            raise forms.ValidationError(
                _("A SHA-256 has 64 characters: the digits 0 to 9 and the letters a to f.")
            )
        return digits

    def clean(self):
        """Nothing to look up is told in words."""
        data = super().clean()
        if not self.errors and bool(data.get("code")) == bool(data.get("sha256")):
            raise forms.ValidationError(_("Please enter a code, or choose a file."))
        return data
