"""What is asked before a sheet is handed out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from reports.filters import DayInput


class ExportForm(HouseForm):
    """Which kind of file, and whether with tags."""

    file_format = forms.ChoiceField(
        label=_("Kind of file"), choices=[("xlsx", _("Workbook (XLSX)")), ("csv", _("Text in columns (CSV)"))]
    )
    tags = forms.BooleanField(
        label=_("With a row of HXL tags"),
        help_text=_("By them systems of other organisations know the columns."),
        required=False,
    )


class ListForm(ExportForm):
    """Which list."""

    list = forms.ChoiceField(
        label=_("List"),
        choices=[("institutions", _("Institutions")), ("recommendations", _("Recommendations"))],
    )
    field_order = ("list", "file_format", "tags")


class FiguresForm(ExportForm):
    """Figures of a period; without days, of all forums."""

    start = forms.DateField(label=_("From"), widget=DayInput, required=False)
    end = forms.DateField(label=_("Until"), widget=DayInput, required=False)
    field_order = ("start", "end", "file_format", "tags")

    def clean(self):
        """A period ends after it starts."""
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            raise forms.ValidationError(_("The period ends before it starts."))
        return data
