"""The month of meetings; the private address for telephones, and the feed behind it."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView, View

from accounts.rights import programmes_where
from accounts.signin.backoff import Held, succeeded, take_try
from accounts.signin.visitors import shared_counters
from common.access import AccessMixin
from forums.calendar import bounds, month_of, read_month
from forums.ics import calendar_of, meetings
from forums.models import CalendarFeed, Forum, Holiday
from forums.models.forum import MOST_DAYS
from forums.record.facts import time_in_words
from forums.services.feeds import find_feed, make_feed, note_reading, withdraw_feed


class MonthPage(AccessMixin, TemplateView):
    """One month; a table of weeks where there is room, else the days with meetings one below the other."""

    permission = "forums.look_ahead"
    template_name = "forums/calendar.html"

    def get_context_data(self, **kwargs):
        """The month that is asked for, with what the reader may know of it."""
        today = timezone.localdate()
        year, number = read_month(self.request.GET.get("month", ""), today)
        month = month_of(
            year,
            number,
            today=today,
            meetings=self.meetings(*bounds(year, number)),
            holidays=holidays_between(*bounds(year, number)),
        )
        return super().get_context_data(month=month, is_reviewer=self.is_invited(), **kwargs)

    def is_invited(self):
        """Whether the reader has the page of invitations."""
        return self.request.user.has_perm("forums.view_invitations")

    def meetings(self, first, last):
        """Those that fall into the table, the early ones of a day first; each leads to what the reader may open."""
        user = self.request.user
        known = Forum.objects.announced_to(user).filter(
            date__lte=last, date__gte=first - datetime.timedelta(days=MOST_DAYS)
        )
        offices = programmes_where(user, "forum", "r")
        found = sorted(known, key=lambda row: (row.date, row.starts_at or datetime.time.max, row.pk))
        for forum in found:
            forum.time_words = time_in_words(forum)
            own = forum.programme_id in offices
            forum.url = reverse("forums:detail", args=[forum.public_id]) if own else reverse("forums:invited")
        return [forum for forum in found if forum.last_day >= first]


def holidays_between(first, last) -> dict[datetime.date, str]:
    """{day: name in the reader's language}."""
    arabic = (get_language() or "ar").startswith("ar")
    rows = Holiday.objects.filter(day__range=(first, last))
    return {row.day: row.name_ar if arabic else row.name_en or row.name_ar for row in rows}


class FeedAddress(AccessMixin, TemplateView):
    """Whether there is a private address, making it (shown once), withdrawing it."""

    permission = "forums.look_ahead"
    template_name = "forums/calendar_feed.html"
    http_method_names = ["get", "post", "head", "options"]

    @sensitive_variables("token")
    def post(self, request, *args, **kwargs):
        """Make or withdraw."""
        if request.POST.get("act") == "withdraw":
            if withdraw_feed(actor=request.user):
                messages.success(request, _("The address was withdrawn. It shows nothing any more."))
            return redirect("forums:calendar_feed")
        token = make_feed(actor=request.user, language=(get_language() or "ar")[:2])
        address = settings.SITE_URL + reverse("feed:calendar", args=[token])
        return self.render_to_response(self.get_context_data(address=address))

    def get_context_data(self, **kwargs):
        """The one that stands."""
        feed = CalendarFeed.objects.filter(user=self.request.user).first()
        return super().get_context_data(feed=feed, **kwargs)


class Feed(View):
    """What a telephone reads: no session, no sign-in, the secret part alone. Wrong ones are counted and answered 404."""

    permission = "forums.read_feed"
    http_method_names = ["get", "head"]
    #: see `ics.calendar_of`; who knows more than meetings adds to it
    sources = (meetings,)

    @sensitive_variables("token")
    def get(self, request, token):
        """The calendar as the account's rights are at this moment."""
        counters = shared_counters(request, "calendar")
        try:
            take_try(*counters)
        except Held as held:
            return HttpResponse(status=429, headers={"Retry-After": str(held.seconds)})
        feed = find_feed(token)
        if feed is None:
            raise Http404
        succeeded(*counters)
        note_reading(feed)
        return as_file(calendar_of(feed.user, feed.language, self.sources))


def as_file(calendar: bytes) -> HttpResponse:
    """A calendar to be saved, or read by a telephone."""
    return HttpResponse(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": 'attachment; filename="calendar.ics"',
        },
    )
