"""What staff enter for an institution: its answer and how it came; the letter by which it confirms one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.editing import EditorForm
from common.upload_field import CleanFileField
from recommendations.forms.answering import AnswerForm
from recommendations.forms.fields import DueDateField
from recommendations.models import Response
from recommendations.services.on_behalf import confirm_by_letter, record_on_behalf

Channel = Response.Channel


class LetterFields(forms.Form):
    """Number, date, subject and scan of a letter."""

    letter_number = forms.CharField(
        label=_("Number of the letter"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "ltr"}),
    )
    letter_date = DueDateField(label=_("Date of the letter"), required=False)
    letter_subject = forms.CharField(label=_("Subject of the letter"), required=False, max_length=300)
    scan = CleanFileField(label=_("Scan of the letter"))

    def letter(self) -> dict:
        """What the services take."""
        return {name: self.cleaned_data.get(name) for name in LetterFields.base_fields}


class BehalfAnswerForm(LetterFields, AnswerForm):
    """By letter, with the letter; or said in the room."""

    channel = forms.ChoiceField(
        label=_("How did the answer come?"),
        widget=forms.RadioSelect,
        choices=[
            (Channel.LETTER.value, _("By letter")),
            (Channel.ROOM.value, _("Said in the room: it counts once the institution confirms it")),
        ],
        error_messages={"required": _("Please say how the answer came.")},
    )

    def save(self) -> Response | None:
        """The answer; None where the service objected."""
        return self.through(
            record_on_behalf,
            actor=self.actor,
            addressee=self.addressee,
            expected=self.cleaned_data["version"],
            channel=self.cleaned_data["channel"],
            **self.letter(),
            **self.answer(),
        )


class ConfirmingLetterForm(LetterFields, EditorForm):
    """The letter by which an institution confirms an answer that came otherwise."""

    def __init__(self, *args, actor, response, **kwargs):
        self.actor, self.response = actor, response
        super().__init__(*args, initial={"version": response.version}, **kwargs)

    def save(self) -> Response | None:
        """The answer; None where the service objected."""
        return self.through(
            confirm_by_letter,
            actor=self.actor,
            response=self.response,
            expected=self.cleaned_data["version"],
            **self.letter(),
        )
