"""Forms of reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from reports.models import Report


class ForumPdfForm(HouseForm):
    """In which language the PDF is wanted."""

    language = forms.ChoiceField(
        label=_("Language of the document"), choices=Report._meta.get_field("language").choices
    )
