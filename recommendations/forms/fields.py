"""Fields of these forms: a day by which something is due, and institutions by their public ids."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.dates import weekday_name
from forums.forms.fields import WrittenDateField
from participants.models import Institution
from recommendations.presentation import institution_name


class DueDateField(WrittenDateField):
    """A date typed in any form; its value is the day, None where nothing was typed."""

    def clean(self, value):
        """Raises ValidationError also where a weekday was written that the day is not."""
        parsed = super().clean(value)
        if parsed is None:
            return None
        if parsed.weekday_fits is False:
            day = weekday_name(parsed.date.weekday(), get_language() or "ar")
            raise forms.ValidationError(_("That date is a %(day)s.") % {"day": day})
        return parsed.date


def institutions():
    """Bodies in use by kind, made-up ones marked as such; one query for all fields of a form."""
    groups: dict = {}
    for row in Institution.objects.filter(archived_at=None):
        groups.setdefault(row.get_kind_display(), []).append((row.code, institution_name(row), row))
    return sorted(groups.items(), key=lambda group: str(group[0]))


def in_one_list(groups):
    """The same rows without their groups, by name: for boxes to tick."""
    return sorted((row for _label, rows in groups for row in rows), key=lambda row: row[1])
