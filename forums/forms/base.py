"""What the editor's forms share: layout of details, the service's objections, and a stale version shown."""

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.encoding import force_str

from common.arabic import to_latin_digits
from common.forms import HouseForm


class Details(Div):
    """Fields that are seldom needed, folded away; open where one of them holds something or is wrong."""

    template = "forums/editor/_details.html"

    def __init__(self, summary, *fields, names=()):
        super().__init__(*fields)
        self.summary, self.names = summary, names

    def render(self, form, context, template_pack="bootstrap5", **kwargs):
        """Decide whether to open before the fields are drawn."""
        self.open = any(name in form.errors or self._holds(form, name) for name in self.names)
        return super().render(form, context, template_pack=template_pack, **kwargs)

    @staticmethod
    def _holds(form, name):
        value = form[name].value()
        return bool(value) and value != form.fields[name].initial


class EditorForm(HouseForm):
    """A form whose `save` calls one service, carries the version it was opened with, and can be overtaken."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    #: set once somebody else saved first: (label, what stands now, what this reader typed)
    conflicts: list = []

    def through(self, service, **arguments):
        """Call a service; its ValidationError goes beside the fields that it names. None then."""
        try:
            return service(**arguments)
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
            for name, texts in found.items():
                self.add_error(name if name in self.fields else None, texts)
            return None

    def adopt(self, version):
        """Keep what was typed; the next saving counts from this version."""
        self.data = self.data.copy()
        self.data["version"] = str(version)

    def overtaken_by(self, fresh):
        """Keep what was typed, adopt the version of `fresh` (a new form on the row as it stands), list differences."""
        self.adopt(fresh["version"].value())
        self.conflicts = []
        for name, field in self.fields.items():
            mine, theirs = _shown(field, self[name].value()), _shown(field, fresh[name].value())
            if name != "version" and mine != theirs:
                self.conflicts.append((field.label, theirs, mine))


def _shown(field, value) -> str:
    """A value in words: labels of choices, one line for several."""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(field, forms.BooleanField):
        return "✓" if value in ("on", "true", "True") else ""
    labels = {}
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            labels.update({str(inner): force_str(text) for inner, text in label})
        else:
            labels[str(key)] = force_str(label)
    values = value if isinstance(value, list | tuple) else [value]
    shown = [labels.get(str(one), "" if one is None else to_latin_digits(str(one))) for one in values]
    return " · ".join(sorted(part.strip().replace("\r\n", "\n") for part in shown if part))
