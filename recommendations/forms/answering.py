"""What every answer of an institution asks for; who enters it adds the rest (`own_answer.py`, `on_behalf.py`)."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.arabic import text_direction
from forums.forms.base import EditorForm
from forums.forms.fields import RowField
from forums.models import Output
from recommendations.forms.fields import DueDateField, institutions
from recommendations.models import Response
from recommendations.presentation import decision_words
from recommendations.services.wholeness import PROMISING, WITHOUT_REASON

Decision = Response.Decision
TO_ASKS = tuple(decision for decision in Decision if decision != Decision.ANSWERED)
TO_QUESTIONS = (
    *(Decision.ANSWERED, Decision.CLARIFICATION, Decision.BEYOND_MANDATE, Decision.DECLINED),
    Decision.NOTED,
)
#: Fields that belong to some decisions alone; what is written there under another one is not sent.
BELONGS = {
    "reason": [decision for decision in Decision if decision not in WITHOUT_REASON],
    "condition": [Decision.CONDITIONAL],
    "condition_by": [Decision.CONDITIONAL],
    "referred_to": [Decision.BEYOND_MANDATE],
    "unit": [*PROMISING, Decision.ALREADY_DONE],
    "promised_on": [*PROMISING],
    "commitment_text": [*PROMISING],
}
_LINES = {"rows": 2}


def offered_to(kind: str) -> tuple:
    """The decisions that an ask of this kind can be answered with."""
    return TO_QUESTIONS if kind == Output.Kind.QUESTION else TO_ASKS


class AnswerForm(EditorForm):
    """What the answer comes to and its words. Nothing is chosen beforehand, since it binds an institution."""

    #: whether it may name another institution, which is then asked in this one's place
    refers = True

    decision = forms.ChoiceField(
        label=_("What does the answer come to?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what the answer comes to.")},
    )
    summary = forms.CharField(
        label=_("The answer in brief"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The programme reads it; its donor reads it once it is released."),
        error_messages={"required": _("Please write the answer.")},
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs=_LINES))
    condition = forms.CharField(
        label=_("What must be provided"), required=False, widget=forms.Textarea(attrs=_LINES)
    )
    condition_by = forms.CharField(label=_("By whom"), required=False, max_length=200)
    referred_to = RowField(label=_("The institution that is competent"), required=False)
    unit = forms.CharField(label=_("Unit in charge"), required=False, max_length=200)
    promised_on = DueDateField(
        label=_("Promised date"), required=False, help_text=_("For example 15 September 2022.")
    )
    commitment_text = forms.CharField(
        label=_("What is committed to, in one sentence"),
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("Optional. With the date above it is followed as a commitment."),
    )
    detail = forms.CharField(
        label=_("Detail"),
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("Only the programme's office and the institution read it. It is never released."),
    )

    def __init__(self, *args, actor, addressee, initial=None, **kwargs):
        self.actor, self.addressee = actor, addressee
        super().__init__(*args, initial={"version": addressee.version} | (initial or {}), **kwargs)
        kind = addressee.recommendation.kind
        self.fields["decision"].choices = [
            (decision.value, decision_words(decision, kind))
            for decision in offered_to(kind)
            if self.refers or decision != Decision.BEYOND_MANDATE
        ]
        if self.refers:
            self.fields["referred_to"].offer(institutions(), empty=_("Please choose"))
        else:
            del self.fields["referred_to"]

    @cached_property
    def needed(self):
        """For the page: (bound field, classes that show it, decisions that it belongs to) in their order."""
        labels = dict(self.fields["decision"].choices)
        return {
            name: {
                "classes": " ".join(f"need-{decision.value}" for decision in decisions),
                "when": [labels[decision] for decision in decisions if decision in labels],
            }
            for name, decisions in BELONGS.items()
        }

    def answer(self) -> dict:
        """What the services take; without what belongs to another decision."""
        values = {name: self.cleaned_data.get(name) for name in AnswerForm.base_fields if name != "version"}
        for name, decisions in BELONGS.items():
            if values["decision"] not in decisions:
                values[name] = None if name in ("referred_to", "promised_on") else ""
        written = f"{values['summary']} {values['detail']}"
        return values | {"language": "en" if text_direction(written) == "ltr" else "ar"}
