"""The letter that sends several asks to one institution, or reminds of them."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from common.dates import format_date
from common.editing import EditorForm
from common.forms import refuse_bidi_controls
from forums.forms.fields import RowField, RowsField
from recommendations.forms.fields import DueDateField, in_one_list, institutions
from recommendations.letter_words import asks_body, asks_subject
from recommendations.models import Letter
from recommendations.services.ask_letters import write_ask_letter


class AskLetterForm(EditorForm):
    """Words are proposed from the asks that wait; which of them it is about is ticked."""

    addressees = RowsField(label=_("About"), required=False, widget=forms.CheckboxSelectMultiple)
    number = forms.CharField(
        label=_("Number of the letter"), max_length=60, widget=forms.TextInput({"class": "ltr"})
    )
    day = DueDateField(label=_("Date of the letter"))
    subject = forms.CharField(label=_("Subject"), max_length=300, validators=[refuse_bidi_controls])
    body = forms.CharField(
        label=_("Words of the letter"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Between the greeting and the farewell, which the letter has by itself."),
    )
    addressed_to = forms.CharField(
        label=_("Addressed to (post)"), required=False, max_length=200, validators=[refuse_bidi_controls]
    )
    signatory = forms.CharField(label=_("Signed by (post)"), max_length=200)
    attachments = forms.CharField(label=_("Attachments"), required=False, max_length=200)
    by_way_of = RowField(label=_("Through"), required=False)
    copies = RowsField(
        label=_("Copies with compliments to"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, programme, institution, purpose, waiting, **kwargs):
        self.user, self.programme, self.institution, self.purpose = user, programme, institution, purpose
        reminder = purpose == Letter.Purpose.REMINDER
        rows = [row for row in waiting if bool(row.letter) == reminder]
        # Institutions are written to in Arabic, whatever language the office reads its pages in.
        with override("ar"):
            words = {
                "subject": asks_subject(programme, reminder=reminder),
                "body": asks_body(programme, rows, reminder=reminder),
            }
        day = format_date(timezone.localdate(), get_language() or "ar")
        chosen = [str(row.public_id) for row in rows]
        super().__init__(*args, initial={"day": day, "addressees": chosen, **words}, **kwargs)
        self.fields["addressees"].offer([(None, [(str(row.public_id), _label(row), row) for row in waiting])])
        groups = institutions()
        self.fields["by_way_of"].offer(groups, empty="—")
        self.fields["copies"].offer([(None, in_one_list(groups))])

    def save(self) -> Letter | None:
        """The letter; None where the service objected."""
        data = self.cleaned_data
        shared = ("number", "day", "subject", "body", "addressed_to", "signatory", "attachments", "copies")
        return self.through(
            write_ask_letter,
            actor=self.user,
            programme=self.programme,
            institution=self.institution,
            purpose=self.purpose,
            addressees=data["addressees"],
            through=data["by_way_of"],
            **{name: data[name] for name in shared},
        )


def _label(row) -> str:
    text, _language = row.recommendation.in_language(get_language() or "ar")
    return f"{row.recommendation.reference} · {text}"
