"""What is chosen and written before the outcomes of one forum are frozen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.written import WrittenForm, initial_of
from reports.models import Report
from reports.services.prepare import PERMISSIONS, prepare_forum_report

AUDIENCES = {
    Report.Audience.INTERNAL.value: _("the programme itself: a PDF with names"),
    Report.Audience.DONOR.value: _("the donor"),
    Report.Audience.OFFICIAL.value: _("the institutions to which something of it was sent"),
    Report.Audience.PUBLIC.value: _("anybody: a press release"),
}


class PrepareOutcomesForm(WrittenForm):
    """For whom, in which language, with which texts. Offers the audiences for which the reader may prepare."""

    audience = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    totals_reason = forms.CharField(
        label=_("Why totals by sex and by youth and adults may be shown"),
        help_text=_("Leave empty to withhold them. With a reason they are shown however small they are."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, user, forum, is_approved, **kwargs):
        self.forum = forum
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("Leave empty for the title of the meeting.")
        self.fields["audience"].choices = [
            (audience, label)
            for audience, label in AUDIENCES.items()
            if user.has_perm(PERMISSIONS[audience], forum)
            and (is_approved or audience == Report.Audience.INTERNAL)
        ]
        self.is_outside = len(self.fields["audience"].choices) > 1
        if not self.is_outside:
            del self.fields["totals_reason"], self.fields["leaves_out_untranslated"]

    def clean(self):
        """A press release tells what its own list allows."""
        data = super().clean()
        if data.get("audience") == Report.Audience.PUBLIC and not self.errors and self.written:
            self.add_error("audience", _("A press release has no title, introduction or annexes of its own."))
        return data

    def save(self, *, actor, instead_of=None) -> Report:
        """Freeze it. Raises what `prepare_forum_report` raises."""
        names = ("audience", "language", "leaves_out_untranslated", "totals_reason")
        chosen = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return prepare_forum_report(
            actor=actor, forum=self.forum, written=self.written, instead_of=instead_of, **chosen
        )

    @staticmethod
    def initial_of(report: Report) -> dict:
        """What was chosen and written for a report, for the form of the next."""
        return initial_of(report) | {"totals_reason": report.totals_reason}

    def is_about(self, draft: Report) -> bool:
        """Whether what is asked for is the draft with other texts."""
        data = self.cleaned_data
        asked = (self.forum.pk, data["audience"], data["language"])
        return asked == (draft.forum_id, draft.audience, draft.language)
