"""A new theme, as staff enter it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.editing import EditorForm
from common.forms import refuse_bidi_controls
from forums.services.themes import add_theme


class ThemeForm(EditorForm):
    """Its names; the code is given."""

    name_ar = forms.CharField(label=_("Arabic name"), max_length=200, validators=[refuse_bidi_controls])
    name_en = forms.CharField(
        label=_("English name"), max_length=200, required=False, validators=[refuse_bidi_controls]
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        del self.fields["version"]

    def save(self):
        """Enter it; None where the service objects."""
        return self.through(add_theme, actor=self.user, **self.cleaned_data)
