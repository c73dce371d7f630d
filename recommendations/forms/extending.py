"""More time to answer: until when, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.forms.base import EditorForm
from recommendations.forms.fields import DueDateField
from recommendations.models import Extension
from recommendations.services.extending import extend_answer_date


class ExtendForm(EditorForm):
    """A later day and the reason, which the institution reads."""

    until = DueDateField(
        label=_("New date to answer by"),
        help_text=_("For example 15 September 2022."),
        error_messages={"required": _("Please write the date.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The institution reads it. Please write no names."),
        error_messages={"required": _("Please give the reason.")},
    )

    def __init__(self, *args, actor, addressee, **kwargs):
        self.actor, self.addressee = actor, addressee
        super().__init__(*args, initial={"version": addressee.version}, **kwargs)

    def save(self) -> Extension | None:
        """Move it; None where the service objected."""
        data = dict(self.cleaned_data)
        expected = data.pop("version")
        return self.through(
            extend_answer_date, actor=self.actor, addressee=self.addressee, expected=expected, **data
        )
