"""Opening a forum, and the editor's first step. Both are one form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from common.access import AccessMixin
from common.dates import DateNotUnderstood, format_date, parse_date, weekday_name
from forums.forms.meeting import MeetingForm
from forums.models import Programme
from forums.views.base import EditorPage
from forums.views.levels import warn_of_double_number


def what_was_read(parsed) -> str:
    """A typed date in words: what was understood, and whether its weekday fits."""
    language = get_language() or "ar"
    words = format_date(parsed.date, language, "weekday")
    if parsed.weekday_fits is False:
        written = weekday_name(parsed.weekday_written, language)
        return _(
            "Read as %(date)s. The text says %(weekday)s, which does not fit: a decision will be asked for."
        ) % {
            "date": words,
            "weekday": written,
        }
    return _("Read as %(date)s.") % {"date": words}


def next_after_meeting(forum) -> str:
    """A doubtful date is decided first; else the attendance comes."""
    doubtful = forum.date_standing == forum.DateStanding.UNDECIDED
    return reverse("forums:decide_date" if doubtful else "forums:attendance", args=[forum.public_id])


class AddForum(AccessMixin, TemplateView):
    """An empty first step; saving opens the forum with its minutes."""

    permission = "forums.add_forum"
    template_name = "forums/editor/meeting.html"

    def get(self, request, *args, **kwargs):
        """Nothing is chosen beforehand but the only programme."""
        return self.render_to_response({"form": self.make_form()})

    def post(self, request, *args, **kwargs):
        """Open the forum, or show what is to be mended."""
        form = self.make_form(request.POST)
        forum = form.save() if form.is_valid() else None
        if forum is None:
            return self.render_to_response({"form": form, "read": _read_again(form)})
        messages.success(request, _("The forum is opened."))
        warn_of_double_number(request, forum)
        return redirect(next_after_meeting(forum))

    def make_form(self, data=None):
        """With the programmes to which the reader may add."""
        user = self.request.user
        programmes = list(Programme.objects.with_right(user, "forum", "w"))
        return MeetingForm(data, user=user, programmes=programmes)


class Meeting(EditorPage):
    """The first step of an open forum."""

    step = "meeting"
    template_name = "forums/editor/meeting.html"

    def make_form(self, data=None):
        """On the forum as it is."""
        return MeetingForm(data, user=self.request.user, programmes=[self.forum.programme], forum=self.forum)

    def fresh_form(self, current):
        """On the forum as somebody else left it."""
        return MeetingForm(user=self.request.user, programmes=[self.forum.programme], forum=current)

    def get_context_data(self, **context):
        """What was understood of the date stands under it."""
        return super().get_context_data(read=_read_again(context["form"]), **context)

    def after(self, saved):
        """To the date's decision or to the attendance."""
        messages.success(self.request, _("Saved."))
        warn_of_double_number(self.request, saved)
        return next_after_meeting(saved)


@method_decorator(never_cache, name="dispatch")
class ReadDate(AccessMixin, View):
    """The words under the date field while it is typed; a fragment for htmx."""

    permission = "forums.add_forum"

    def get(self, request, *args, **kwargs):
        """Empty while nothing can be read: the reader is still typing."""
        text = request.GET.get("date") or request.GET.get("occasion_date") or ""
        return render(request, "forums/editor/_date_read.html", {"read": _words(text)})


def _read_again(form) -> str:
    return _words(form["date"].value() or "")


def _words(text) -> str:
    """Empty while nothing can be read: the reader may still be typing, and errors come with the form."""
    try:
        return what_was_read(parse_date(text))
    except DateNotUnderstood:
        return ""
