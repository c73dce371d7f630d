"""The one crispy helper, and the base of every form of ours."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.arabic import has_bidi_controls
from common.foreign import foreign_language
from common.kept_forms import fill_from_kept


def plain_helper(*layout) -> FormHelper:
    """A helper that leaves the <form> tag and its buttons to the template.

    `render_unmentioned_fields` stays on, since a layout that forgets a field would drop it silently.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.include_media = False
    helper.render_unmentioned_fields = True
    if layout:
        from crispy_forms.layout import Layout

        helper.layout = Layout(*layout)
    return helper


def refuse_bidi_controls(value: str) -> None:
    """Validator for names and titles: invisible direction marks can make one name look like another."""
    if has_bidi_controls(value):
        raise ValidationError(
            _("The text has hidden direction marks. Please type it again without them."), code="bidi"
        )


class HouseForm(forms.Form):
    """A form in the manner of the house: no autocompletion (browsers keep what was typed), crispy helper."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fill_from_kept(self)
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, forms.CharField):
                field.widget.attrs.setdefault("dir", "auto")
                self._say_language(name, field)
        self.helper = plain_helper(*self.layout())

    def _say_language(self, name, field):
        """A text that stands in the field already and is not in the page's language says which it is in."""
        value = self.get_initial_for_field(field, name)
        if isinstance(value, str) and (language := foreign_language(value)):
            field.widget.attrs.setdefault("lang", language)

    def layout(self):
        """Crispy layout objects; empty means the fields in their order."""
        return ()


def note_of(request, name: str = "note") -> str:
    """What was typed into a field beside a button, which no form reads; without NUL, which PostgreSQL does not store."""
    return request.POST.get(name, "").replace("\x00", "")
