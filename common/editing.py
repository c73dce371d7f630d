"""A form that writes a versioned row through a service, and what it does when somebody else saved first."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import ErrorDict
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from common.arabic import to_latin_digits
from common.forms import HouseForm
from common.models import AuditEntry


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

    def leave_unchecked(self):
        """Show what was typed without a word about mistakes: nothing is to be saved yet."""
        self._errors = ErrorDict()

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


def who_saved(row, reader) -> str:
    """Whose saving came first, by the audit record; the reader himself may have two windows open."""
    actor = (
        AuditEntry.objects.filter(subject=row.public_id)
        .order_by("-id")
        .values_list("actor", flat=True)
        .first()
    )
    if actor == reader.public_id:
        return _("you, in another window")
    user = get_user_model().objects.filter(public_id=actor).first()
    return str(user) if user else _("somebody else")
