"""Why somebody asks a second person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm


class ReasonForm(HouseForm):
    """A reason, read by the second person; on the record it is not."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
