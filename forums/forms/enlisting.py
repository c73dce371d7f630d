"""Adding somebody to the attendance list: typed name, a choice among those who may be meant, or somebody new."""

import uuid

from crispy_forms.layout import Column, Row
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from common.forms import refuse_bidi_controls
from forums.forms.attendance import FIGURES, LISTS, MORE, NOTHING, AttendanceRowForm
from forums.services.enlisting import enlist
from participants.models import Person
from participants.models.persons import Sex
from participants.services.names import read_name
from participants.services.people import find_candidates


class Picker:
    """The place in the layout where the people who may be meant are shown, by the page or by htmx."""

    def render(self, form, context, template_pack=None, **kwargs):
        """The radio buttons, called `person`."""
        return render_to_string("forums/editor/_picker.html", {"form": form})


class AddAttendanceForm(AttendanceRowForm):
    """Adds a line. Rank and form of address may be typed before the name; they are taken off it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        validators=[refuse_bidi_controls],
        help_text=_("Rank and form of address may stand before the name, as on the sheet."),
        error_messages={"required": _("Please write a name, or the office by which the person is known.")},
    )
    by_office = forms.BooleanField(label=_("This is an office; the name is not known"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("not recorded")), *Sex.choices])
    sex_source = forms.ChoiceField(
        label=_("How the sex is known"),
        required=False,
        choices=[NOTHING, *Person._meta.get_field("sex_source").choices],
    )
    thanked_for = forms.CharField(label=_("The minutes thank him or her for"), required=False, max_length=300)

    #: people who may be meant, once the form was sent without choosing one
    candidates: list = []
    figures, more = ("sex", "sex_source", *FIGURES), (*MORE, "thanked_for")

    def add_prefix(self, field_name):
        """The picker asks with the parameter `q`, so the field of the name is called that in the page."""
        return "q" if field_name == "name" else super().add_prefix(field_name)

    def layout(self):
        """Name, who may be meant, then the line."""
        name = Row(Column("name", css_class="col-md-8"), Column("by_office", css_class="col-md-4 pt-md-4"))
        return (name, Picker(), *super().layout())

    @property
    def typed(self):
        """The name as typed, for the picker."""
        return self["name"].value() or ""

    @property
    def chosen_key(self):
        """What the picker's buttons sent: a public id, "new" or nothing."""
        return self.data.get("person", "") if self.is_bound else ""

    def clean(self):
        """A choice is asked for where the directory holds somebody who may be meant."""
        data = super().clean()
        self.chosen = None
        name, key = data.get("name"), self.chosen_key
        if data.get("sex") and not data.get("sex_source"):
            self.add_error("sex_source", _("Please say how the sex is known; it is never inferred."))
        if not name or key == "new":
            return data
        if key:
            self.chosen = Person.objects.visible_to(self.user).current().filter(public_id=_uuid(key)).first()
        if self.chosen is None and not data.get("by_office"):
            self.candidates = find_candidates(user=self.user, text=name, forum_id=self.forum.public_id)
            if self.candidates:
                self.add_error(
                    "name",
                    _("The directory holds people with such a name. Please choose one, or “a new person”."),
                )
        return data

    def save(self):
        """Enlist the chosen person or a new one; what stood before the name fills rank and form of address."""
        data, fields = self.cleaned_data, self.values()
        reading = None if data["by_office"] else read_name(data["name"])
        if reading:
            for name in LISTS:
                fields[name] = fields[name] or getattr(reading, name)
        who = {"known_as": data["name"]} if data["by_office"] else {"name_ar": reading.name}
        fields |= {name: data[name] for name in ("sex", "sex_source", "thanked_for")}
        return self.through(enlist, actor=self.user, forum=self.forum, person=self.chosen, **who, **fields)


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
