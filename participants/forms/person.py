"""A person's entry, without contacts."""

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from common.editing import EditorForm
from common.forms import refuse_bidi_controls
from participants.forms.rows import Districts, Rows
from participants.models import Category, Honorific, Person, Place
from participants.models.persons import AgeBand, Sex
from participants.services.people import TRAITS, update_person

NOTHING = ("", "—")


def _choices(name):
    return [NOTHING, *Person._meta.get_field(name).choices]


def _name(label, **options):
    return forms.CharField(
        label=label, required=False, max_length=200, validators=[refuse_bidi_controls], **options
    )


class PersonForm(EditorForm):
    """Name, category and traits. A rank typed before the name is taken off it: it belongs to a day, not to the person."""

    name_ar = _name(_("Name"), help_text=_("As it is written in Arabic, without rank."))
    known_as = _name(_("Known as (office)"), help_text=_("As long as the name is not known."))
    name_en = _name(_("Name in English"))
    honorific = Rows(Honorific, label=_("Form of address"))
    category = Rows(Category, label=_("Category"))
    home_district = Districts(Place, label=_("Home district"))
    languages = forms.CharField(label=_("Languages"), required=False, max_length=100)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("not recorded")), *Sex.choices])
    sex_source = forms.ChoiceField(
        label=_("How the sex is known"), required=False, choices=_choices("sex_source")
    )
    age_band = forms.ChoiceField(label=_("Age band"), required=False, choices=[NOTHING, *AgeBand.choices])
    disability = forms.ChoiceField(
        label=_("Disability (Washington Group)"), required=False, choices=_choices("disability")
    )
    displacement = forms.ChoiceField(
        label=_("Displacement"), required=False, choices=_choices("displacement")
    )

    PLAIN = ("name_ar", "known_as", "name_en", "languages", *TRAITS)
    LISTS = ("honorific", "category", "home_district")

    def __init__(self, *args, user, person, **kwargs):
        self.user, self.person = user, person
        initial = {name: getattr(person, name) for name in (*self.PLAIN, "version")}
        for name in self.LISTS:
            row = getattr(person, name)
            initial[name] = row.code if row else ""
        super().__init__(*args, initial=initial, **kwargs)
        districts = Place.objects.filter(level=Place.Level.DISTRICT).select_related("parent")
        self.fields["home_district"].queryset = districts.order_by("parent__code", "code")
        for name in self.LISTS:
            self.fields[name].offer(getattr(person, f"{name}_id"))

    def layout(self):
        """Who it is, then what serves figures."""
        thirds = lambda *names: Row(*(Column(name, css_class="col-md-4") for name in names))  # noqa: E731
        return (
            thirds("name_ar", "known_as", "name_en"),
            thirds("honorific", "category", "home_district"),
            thirds("languages"),
            Fieldset(
                _("For figures"),
                thirds("sex", "sex_source", "age_band"),
                thirds("disability", "displacement"),
            ),
        )

    def save(self):
        """Write what changed, if nobody wrote meanwhile."""
        data = self.cleaned_data
        fields = {name: data[name] for name in (*self.PLAIN, *self.LISTS)}
        changed = {name: value for name, value in fields.items() if getattr(self.person, name) != value}
        return self.through(
            update_person, actor=self.user, person=self.person, expected=data["version"], **changed
        )
