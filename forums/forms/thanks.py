"""Whom the minutes thank, and counts where names were not taken."""

from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from forums.forms.base import EditorForm
from forums.forms.fields import RowField, TypedNumberField
from forums.models import AttendanceTotal
from forums.services.attendance import acknowledge
from forums.services.enlisting import record_total
from participants.models import Person
from participants.models.persons import AgeBand, Sex
from participants.privacy import name_of


class ThanksForm(EditorForm):
    """Thanks a person of the list or an institution; somebody else comes onto the list first, as *not listed*."""

    whom = RowField(label=_("Who is thanked"))
    reason = forms.CharField(label=_("For what"), max_length=300)

    def __init__(self, *args, user, forum, rows, bodies, **kwargs):
        self.user, self.forum = user, forum
        super().__init__(*args, auto_id="thanks_%s", **kwargs)
        people = [
            (row.person.public_id, name_of(row.person), row.person) for row in rows if not row.removed_at
        ]
        self.fields["whom"].offer([(_("People on the list"), people), *bodies], empty="—")

    def layout(self):
        """Side by side."""
        return (Row(Column("whom", css_class="col-md-5"), Column("reason", css_class="col-md-7")),)

    def save(self):
        """Thank."""
        whom = self.cleaned_data["whom"]
        kind = "person" if isinstance(whom, Person) else "institution"
        return self.through(
            acknowledge, actor=self.user, forum=self.forum, reason=self.cleaned_data["reason"], **{kind: whom}
        )


class TotalForm(EditorForm):
    """How many of one sort were there, where names were not taken; 0 takes the number out."""

    key = forms.ChoiceField(label=_("What was counted"))
    count = TypedNumberField(label=_("Number"), max_value=5000)

    def __init__(self, *args, user, forum, categories, districts, **kwargs):
        self.user, self.forum = user, forum
        super().__init__(*args, auto_id="total_%s", **kwargs)
        self.fields["key"].choices = [("", "—"), *total_choices(categories, districts)]

    def layout(self):
        """Side by side."""
        return (Row(Column("key", css_class="col-8"), Column("count", css_class="col-4")),)

    def save(self):
        """Record the count; the row, or True where it was taken out."""
        dimension, _colon, key = self.cleaned_data["key"].partition(":")
        count = self.cleaned_data["count"]
        saved = self.through(
            record_total, actor=self.user, forum=self.forum, dimension=dimension, key=key, count=count
        )
        return saved or (not self.errors) or None


def total_choices(categories, districts):
    """Groups of ("dimension:key", label) for everything that can be counted without names."""
    dimension = AttendanceTotal.Dimension
    places = [(code, name) for _group, members in districts for code, name, _row in members]
    groups = (
        (dimension.SEX, Sex.choices),
        (dimension.AGE_BAND, AgeBand.choices),
        (dimension.CATEGORY, categories),
        (dimension.DISTRICT, places),
    )
    return [(one.label, [(f"{one.value}:{key}", label) for key, label in keys]) for one, keys in groups]
