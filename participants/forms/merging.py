"""Which of two entries stays, and what of either."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.editing import EditorForm
from participants.models import Person
from participants.models.persons import CONTACTS
from participants.services.comparing import Pair
from participants.services.merging import CHOSEN, merge_persons

FIRST, SECOND = "first", "second"


class MergeForm(EditorForm):
    """Nothing is selected beforehand: which entry stays, what of both where they differ, and why they are one person."""

    version_second = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stays = forms.ChoiceField(
        label=_("Which entry stays?"), widget=forms.RadioSelect, choices=[(FIRST, ""), (SECOND, "")]
    )
    reason = forms.CharField(
        label=_("How is it known that they are one person?"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, user, pair: Pair, **kwargs):
        self.user, self.pair = user, pair
        initial = {"version": pair.first.person.version, "version_second": pair.second.person.version}
        super().__init__(*args, initial=initial, **kwargs)
        for row in self.rows:
            if row["is_open"]:
                self.fields[f"take_{row['name']}"] = forms.ChoiceField(
                    label=row["label"], choices=[(FIRST, ""), (SECOND, "")]
                )

    @cached_property
    def rows(self) -> list[dict]:
        """What of the entries differs or stands in one of them: `values` to show, `is_open` where one is to be chosen."""
        found = []
        for name in CHOSEN:
            values = [_shown(side.person, name) for side in self.pair.sides]
            if not any(values):
                continue
            same = name not in CONTACTS and _stored(self.pair, name)
            label = Person._meta.get_field(name).verbose_name
            found.append(
                {"name": name, "label": label, "values": values, "is_open": all(values) and not same}
            )
        return found

    @property
    def lines(self) -> list[dict]:
        """The same for the page, with what was chosen already and what is to be mended."""
        return [
            row
            | {
                "chosen": self.data.get(f"take_{row['name']}", "") if self.is_bound else "",
                "errors": self.errors.get(f"take_{row['name']}", ()) if self.is_bound else (),
            }
            for row in self.rows
        ]

    def save(self):
        """Merge; None where the service found something to mend. Raises StaleVersion, MergeRefused."""
        data, people = self.cleaned_data, [side.person for side in self.pair.sides]
        versions = [data["version"], data["version_second"]]
        if data["stays"] == SECOND:
            people.reverse()
            versions.reverse()
        absorbed = SECOND if data["stays"] == FIRST else FIRST
        return self.through(
            merge_persons,
            actor=self.user,
            keep=people[0],
            absorb=people[1],
            expected=versions[0],
            expected_absorb=versions[1],
            reason=data["reason"],
            take=[row["name"] for row in self.rows if data.get(f"take_{row['name']}") == absorbed],
        )

    def adopt_versions(self) -> None:
        """Keep what was chosen; the next attempt counts from the entries as they are shown now."""
        self.data = self.data.copy()
        for name, side in (("version", self.pair.first), ("version_second", self.pair.second)):
            self.data[name] = str(side.person.version)

    def refuse(self, words) -> None:
        """Say above the form why it was not done."""
        self.add_error(None, words)

    @property
    def refusal(self):
        """What stands above the form."""
        return self.errors.get(NON_FIELD_ERRORS, ()) if self.is_bound else ()


def _shown(person, name):
    """In words; of contacts only that there is one."""
    if name in CONTACTS:
        return pgettext_lazy("contact", "recorded") if getattr(person, f"{name}_length") else ""
    field = Person._meta.get_field(name)
    if field.is_relation:
        row = getattr(person, name)
        return row.name if row else ""
    return getattr(person, f"get_{name}_display")() if field.choices else getattr(person, name)


def _stored(pair, name) -> bool:
    column = Person._meta.get_field(name).attname
    return getattr(pair.first.person, column) == getattr(pair.second.person, column)
