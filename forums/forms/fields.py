"""Fields that are typed rather than picked, and choices whose cleaned value is the row itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.arabic import to_latin_digits
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


class TypedTimeField(forms.TimeField):
    """A time of day as text, with any digits: «٩:٣٠» or "9:30"."""

    default_error_messages = {"invalid": _("Please write the time as hour and minutes, for example 9:30.")}

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "9:30"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H"], **options)

    def to_python(self, value):
        """Digits of any script."""
        return super().to_python(to_latin_digits(value) if isinstance(value, str) else value)

    def prepare_value(self, value):
        """Without seconds, which nobody typed."""
        return value.strftime("%H:%M") if hasattr(value, "strftime") else value


class TypedNumberField(forms.IntegerField):
    """A small whole number as text, with any digits: browsers' number fields refuse the Arabic ones."""

    default_error_messages = {
        "invalid": _("Please write a whole number."),
        "min_value": _("The number is too small."),
        "max_value": _("The number is too large."),
    }

    def __init__(self, *, min_value=0, max_value=9999, **options):
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(widget=widget, min_value=min_value, max_value=max_value, **options)


class _Rows:
    """Choices made of rows: keys in the page, the row in `cleaned_data`."""

    def offer(self, groups, *, empty=None):
        """`groups`: (label or None, [(key, label, row)]). `empty`: label of the empty choice, if there is one."""
        self.rows = {str(key): row for _label, rows in groups for key, _name, row in rows}
        choices = [] if empty is None else [("", empty)]
        for label, rows in groups:
            options = [(str(key), name) for key, name, _row in rows]
            choices += options if label is None else [(label, options)]
        self.choices = choices


class RowField(_Rows, forms.ChoiceField):
    """One row or None."""

    rows: dict = {}

    def clean(self, value):
        """The row behind the key."""
        return self.rows.get(super().clean(value))


class RowsField(_Rows, forms.MultipleChoiceField):
    """A list of rows."""

    rows: dict = {}

    def clean(self, value):
        """The rows behind the keys, in the order of the list."""
        chosen = set(super().clean(value))
        return [row for key, row in self.rows.items() if key in chosen]
