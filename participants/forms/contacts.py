"""Contacts, without what stood there before."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.editing import EditorForm
from participants.models.persons import CONTACTS
from participants.services.people import update_person


class ContactsForm(EditorForm):
    """New contacts. What stands is never shown: a field that is left empty keeps it, a tick removes it."""

    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"}),
        help_text=_(
            "Numbers of Yemen with or without the leading zero, others with + and the country’s code."
        ),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    remove = forms.MultipleChoiceField(
        label=_("Remove what is recorded"), required=False, widget=forms.CheckboxSelectMultiple
    )
    prefers_woman_caller = forms.BooleanField(label=_("Asks to be called by a woman"), required=False)

    def __init__(self, *args, user, person, **kwargs):
        self.user, self.person = user, person
        initial = {"version": person.version, "prefers_woman_caller": person.prefers_woman_caller}
        super().__init__(*args, initial=initial, **kwargs)
        there = [name for name in CONTACTS if getattr(person, f"{name}_length")]
        self.fields["remove"].choices = [(name, self.fields[name].label) for name in there]
        for name in there:
            self.fields[name].label = _("%(contact)s (replaces what is recorded)") % {
                "contact": self.fields[name].label
            }
        if not there:
            del self.fields["remove"]

    def clean(self):
        """A contact is replaced or removed, not both."""
        data = super().clean()
        for name in data.get("remove", []):
            if data.get(name):
                self.add_error(name, _("Please either replace it or remove it."))
        return data

    def save(self):
        """Write what was typed or ticked, unseen."""
        data = self.cleaned_data
        fields = {name: data[name] for name in CONTACTS if data[name]}
        fields |= dict.fromkeys(data.get("remove", []), "")
        return self.through(
            update_person,
            actor=self.user,
            person=self.person,
            expected=data["version"],
            prefers_woman_caller=data["prefers_woman_caller"],
            **fields,
        )
