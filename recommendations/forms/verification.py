"""What staff found when they looked at a result that was reported done."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.dates import format_date
from forums.forms.base import EditorForm
from recommendations.forms.fields import DueDateField
from recommendations.models import Verification
from recommendations.services.progress import verify


class VerifyForm(EditorForm):
    """A finding, how it was come by, and when."""

    finding = forms.ChoiceField(
        label=_("What was found?"),
        widget=forms.RadioSelect,
        choices=Verification.Finding,
        error_messages={"required": _("Please say what was found.")},
    )
    method = forms.CharField(
        label=_("How it was verified"),
        max_length=300,
        help_text=_("For example a visit to the site, or a call to those who asked."),
        error_messages={"required": _("Please say how it was verified.")},
    )
    found_on = DueDateField(label=_("On"), error_messages={"required": _("Please write the date.")})
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is still lacking, where it is not wholly confirmed. The institution reads it."),
    )

    def __init__(self, *args, actor, addressee, **kwargs):
        self.actor, self.addressee = actor, addressee
        today = format_date(timezone.localdate(), get_language() or "ar", "prose")
        super().__init__(*args, initial={"version": addressee.version, "found_on": today}, **kwargs)

    def clean(self):
        """Anything less than confirmed says what is lacking."""
        data = super().clean()
        if (
            data.get("finding") not in (None, Verification.Finding.CONFIRMED)
            and not data.get("note", "").strip()
        ):
            self.add_error("note", _("Please say what is still lacking."))
        return data

    def save(self) -> Verification | None:
        """Record it; None where the service objected."""
        data = dict(self.cleaned_data)
        expected = data.pop("version")
        return self.through(verify, actor=self.actor, addressee=self.addressee, expected=expected, **data)
