"""What is chosen and written before a programme's report for a period is frozen."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from forums.models import Programme
from recommendations.forms.fields import DueDateField
from reports.models import Report
from reports.projection.period import PeriodTexts
from reports.services.periods import PERMISSIONS, prepare_period_report

#: annexes that a page offers
ANNEXES = 2


class PreparePeriodForm(HouseForm):
    """Programme, period, audience and language; title, introduction and annexes, which are frozen with the figures."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="public_id", label=_("Programme"), empty_label=None
    )
    start = DueDateField(label=_("From"))
    end = DueDateField(label=_("Until"))
    audience = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the document"), choices=Report._meta.get_field("language").choices
    )
    leaves_out_untranslated = forms.BooleanField(
        label=_("Leave out texts that are not translated"),
        help_text=_("Otherwise a report with such texts cannot be released."),
        required=False,
    )
    title = forms.CharField(
        label=_("Title of the report"),
        help_text=_("Leave empty for the programme's own title."),
        max_length=200,
        required=False,
    )
    introduction = forms.CharField(
        label=_("Introduction of the report"),
        help_text=_("Please name nobody who took part, nor where he works."),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        readable = Programme.objects.with_right(user, "report internal", "r")
        self.fields["programme"].queryset = readable
        # Read once, however often the field is drawn.
        self.fields["programme"].choices = [(row.public_id, row.title) for row in readable]
        audiences = [Report.Audience.INTERNAL]
        if Programme.objects.with_right(user, "report donor", "w").exists():
            audiences.append(Report.Audience.DONOR)
        self.fields["audience"].choices = [(one.value, one.label) for one in audiences]

    def layout(self):
        """Boxes of annexes come last; the helper is asked for while the form is made, so they are made here."""
        for number in range(1, ANNEXES + 1):
            self.fields[f"annex_title_{number}"] = forms.CharField(
                label=_("Heading of an annex"), max_length=200, required=False
            )
            self.fields[f"annex_text_{number}"] = forms.CharField(
                label=_("Text of the annex"),
                max_length=10_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            for name in (f"annex_title_{number}", f"annex_text_{number}"):
                self.fields[name].widget.attrs |= {"autocomplete": "off", "dir": "auto"}
        return ()

    def clean(self):
        """A period that is over, for an audience for which the reader may prepare; an annex has heading and text."""
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("This day is before the first one."))
        elif end and end > timezone.localdate():
            self.add_error("end", _("This day is still to come. A report tells of what was."))
        programme, audience = data.get("programme"), data.get("audience")
        if programme and audience and not self.user.has_perm(PERMISSIONS[audience], programme):
            self.add_error("audience", _("Only a manager of the programme prepares reports for the donor."))
        for number in range(1, ANNEXES + 1):
            heading, text = data.get(f"annex_title_{number}"), data.get(f"annex_text_{number}")
            if bool(heading) != bool(text):
                missing = "text" if heading else "title"
                self.add_error(f"annex_{missing}_{number}", _("An annex has a heading and a text."))
        return data

    @property
    def written(self) -> PeriodTexts:
        """What was written."""
        data = self.cleaned_data
        annexes = [
            (data[f"annex_title_{number}"], data[f"annex_text_{number}"]) for number in range(1, ANNEXES + 1)
        ]
        return PeriodTexts(data["title"], data["introduction"], tuple(one for one in annexes if one[0]))

    def save(self, *, actor, instead_of=None) -> Report:
        """Freeze it. Raises what `prepare_period_report` raises."""
        names = ("programme", "start", "end", "audience", "language", "leaves_out_untranslated")
        chosen = {name: self.cleaned_data[name] for name in names}
        return prepare_period_report(actor=actor, written=self.written, instead_of=instead_of, **chosen)


def initial_of(report: Report) -> dict:
    """What was chosen and written for a report, for the form of the next."""
    written = PeriodTexts.of(report.frozen)
    found = {
        "programme": report.programme.public_id,
        "start": report.period_start,
        "end": report.period_end,
        "audience": report.audience,
        "language": report.language,
        "leaves_out_untranslated": report.leaves_out_untranslated,
        "title": written.title,
        "introduction": written.introduction,
    }
    for number, (title, text) in enumerate(written.annexes, start=1):
        found |= {f"annex_title_{number}": title, f"annex_text_{number}": text}
    return found
