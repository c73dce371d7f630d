"""An institution's own entry, and a new one."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from common.editing import EditorForm
from common.forms import refuse_bidi_controls
from participants.forms.rows import Districts, Rows
from participants.models import Institution, Place
from participants.services.institutions import (
    EDITABLE,
    create_institution,
    known_as,
    parts_below,
    update_institution,
)


def _name(label, **options):
    return forms.CharField(label=label, max_length=200, validators=[refuse_bidi_controls], **options)


class InstitutionForm(EditorForm):
    """Names, kind, place, what it is part of. `institution` None: a new one."""

    name_ar = _name(_("Arabic name"))
    name_en = _name(_("English name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *Institution.Kind.choices])
    parent = Rows(Institution, label=_("Part of"))
    place = Districts(Place, label=_("Place"))
    public_contact = forms.CharField(
        label=_("Public contact"),
        required=False,
        max_length=200,
        validators=[refuse_bidi_controls],
        help_text=_(
            "What the institution itself makes public: an office’s telephone, a mail address. Never a person’s."
        ),
    )
    LISTS = ("parent", "place")

    def __init__(self, *args, user, institution=None, **kwargs):
        self.user, self.institution = user, institution
        initial = {}
        if institution is not None:
            initial = {name: getattr(institution, name) for name in (*EDITABLE, "version")}
            initial |= {name: row.code if (row := initial[name]) else "" for name in self.LISTS}
        super().__init__(*args, initial=initial, **kwargs)
        for name in self.LISTS:
            self.fields[name].offer(getattr(institution, f"{name}_id", None))
        places = self.fields["place"]
        places.queryset = places.queryset.select_related("parent").order_by("parent__code", "code")
        if institution is not None:
            parents = self.fields["parent"]
            parents.queryset = parents.queryset.exclude(pk__in=parts_below(institution))

    def layout(self):
        """What it is called, then where it belongs."""
        halves = lambda *names: Row(*(Column(name, css_class="col-md-6") for name in names))  # noqa: E731
        return (halves("name_ar", "name_en"), halves("kind", "parent"), halves("place", "public_contact"))

    def save(self):
        """Write what changed, if nobody wrote meanwhile."""
        data = self.cleaned_data
        changed = {name: data[name] for name in EDITABLE if getattr(self.institution, name) != data[name]}
        return self.through(
            update_institution,
            actor=self.user,
            institution=self.institution,
            expected=data["version"],
            **changed,
        )


class NewInstitutionForm(InstitutionForm):
    """A new one; where a name or spelling is known already, the known ones are shown first, and it is entered only once somebody
    says that it is another."""

    spellings = forms.CharField(
        label=_("Other spellings"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, as texts write it. A post is no spelling."),
        validators=[refuse_bidi_controls],
    )
    code = forms.RegexField(
        r"^[A-Za-z0-9-]+$",
        label=_("Code"),
        required=False,
        max_length=24,
        strip=True,
        error_messages={"invalid": _("Please use Latin letters, digits and hyphens only.")},
        help_text=_(
            "Short, in Latin letters, for sheets and references. It never changes. Left empty, a number is given."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    is_another = forms.BooleanField(label=_("It is another institution"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        #: what is to be looked at before it is entered
        self.known: list[Institution] = []
        self.helper.render_unmentioned_fields = False

    def layout(self):
        """The same, with what is asked only once; the tick stands with the known ones, in the template."""
        halves = Row(Column("spellings", css_class="col-md-6"), Column("code", css_class="col-md-6"))
        return (*super().layout(), halves)

    def save(self):
        """Enter it; None where known ones are to be looked at first, or the service objects."""
        data = self.cleaned_data
        spellings = list(
            dict.fromkeys(" ".join(line.split()) for line in data["spellings"].splitlines() if line.strip())
        )
        if not data["is_another"]:
            self.known = known_as(data["name_ar"], data["name_en"], *spellings)
            if self.known:
                return None
        fields = {name: data[name] for name in (*EDITABLE, "code")}
        return self.through(create_institution, actor=self.user, spellings=spellings, **fields)
