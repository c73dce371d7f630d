"""What is added on an institution's page: a name, a post, who speaks for it."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.editing import EditorForm
from common.forms import refuse_bidi_controls
from common.written_dates import WrittenDateField
from participants.models import FocalPoint, InstitutionName, Person
from participants.privacy import name_of
from participants.services.bodies import add_name, add_post, name_focal_point

AUDIENCES = [
    ("", pgettext_lazy("audience of a name", "all")),
    ("internal", pgettext_lazy("audience of a name", "internal documents")),
    ("official", pgettext_lazy("audience of a name", "official documents")),
    ("donor", pgettext_lazy("audience of a name", "donors")),
    ("public", pgettext_lazy("audience of a name", "the public")),
]
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]


def _day(read):
    return read.date if read else None


class _OfInstitution(EditorForm):
    """A form about one institution, with the version that was seen."""

    def __init__(self, *args, user, institution, **kwargs):
        self.user, self.institution = user, institution
        super().__init__(
            *args, initial={"version": institution.version}, auto_id=f"{self.prefix_of_ids}-%s", **kwargs
        )

    prefix_of_ids = "id"


class NameRecordForm(_OfInstitution):
    """A spelling, a name for letters, or a name for one audience or time."""

    prefix_of_ids = "name"
    text = forms.CharField(label=_("Name"), max_length=200, validators=[refuse_bidi_controls])
    use = forms.ChoiceField(
        label=pgettext_lazy("of a name", "What for"), choices=[("", "—"), *InstitutionName.Use.choices]
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    audience = forms.ChoiceField(label=_("Audience"), choices=AUDIENCES, required=False)
    valid_from = WrittenDateField(label=_("Valid from"), required=False)
    valid_until = WrittenDateField(label=_("Valid until"), required=False)

    def layout(self):
        """What for it is stands beside it; the rest is for names, not for spellings."""
        halves = lambda *names: Row(*(Column(name, css_class="col-sm-6") for name in names))  # noqa: E731
        return ("text", halves("use", "language"), halves("audience"), halves("valid_from", "valid_until"))

    def save(self):
        """Add it; None where the service objects."""
        data = self.cleaned_data
        is_spelling = data["use"] == InstitutionName.Use.SPELLING
        fields = {
            "audience": data["audience"] if data["use"] == InstitutionName.Use.AUDIENCE else "",
            **{name: None if is_spelling else _day(data[name]) for name in ("valid_from", "valid_until")},
        }
        return self.through(
            add_name,
            actor=self.user,
            institution=self.institution,
            expected=data["version"],
            text=data["text"],
            use=data["use"],
            language=data["language"],
            **fields,
        )


class PostForm(_OfInstitution):
    """A post in the body."""

    prefix_of_ids = "post"
    title_ar = forms.CharField(label=_("Arabic title"), max_length=200, validators=[refuse_bidi_controls])
    title_en = forms.CharField(
        label=_("English title"), max_length=200, required=False, validators=[refuse_bidi_controls]
    )

    def save(self):
        """Add it; None where the service objects."""
        data = self.cleaned_data
        return self.through(
            add_post,
            actor=self.user,
            institution=self.institution,
            expected=data["version"],
            title_ar=data["title_ar"],
            title_en=data["title_en"],
        )


class _People(forms.ModelChoiceField):
    """People by the name that an office may read."""

    def label_from_instance(self, obj):
        """By name, or by office."""
        return name_of(obj)


class FocalPointForm(_OfInstitution):
    """Somebody who came for the institution, among those whom the reader may write."""

    prefix_of_ids = "focal"
    person = _People(
        label=_("Person"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        empty_label="—",
        help_text=_("Whoever came to a forum for this institution or for a part of it."),
    )
    part = forms.ChoiceField(
        label=pgettext_lazy("of a focal point", "What for"), choices=[("", "—"), *FocalPoint.Part.choices]
    )
    since = WrittenDateField(label=_("Since"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["person"].queryset = people

    def save(self):
        """Name him; None where the service objects."""
        data = self.cleaned_data
        return self.through(
            name_focal_point,
            actor=self.user,
            institution=self.institution,
            person=data["person"],
            part=data["part"],
            since=_day(data["since"]),
        )
