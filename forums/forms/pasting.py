"""The form of a pasted text, and that of each line of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm, refuse_bidi_controls
from forums.forms.fields import RowField

MOST_LINES = 60
NEW, OFFICE, SKIP = "new", "office", "skip"
GENERAL = (
    (NEW, _("A new person")),
    (OFFICE, _("An office; the name is not known")),
    (SKIP, _("Do not add")),
)


class PasteForm(HouseForm):
    """The text as it was copied."""

    text = forms.CharField(
        label=_("Names, one a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Rank, form of address and post may stand before or after the name, as on the sheet. Telephone numbers are left out."
        ),
    )

    def clean_text(self):
        """At most MOST_LINES lines that hold a letter."""
        text = self.cleaned_data["text"]
        if len([line for line in text.splitlines() if line.strip()]) > MOST_LINES:
            raise forms.ValidationError(
                _("Please paste at most %(count)s lines at a time.") % {"count": MOST_LINES}
            )
        return text


class LineForm(HouseForm):
    """One line of it. What was read is proposed; a person decides by sending it."""

    who = forms.ChoiceField(label=_("Who it is"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=200, validators=[refuse_bidi_controls])
    post = forms.CharField(label=_("Post"), max_length=300, required=False, validators=[refuse_bidi_controls])
    category = forms.ChoiceField(label=_("Category"), required=False)
    institution = RowField(
        label=_("Institution"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
