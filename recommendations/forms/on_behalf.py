"""An answer that staff enter for an institution: the same, and how it came."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recommendations.forms.answering import AnswerForm
from recommendations.forms.fields import DueDateField
from recommendations.forms.files import CleanFileField
from recommendations.models import Response
from recommendations.services.on_behalf import record_on_behalf

Channel = Response.Channel


class BehalfAnswerForm(AnswerForm):
    """By letter, with the letter's number, date, subject and scan; or said in the room."""

    channel = forms.ChoiceField(
        label=_("How did the answer come?"),
        widget=forms.RadioSelect,
        choices=[
            (Channel.LETTER.value, _("By letter")),
            (Channel.ROOM.value, _("Said in the room: it counts once the institution confirms it")),
        ],
        error_messages={"required": _("Please say how the answer came.")},
    )
    letter_number = forms.CharField(
        label=_("Number of the letter"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "ltr"}),
    )
    letter_date = DueDateField(label=_("Date of the letter"), required=False)
    letter_subject = forms.CharField(label=_("Subject of the letter"), required=False, max_length=300)
    scan = CleanFileField(label=_("Scan of the letter"))

    def save(self) -> Response | None:
        """The answer; None where the service objected."""
        names = ("channel", "letter_number", "letter_date", "letter_subject", "scan")
        return self.through(
            record_on_behalf,
            actor=self.actor,
            addressee=self.addressee,
            expected=self.cleaned_data["version"],
            **{name: self.cleaned_data.get(name) for name in names},
            **self.answer(),
        )
