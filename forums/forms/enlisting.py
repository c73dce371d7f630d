"""Adding somebody to the attendance list: typed name, a choice among those who may be meant, or somebody new."""

import uuid

from crispy_forms.layout import Column, Row
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from common.forms import refuse_bidi_controls
from forums.forms.attendance import FIGURES, LISTS, MORE, AttendanceRowForm
from forums.services.enlisting import enlist
from participants.models import Person
from participants.models.persons import Sex
from participants.services.candidates import last_attendance, proposals_of
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
    #: sex and how it is known in one choice, so that neither is ever without the other
    sex_known = forms.ChoiceField(label=_("Sex, and how it is known"), required=False)
    #: sent by the script of the page: the proposals were shown, so a field that is empty was emptied
    shown = forms.BooleanField(required=False, widget=forms.HiddenInput)
    thanked_for = forms.CharField(label=_("The minutes thank him or her for"), required=False, max_length=300)

    #: people who may be meant, once the form was sent without choosing one
    candidates: list = []
    figures, more = FIGURES, (*MORE, "thanked_for")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex_known"].choices = [("", _("not recorded")), *known_sexes()]
        # Whoever is picked brings it from the last time; `clean` asks for it where nothing does.
        self.fields["category"].required = False

    def add_prefix(self, field_name):
        """The picker asks with the parameter `q`, so the field of the name is called that in the page."""
        return "q" if field_name == "name" else super().add_prefix(field_name)

    def layout(self):
        """The quick line: name and who may be meant, category, sex, post; then what is seldom another than usual."""
        name = Row(Column("name", css_class="col-md-8"), Column("by_office", css_class="col-md-4 pt-md-4"))
        kind = Row(Column("category", css_class="col-6"), Column("sex_known", css_class="col-6"))
        post, _kind, *rest = super().layout()
        usual = Row(*(Column(one, css_class="col-6 col-md-4") for one in ("part", "presence")))
        return (name, Picker(), kind, post, usual, *rest, "shown")

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
        if name and key and key != "new":
            self.chosen = Person.objects.visible_to(self.user).current().filter(public_id=_uuid(key)).first()
        if self.chosen is None and name and key != "new" and not data.get("by_office"):
            self.candidates = find_candidates(user=self.user, text=name, forum_id=self.forum.public_id)
            if self.candidates:
                self.add_error(
                    "name",
                    _("The directory holds people with such a name. Please choose one, or “a new person”."),
                )
        self._propose(data)
        if not data.get("category") and not self.errors:
            self.add_error("category", self.fields["category"].error_messages["required"])
        return data

    def _propose(self, data):
        """What the last time proposes fills what is empty, unless it was shown and emptied."""
        last = last_attendance(user=self.user, person=self.chosen) if self.chosen else None
        self.proposed = proposals_of(last) if last else {}
        if not data.get("shown"):
            for name, code in self.proposed.items():
                field = self.fields[name]
                if not data.get(name) and (not hasattr(field, "choices") or field.valid_value(code)):
                    data[name] = field.clean(code)

    def save(self):
        """Enlist the chosen person or a new one; rank and form of address before the name are those of this day."""
        data, fields = self.cleaned_data, self.values()
        reading = None if data["by_office"] else read_name(data["name"])
        for name in LISTS if reading else ():
            # What was typed goes before what the last time proposed, and not before what was chosen from the list.
            if not data[name] or data[name] == self.proposed.get(name):
                fields[name] = getattr(reading, name) or fields[name]
        who = {"known_as": data["name"]} if data["by_office"] else {"name_ar": reading.name}
        sex, _colon, source = data["sex_known"].partition(":")
        fields |= {"sex": sex, "sex_source": source, "thanked_for": data["thanked_for"]}
        return self.through(enlist, actor=self.user, forum=self.forum, person=self.chosen, **who, **fields)


def known_sexes():
    """("f:said", "woman, said by the person") and so on: as said or recorded, never inferred."""
    sources = Person._meta.get_field("sex_source").choices
    return [
        (f"{sex}:{source}", _("%(sex)s, %(source)s") % {"sex": label, "source": how})
        for sex, label in Sex.choices
        for source, how in sources
    ]


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
