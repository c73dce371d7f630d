"""Each value of a line, judged by the same fields as in the form of an output."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forums.forms.outputs import LONGEST
from forums.models import Output, Programme, Theme
from forums.services.lines import Op
from participants.models import Category

_CATEGORY = "category:"
_PLAIN = {
    "kind": forms.ChoiceField(choices=Output.Kind.choices),
    "text": forms.CharField(
        max_length=LONGEST, error_messages={"required": _("Please write what was said.")}
    ),
    "attribution": forms.ChoiceField(choices=Programme.Attribution.choices),
    "language": forms.ChoiceField(choices=Output.Language.choices, required=False),
    "translation": forms.CharField(max_length=LONGEST, required=False),
}


class LineValues:
    """Judges the operations of one sending; each list is read once, and only if a value names one of its rows."""

    def cleaned(self, op: Op) -> Op:
        """The operation with what the services take for its values. Raises ValidationError with all that is wrong."""
        # An attribution that is left out is the programme's.
        now = {name: value for name, value in op.now.items() if value or name != "attribution"}
        given, wrong = {}, []
        for name, value in now.items():
            try:
                given[name] = self._judged(name, value, op)
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        return replace(op, now=now, given=given)

    def _judged(self, name, value, op) -> dict:
        if name == "themes":
            return {"themes": [self._row(self._themes, code, op.was.get("themes", ())) for code in value]}
        if name != "said_by":
            return {name: _PLAIN[name].clean(value)}
        if not value.startswith(_CATEGORY):
            sides = [side for side in Output.SpokenBy.values if side != Output.SpokenBy.CATEGORY]
            return {
                "spoken_by": forms.ChoiceField(choices=[(side, side) for side in sides]).clean(value),
                "spoken_by_category": None,
            }
        was = op.was.get("said_by", "").removeprefix(_CATEGORY)
        category = self._row(self._categories, value.removeprefix(_CATEGORY), [was])
        return {"spoken_by": Output.SpokenBy.CATEGORY, "spoken_by_category": category}

    @staticmethod
    def _row(rows, code, stands):
        # One that was taken off its list stays where it stood.
        row = rows.get(code)
        if row is None or (row.archived_at and code not in stands):
            raise ValidationError(_("One of the choices is no longer on its list. Please choose again."))
        return row

    @cached_property
    def _themes(self):
        return {row.code: row for row in Theme.objects.all()}

    @cached_property
    def _categories(self):
        return {row.code: row for row in Category.objects.all()}
