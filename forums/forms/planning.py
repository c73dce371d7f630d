"""What is arranged for a meeting that is to come: day, hours, venue, permits, agenda, whom to invite."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import refuse_bidi_controls
from forums.forms import choices
from forums.forms.base import EditorForm
from forums.forms.fields import RowField, RowsField, TypedNumberField, TypedTimeField, WrittenDateField
from forums.forms.meeting import date_text
from forums.models.forum import MOST_DAYS
from forums.services.planning import plan_meeting

#: Empty lines that wait for more, and how many a page takes.
_SPARE, _MOST = 3, 40
_PLAIN = ("days", "starts_at", "ends_at", "place", "venue", "permits")


class PlanForm(EditorForm):
    """The agenda is lines with a number each: another number moves a line, an emptied title takes it out."""

    date = WrittenDateField(
        label=_("Date"),
        required=False,
        help_text=_("In any form, with the day of the week if it is named: Monday 20 July 2022, 20/7/2022."),
    )
    days = TypedNumberField(label=_("Days"), required=False, min_value=1, max_value=MOST_DAYS)
    starts_at = TypedTimeField(label=_("From (hour)"), required=False)
    ends_at = TypedTimeField(label=_("To (hour)"), required=False)
    place = RowField(label=_("Place"), required=False)
    venue = forms.CharField(
        label=_("Venue"), required=False, max_length=200, validators=[refuse_bidi_controls]
    )
    permits = forms.CharField(
        label=_("Permits"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was asked for, of whom and since when. Shown to the office, and never in the way."),
    )
    institutions = RowsField(
        label=_("Institutions to invite"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, forum, **kwargs):
        self.user, self.forum = user, forum
        initial = {name: getattr(forum, name) for name in _PLAIN} | {
            "version": forum.version,
            "date": date_text(forum),
            "place": forum.place.code if forum.place else "",
            "institutions": list(forum.invitations.values_list("institution__code", flat=True)),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["place"].offer(choices.places([forum.programme]), empty="—")
        self.fields["institutions"].offer(choices.institutions())
        self.lines = [self._add_line(number, row) for number, row in self._rows()]

    def agenda_lines(self):
        """(number, title, open to the media), the bound fields of each line."""
        return [tuple(self[name] for name in names) for names in self.lines]

    def clean(self):
        """The hours must follow each other."""
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("The meeting ends before it starts. Please look at the hours again."))
        return data

    def save(self):
        """Write the plan; None where the service objected."""
        data = self.cleaned_data
        fields = {name: data[name] for name in _PLAIN} | {"days": data["days"] or 1} | self._date_fields()
        return self.through(
            plan_meeting,
            actor=self.user,
            forum=self.forum,
            expected=data["version"],
            agenda=self._agenda(),
            institutions=data["institutions"],
            **fields,
        )

    def _date_fields(self):
        """Nothing where the wording is what stands: a decision about the date must not be undone by saving."""
        read = self.cleaned_data["date"]
        text = read.as_written if read else ""
        if text == date_text(self.forum):
            return {}
        return {
            "date": read.date if read else None,
            "date_as_written": text,
            "weekday_as_written": read.weekday_written if read else None,
        }

    def _rows(self):
        """The lines that stand, as many as were typed, and some empty ones."""
        standing = list(self.forum.agenda.all())
        typed = [
            int(name[len("title_") :])
            for name in self.data
            if name.startswith("title_") and name[6:].isascii() and name[6:].isdecimal()
        ]
        count = min(max([len(standing) + _SPARE, *(number + 1 for number in typed)]), _MOST)
        return [(number, standing[number] if number < len(standing) else None) for number in range(count)]

    def _add_line(self, number, row):
        names = f"order_{number}", f"title_{number}", f"open_{number}"
        fields = (
            TypedNumberField(
                label=_("Number in the agenda"), required=False, max_value=99, initial=row and number + 1
            ),
            forms.CharField(
                label=_("Item of the agenda"),
                required=False,
                max_length=300,
                initial=row.title if row else "",
                validators=[refuse_bidi_controls],
            ),
            forms.BooleanField(
                label=_("Open to the media"), required=False, initial=bool(row and row.open_to_media)
            ),
        )
        for name, field in zip(names, fields, strict=True):
            field.widget.attrs |= {"autocomplete": "off"}
            self.fields[name] = field
        return names

    def _agenda(self):
        """(title, open to the media) by the numbers that were typed; lines without one come last."""
        data = self.cleaned_data
        typed = [tuple(data[name] for name in names) for names in self.lines]
        kept = [line for line in typed if line[1]]
        # Sorting is stable: who gives two lines one number gets them as they stood.
        kept.sort(key=lambda line: line[0] if line[0] is not None else _MOST * 10)
        return [(title, is_open) for _number, title, is_open in kept]
