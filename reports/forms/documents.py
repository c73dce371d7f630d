"""What is asked before a document is made, released or looked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from forums.models import Programme
from recommendations.forms.fields import DueDateField
from reports.forms.written import language_field
from reports.models import Report
from reports.services.release import CHECKLIST, release_report


class ForumPdfForm(HouseForm):
    """Which document of a forum is wanted, and in which language. `revision`: of the minutes; empty for the last."""

    document = forms.ChoiceField(
        label=_("Document"),
        choices=[("outcomes", _("Report of outcomes")), ("minutes", _("Minutes for signature"))],
        required=False,
    )
    revision = forms.IntegerField(min_value=1, max_value=32767, required=False, widget=forms.HiddenInput)

    language = language_field()

    def clean(self):
        """Minutes are signed in one language."""
        data = super().clean()
        if data.get("document") == "minutes" and data.get("language") == Report.Language.BOTH:
            self.add_error("language", _("Minutes for signature are made in one language."))
        return data


class PeriodForm(HouseForm):
    """From a day to a day, both included; either may be left open."""

    start = DueDateField(label=_("Sent from"), required=False)
    end = DueDateField(label=_("Sent until"), required=False)

    def clean(self):
        """The end is not before the start."""
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("This day is before the first one."))
        return data


class ReleaseForm(HouseForm):
    """Every point of the checklist, and the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    checklist = forms.MultipleChoiceField(
        label=_("Before it leaves the house"),
        choices=list(CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def save(self, *, actor, report) -> Report:
        """Release it. Raises what `release_report` raises."""
        data = self.cleaned_data
        return release_report(
            actor=actor, report=report, expected=data["version"], checklist=data["checklist"]
        )


class LibraryForm(HouseForm):
    """Narrows the library."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="public_id", label=_("Programme"), required=False
    )
    language = language_field(required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        readable = Programme.objects.with_right(user, "report donor", "r")
        self.fields["programme"].queryset = readable
        self.fields["language"].choices = [("", _("all languages")), *self.fields["language"].choices]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select w-auto"
