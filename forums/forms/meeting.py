"""The first step of the editor: what, when, where and what about."""

from crispy_forms.layout import Column, Row
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.dates import format_date
from forums.forms import choices
from forums.forms.base import Details
from forums.forms.meeting_fields import MeetingFields
from forums.services import forums as service

_PLAIN = (
    "kind", "level", "number", "continues", "title_ar", "title_en", "days", "starts_at", "ends_at", "part_of_day",
    "place", "venue", "occasion", "focus", "summary", "permits", "disclosure", "women_only",
)  # fmt: skip


class DateRead:
    """The place in the layout where it is said what was understood of the date."""

    def render(self, form, context, template_pack=None, **kwargs):
        """By the page, or by htmx while one types."""
        return render_to_string("forums/editor/_date_line.html", {"read": context.get("read", "")})


class MeetingForm(MeetingFields):
    """Opens a forum (`forum` None) or writes down its meeting."""

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
            Row(Column("date", DateRead()), Column("part_of_day")),
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
        if self.forum is not None and text == date_text(self.forum):
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
            "date": date_text(forum),
            "occasion_date": occasion or "",
            "place": forum.place.code if forum.place else "",
            "continues": str(forum.continues.public_id) if forum.continues else "",
            "reviews": [str(one.public_id) for one in forum.reviews.all()],
            "themes": [one.code for one in forum.themes.all()],
        }


def date_text(forum) -> str:
    """The date as the field of a form shows it: in the words of the source, where there are any."""
    if forum.date_as_written or forum.date is None:
        return forum.date_as_written
    return format_date(forum.date, get_language() or "ar")
