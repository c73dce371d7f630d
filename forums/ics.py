"""The meetings to come as a calendar that telephones read (RFC 5545): that there is a forum, when, and where.

No title, no agenda, nobody: a calendar is copied to the makers of telephones, shown on locked screens, and shared.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from accounts.services.opened import has_second_factor
from forums.models import Forum
from forums.record.facts import place_in_words

#: How long what is over stays: a telephone that is off for a month finds no gap.
_KEPT = datetime.timedelta(days=31)
#: Where the hour of the end was not written.
_USUAL = datetime.timedelta(hours=3)


def calendar_of(user, language: str, sources) -> bytes:
    """A calendar of one account as its rights are now. Empty for an account that is switched off or has no second factor.

    `sources`: what gives events to an account, e.g. `meetings`.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Muntada//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    with override(language):
        calendar.add("x-wr-calname", _("Muntada"))
        for events_for in sources if user.is_active and has_second_factor(user) else ():
            for event in events_for(user):
                calendar.add_component(event)
    return calendar.to_ical()


def meetings(user) -> list[Event]:
    """The meetings that an account may know of."""
    since = first_day()
    known = Forum.objects.announced_to(user).filter(date__gte=since, programme__archived_at__isnull=True)
    return [_event(forum) for forum in known.select_related("place").order_by("date", "pk")]


def first_day() -> datetime.date:
    """What was over before is left out."""
    return timezone.localdate() - _KEPT


def event_of(name: str, summary: str, changed_at, begins, ends) -> Event:
    """A private event; `name` is the same at each reading."""
    event = Event()
    event.add("uid", f"{name}@muntada")
    event.add("dtstamp", changed_at)
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    event.add("dtstart", begins)
    event.add("dtend", ends)
    return event


def _event(forum):
    summary = _("Forum %(code)s") % {"code": forum.code}
    event = event_of(str(forum.public_id), summary, forum.updated_at, *_hours(forum))
    where = ", ".join(filter(None, [forum.venue, place_in_words(forum.place) if forum.place else ""]))
    if where:
        event.add("location", where)
    return event


def _hours(forum):
    """(beginning, end): moments of a day whose hour is known, else whole days, whose end is the day after."""
    if forum.starts_at is None or forum.days > 1:
        return forum.date, forum.last_day + datetime.timedelta(days=1)
    begins, ends = (
        timezone.make_aware(datetime.datetime.combine(forum.date, hour or forum.starts_at))
        for hour in (forum.starts_at, forum.ends_at)
    )
    if forum.ends_at is None:
        ends = begins + _USUAL
    return begins.astimezone(datetime.UTC), ends.astimezone(datetime.UTC)
