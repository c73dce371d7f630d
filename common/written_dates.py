"""The field of forms in which a date is typed as people write it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.dates import DateNotUnderstood, parse_date

DATE_MESSAGES = {
    "unknown": _("The date was not understood. For example: 20 July 2022, or 20/7/2022."),
    "ambiguous": _(
        "The date is not complete or can be read in two ways. Please write day, month and full year."
    ),
    "impossible": _("There is no such day in the calendar. Please look at the date again."),
}


class WrittenDateField(forms.CharField):
    """A date typed in any form that people write; its value is a `ParsedDate`, None where nothing was typed."""

    def __init__(self, *, max_length=120, **options):
        super().__init__(max_length=max_length, **options)

    def clean(self, value):
        """Raises ValidationError with the code of what was not understood."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except DateNotUnderstood as error:
            raise ValidationError(DATE_MESSAGES[error.code], code=error.code) from error
