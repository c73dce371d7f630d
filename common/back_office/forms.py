"""Forms of the back office: no hidden direction marks, no overwriting of what somebody else saved first."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import refuse_bidi_controls


class HouseModelForm(forms.ModelForm):
    """A form over one row. Browsers keep nothing of what was typed, and names hide no direction marks."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, forms.CharField):
                field.widget.attrs.setdefault("dir", "auto")
                field.validators.append(refuse_bidi_controls)


class VersionedForm(HouseModelForm):
    """The same for a row with a version: carries the one that was read, and refuses once it is not the current."""

    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["expected"] = self.instance.version

    def clean(self):
        """Say that somebody else saved meanwhile; what was typed stays in the form."""
        data = super().clean()
        if self.instance.pk and data.get("expected") != self.instance.version:
            raise ValidationError(
                _(
                    "Somebody else saved this row while you were typing. Open it anew in another window and compare."
                ),
                code="stale",
            )
        return data
