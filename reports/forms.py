"""Forms of reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from forums.models import Programme
from reports.models import Report
from reports.services.prepare import prepare_forum_report
from reports.services.release import CHECKLIST, release_report


class ForumPdfForm(HouseForm):
    """In which language the PDF is wanted."""

    language = forms.ChoiceField(
        label=_("Language of the document"), choices=Report._meta.get_field("language").choices
    )


class PrepareDonorForm(HouseForm):
    """What a manager decides before a report for the donor is frozen."""

    language = forms.ChoiceField(
        label=_("Language of the document"), choices=Report._meta.get_field("language").choices
    )
    leaves_out_untranslated = forms.BooleanField(
        label=_("Leave out texts that are not translated"),
        help_text=_("Otherwise a report with such texts cannot be released."),
        required=False,
    )
    totals_reason = forms.CharField(
        label=_("Why totals by sex and by youth and adults may be shown"),
        help_text=_("Leave empty to withhold them. With a reason they are shown however small they are."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def save(self, *, actor, forum) -> Report:
        """Freeze it. Raises NotApproved."""
        return prepare_forum_report(
            actor=actor, forum=forum, audience=Report.Audience.DONOR.value, **self.cleaned_data
        )


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
    language = forms.ChoiceField(label=_("Language of the document"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        readable = Programme.objects.with_right(user, "report donor", "r")
        self.fields["programme"].queryset = readable
        languages = Report._meta.get_field("language").choices
        self.fields["language"].choices = [("", _("both")), *languages]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select w-auto"
