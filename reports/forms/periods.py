"""What is chosen and written before a programme's report for a period is frozen."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models import Programme
from recommendations.forms.fields import DueDateField
from reports.forms.written import WrittenForm, initial_of
from reports.models import Report
from reports.services.periods import PERMISSIONS, prepare_period_report


class PreparePeriodForm(WrittenForm):
    """Programme, period, audience and language; title, introduction and annexes, which are frozen with the figures."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="public_id", label=_("Programme"), empty_label=None
    )
    start = DueDateField(label=_("From"))
    end = DueDateField(label=_("Until"))
    audience = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("Leave empty for the programme's own title.")
        readable = Programme.objects.with_right(user, "report internal", "r")
        self.fields["programme"].queryset = readable
        # Read once, however often the field is drawn.
        self.fields["programme"].choices = [(row.public_id, row.title) for row in readable]
        audiences = [Report.Audience.INTERNAL]
        if Programme.objects.with_right(user, "report donor", "w").exists():
            audiences.append(Report.Audience.DONOR)
        self.fields["audience"].choices = [(one.value, one.label) for one in audiences]

    def clean(self):
        """A period that is over, for an audience for which the reader may prepare."""
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("This day is before the first one."))
        elif end and end > timezone.localdate():
            self.add_error("end", _("This day is still to come. A report tells of what was."))
        programme, audience = data.get("programme"), data.get("audience")
        if programme and audience and not self.user.has_perm(PERMISSIONS[audience], programme):
            self.add_error("audience", _("Only a manager of the programme prepares reports for the donor."))
        return data

    def save(self, *, actor, instead_of=None) -> Report:
        """Freeze it. Raises what `prepare_period_report` raises."""
        names = ("programme", "start", "end", "audience", "language", "leaves_out_untranslated")
        chosen = {name: self.cleaned_data[name] for name in names}
        return prepare_period_report(actor=actor, written=self.written, instead_of=instead_of, **chosen)

    @staticmethod
    def initial_of(report: Report) -> dict:
        """What was chosen and written for a report, for the form of the next."""
        period = {
            "programme": report.programme.public_id,
            "start": report.period_start,
            "end": report.period_end,
        }
        return initial_of(report) | period

    def is_about(self, draft: Report) -> bool:
        """Whether what is asked for is the draft with other texts."""
        data = self.cleaned_data
        asked = (data["programme"].pk, data["audience"], data["language"])
        return asked == (draft.programme_id, draft.audience, draft.language)
