"""The second step of the editor: a line of the attendance list, as that day."""

from crispy_forms.layout import Column, Row
from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.forms import refuse_bidi_controls
from forums.forms import choices
from forums.forms.base import Details, EditorForm
from forums.forms.fields import RowField
from forums.models import Attendance
from forums.services import attendance as service
from participants.models import Consent
from participants.models.persons import AgeBand
from participants.privacy import name_of

NOTHING = ("", "—")
LISTS = ("rank", "rank_qualifier", "honorific")
_PLAIN = ("post", "represents", "presence", "presence_reason", "part", "age_band", "may_be_named")
_ROWS = ("institution", "home_district", "represented_by")
FIGURES = ("age_band", "home_district", "may_be_named", "consent_manner")
MORE = ("represents", "presence_reason", "represented_by")


class AttendanceRowForm(EditorForm):
    """What both forms of a line have: the person *as that day*."""

    rank = forms.ChoiceField(label=_("Rank"), required=False)
    honorific = forms.ChoiceField(label=_("Form of address"), required=False)
    post = forms.CharField(label=_("Post"), required=False, max_length=300, validators=[refuse_bidi_controls])
    institution = RowField(label=_("Institution"), required=False)
    category = forms.ChoiceField(label=_("Category"))
    part = forms.ChoiceField(label=_("Role in the meeting"), choices=Attendance.Part.choices)
    presence = forms.ChoiceField(label=_("Presence"), choices=Attendance.Presence.choices)
    rank_qualifier = forms.ChoiceField(label=_("Rank qualifier"), required=False)
    represents = forms.CharField(label=_("Represents"), required=False, max_length=200)
    presence_reason = forms.CharField(label=_("Reason of the excuse"), required=False, max_length=200)
    represented_by = RowField(
        label=_("Represented by"),
        required=False,
        help_text=_("Somebody of the list who came in his place; the presence then says so."),
    )
    age_band = forms.ChoiceField(label=_("Age band"), required=False, choices=[NOTHING, *AgeBand.choices])
    home_district = RowField(label=_("Home district"), required=False)
    may_be_named = forms.BooleanField(label=_("Agreed to be named in documents"), required=False)
    consent_manner = forms.ChoiceField(
        label=_("How the consent was given"),
        required=False,
        choices=[NOTHING, *Consent.Manner.choices],
        help_text=_(
            "Asked for where no consent to be named is on record yet. It is recorded with the person."
        ),
    )

    figures, more = FIGURES, MORE

    def __init__(self, *args, user, forum, rows=(), **kwargs):
        self.user, self.forum, self.lists = user, forum, choices.PeopleLists()
        super().__init__(*args, **kwargs)
        for name in LISTS:
            self.fields[name].choices = [NOTHING, *self.lists.options(name)]
        self.fields["category"].choices = [NOTHING, *self.lists.options("category")]
        self.fields["institution"].offer(choices.institutions(), empty="—")
        people = [(row.public_id, name_of(row.person), row) for row in rows if row.removed_at is None]
        self.fields["represented_by"].offer([(None, people)], empty="—")
        self.fields["home_district"].offer(choices.districts([forum.programme]), empty="—")

    def layout(self):
        """The line as on the sheet; what serves figures is folded away."""
        thirds = lambda *names: Row(*(Column(name, css_class="col-6 col-md-4") for name in names))  # noqa: E731
        return (
            Row(Column("post", css_class="col-md-7"), Column("institution", css_class="col-md-5")),
            thirds("category", "part", "presence"),
            thirds("rank", "honorific", "rank_qualifier"),
            Details(_("For figures and consent"), *self.figures, names=self.figures),
            Details(_("Represents, excuse, thanks"), *self.more, names=self.more),
        )

    def values(self):
        """The row's fields as the service takes them."""
        data = self.cleaned_data
        found = {name: data[name] for name in (*_PLAIN, "consent_manner")}
        found |= {name: self.lists.row(name, data[name]) for name in (*LISTS, "category")}
        found |= {name: data[name] for name in _ROWS}
        if found["represented_by"]:
            found["presence"] = Attendance.Presence.REPRESENTED
        return found


class EditAttendanceForm(AttendanceRowForm):
    """Writes one line; the person's name is mended in the directory."""

    def __init__(self, *args, attendance, rows=(), **kwargs):
        self.attendance = attendance
        others = [row for row in rows if row.pk != attendance.pk]
        initial = {name: getattr(attendance, name) for name in (*_PLAIN, "version")}
        for name in (*LISTS, "category", "institution", "home_district"):
            row = getattr(attendance, name)
            initial[name] = row.code if row else ""
        stand_in = attendance.represented_by
        initial["represented_by"] = str(stand_in.public_id) if stand_in else ""
        super().__init__(*args, initial=initial, forum=attendance.forum, rows=others, **kwargs)

    def save(self):
        """Write the line."""
        return self.through(
            service.edit_attendance,
            actor=self.user,
            attendance=self.attendance,
            expected=self.cleaned_data["version"],
            **self.values(),
        )


def attendance_rows(forum):
    """All lines of the list, also those taken out, in protocol order; one query."""
    return forum.attendances.select_related(
        "person",
        "rank",
        "rank_qualifier",
        "honorific",
        "institution",
        "category",
        "home_district",
        "forum",
        "represented_by__person",
    ).order_by(F("rank__position").asc(nulls_last=True), "position", "id")
