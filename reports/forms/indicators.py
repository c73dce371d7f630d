"""What was reached by the end of each period, of indicators that are entered by hand."""

from django import forms

from common.arabic import to_latin_digits
from common.forms import HouseForm


class TypedDecimalField(forms.DecimalField):
    """A number in any digits, with a point or the Arabic decimal mark."""

    widget = forms.TextInput

    def to_python(self, value):
        """As typed on any keyboard."""
        if isinstance(value, str):
            value = to_latin_digits(value).replace("\N{ARABIC DECIMAL SEPARATOR}", ".").strip()
        return super().to_python(value)


class ActualsForm(HouseForm):
    """A field a target; what the page showed goes along, so that nobody's value is written over unseen."""

    def __init__(self, *args, targets, **kwargs):
        self.targets = targets
        super().__init__(*args, **kwargs)

    def layout(self):
        """The fields, which the targets make."""
        for row in self.targets:
            name, shown = name_of(row), plain(row.actual)
            self.fields[name] = TypedDecimalField(
                label=f"{row.indicator.code} {row.period_end}",
                required=False,
                min_value=0,
                max_digits=12,
                decimal_places=2,
                initial=shown,
                widget=forms.TextInput(
                    attrs={
                        "class": "form-control",
                        "dir": "ltr",
                        "inputmode": "decimal",
                        "autocomplete": "off",
                    }
                ),
            )
            self.fields[f"{name}-was"] = forms.DecimalField(
                required=False, initial=shown, widget=forms.HiddenInput
            )
        return ()

    def actuals(self):
        """(target, what the page showed, what holds now) of each."""
        data = self.cleaned_data
        return [(row, data[f"{name_of(row)}-was"], data[name_of(row)]) for row in self.targets]


def name_of(target) -> str:
    """The field of a target: by the public id of its indicator and the period."""
    return f"{target.indicator.public_id}-{target.period_start:%Y%m%d}-{target.period_end:%Y%m%d}"


def plain(value):
    """Without zeros behind the point."""
    return value if value is None else f"{value.normalize():f}"
