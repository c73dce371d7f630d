"""Fields that are typed rather than picked, and choices whose cleaned value is the row itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.arabic import to_latin_digits
from common.written_dates import WrittenDateField
from forums.models import Output

__all__ = ["NarrowedField", "RowField", "RowsField", "TypedNumberField", "TypedTimeField", "WrittenDateField"]


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


class NarrowedField(forms.ChoiceField):
    """The widest audience that may have a line; empty for that of its forum, which it can only narrow."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("For no wider audience than"),
            required=False,
            choices=[("", _("the forum's own")), *Output.NarrowedTo.choices],
            help_text=_(
                "Reports for wider audiences leave it out. It can only narrow what the forum allows."
            ),
            **kwargs,
        )
