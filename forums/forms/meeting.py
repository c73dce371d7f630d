"""The first step of the editor: what, when, where and what about."""

from crispy_forms.layout import Column, Row
from django import forms
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.dates import format_date
from common.forms import refuse_bidi_controls
from forums.forms import choices
from forums.forms.base import Details, EditorForm
from forums.forms.fields import RowField, RowsField, TypedNumberField, TypedTimeField, WrittenDateField
from forums.models import Forum
from forums.services import forums as service

NOTHING = ("", "—")
_PLAIN = (
    "kind", "level", "number", "continues", "title_ar", "title_en", "days", "starts_at", "ends_at", "part_of_day",
    "place", "venue", "occasion", "focus", "summary", "permits", "disclosure", "women_only",
)  # fmt: skip


class MeetingForm(EditorForm):
    """Opens a forum (`forum` None) or writes down its meeting."""

    programme = RowField(label=_("Programme"))
    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=[NOTHING, *Forum.Kind.choices])
    title_ar = forms.CharField(label=_("Title"), max_length=300, validators=[refuse_bidi_controls])
    date = WrittenDateField(
        label=_("Date as the source has it"),
        required=False,
        help_text=_("In any form, with the day of the week if it is named: Monday 20 July 2022, 20/7/2022."),
    )
    part_of_day = forms.ChoiceField(
        label=_("Part of the day"),
        required=False,
        choices=[NOTHING, *Forum._meta.get_field("part_of_day").choices],
    )
    level = forms.ChoiceField(label=_("Level"), choices=[NOTHING, *Forum.Level.choices])
    place = RowField(label=_("Place"), required=False)
    venue = forms.CharField(
        label=_("Venue"), required=False, max_length=200, validators=[refuse_bidi_controls]
    )
    occasion = forms.CharField(label=_("Occasion that it marks"), required=False, max_length=200)
    occasion_date = WrittenDateField(label=_("Date of the occasion"), required=False)
    focus = forms.CharField(
        label=_("Focus in words"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    number = TypedNumberField(label=_("Number in its series"), required=False, min_value=1)
    days = TypedNumberField(label=_("Days"), required=False, min_value=1, max_value=30, initial=1)
    starts_at = TypedTimeField(label=_("From (hour)"), required=False)
    ends_at = TypedTimeField(label=_("To (hour)"), required=False)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=300)
    continues = RowField(label=_("Continues"), required=False)
    reviews = RowsField(
        label=_("Reviews these earlier forums"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    themes = RowsField(
        label=_("Focus themes"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    permits = forms.CharField(
        label=_("Permits"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    disclosure = forms.ChoiceField(
        label=_("Disclosure"), choices=Forum.Disclosure.choices, initial=Forum.Disclosure.CHATHAM_HOUSE
    )
    women_only = forms.BooleanField(label=_("Women only"), required=False)

    def __init__(self, *args, user, programmes, forum=None, **kwargs):
        self.user, self.forum = user, forum
        super().__init__(*args, initial=self._initial(forum, programmes), **kwargs)
        offered = [(one.code, one.title, one) for one in programmes]
        self.fields["programme"].offer([(None, offered)], empty=None if len(offered) == 1 else "—")
        self.fields["date"].widget.attrs |= {
            "hx-get": reverse("forums:read_date"),
            "hx-trigger": "change, keyup changed delay:500ms",
            "hx-target": "#date-read",
        }
        self.fields["place"].offer(choices.places(programmes), empty="—")
        self.fields["themes"].offer(choices.themes())
        earlier = choices.earlier_forums(user, programmes, without=forum)
        self.fields["continues"].offer(earlier, empty="—")
        self.fields["reviews"].offer(earlier)
        if forum is not None:
            # A forum stays in its programme: people and recommendations hang on it.
            del self.fields["programme"]

    def layout(self):
        """What every meeting has comes first; the rest is folded away."""
        pair = lambda *names: Row(*(Column(name) for name in names))  # noqa: E731  a word for the lines below
        first = [] if self.forum else ["programme"]
        rest = ("number", "days", "starts_at", "ends_at", "title_en", "continues", "reviews", "themes", "summary",
                "permits", "disclosure", "women_only")  # fmt: skip
        return (
            *first,
            pair("kind", "level"),
            "title_ar",
            pair("date", "part_of_day"),
            pair("place", "venue"),
            pair("occasion", "occasion_date"),
            "focus",
            Details(
                _("Number and hours, earlier forums, themes, summary, disclosure"),
                Row(*(Column(name) for name in rest[:4])),
                *rest[4:],
                names=rest,
            ),
        )

    def clean(self):
        """The hours must follow each other."""
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("The meeting ends before it starts. Please look at the hours again."))
        return data

    def save(self):
        """Open or write the forum; None where the service objected."""
        data = self.cleaned_data
        fields = {name: data[name] for name in _PLAIN}
        fields["days"] = data["days"] or 1
        fields["occasion_date"] = data["occasion_date"].date if data["occasion_date"] else None
        fields.update(self._date_fields(), themes=data["themes"], reviews=data["reviews"])
        if self.forum is None:
            return self.through(service.create_forum, actor=self.user, programme=data["programme"], **fields)
        return self.through(
            service.update_meeting, actor=self.user, forum=self.forum, expected=data["version"], **fields
        )

    def _date_fields(self):
        """Nothing where the wording is what stands already: a decision about the date must not be undone by saving."""
        read = self.cleaned_data["date"]
        text = read.as_written if read else ""
        if self.forum is not None and text == _date_text(self.forum):
            return {}
        return {
            "date": read.date if read else None,
            "date_as_written": text,
            "weekday_as_written": read.weekday_written if read else None,
        }

    @staticmethod
    def _initial(forum, programmes):
        if forum is None:
            return {"programme": programmes[0].code} if len(programmes) == 1 else {}
        initial = {name: getattr(forum, name) for name in _PLAIN}
        language = get_language() or "ar"
        occasion = forum.occasion_date and format_date(forum.occasion_date, language)
        return initial | {
            "version": forum.version,
            "date": _date_text(forum),
            "occasion_date": occasion or "",
            "place": forum.place.code if forum.place else "",
            "continues": str(forum.continues.public_id) if forum.continues else "",
            "reviews": [str(one.public_id) for one in forum.reviews.all()],
            "themes": [one.code for one in forum.themes.all()],
        }


def _date_text(forum) -> str:
    if forum.date_as_written or forum.date is None:
        return forum.date_as_written
    return format_date(forum.date, get_language() or "ar")
