"""Reminders to file the minutes: three and seven days after a forum's last day, each once, to the programme's office.

Days are local ones. Without minutes nothing can be asked of anybody; what is submitted or approved is filed.
"""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from forums.models import Forum, Minutes
from recommendations.models import OutboxMessage
from recommendations.services.outbox import tell_office

#: Days after the forum's last day.
FIRST, SECOND = 3, 7
#: A reminder that nobody could send in so many days is left: forums of long ago are entered too.
GIVEN_UP_AFTER = 14
#: No forum goes on for longer than the rest of this.
RECENT = datetime.timedelta(days=60)


def not_filed(forums, today=None) -> list[Forum]:
    """Of a queryset, forums over since FIRST days at least whose minutes were never handed in, the newest first."""
    today = today or timezone.localdate()
    waiting = forums.filter(
        minutes__state=Minutes.State.DRAFT,
        minutes__revision=0,
        programme__archived_at__isnull=True,
        date__lte=today - datetime.timedelta(days=FIRST),
    )
    return [forum for forum in waiting.order_by("-date", "pk") if days_since(forum, today) >= FIRST]


def days_since(forum, today=None) -> int:
    """Whole days since its last day."""
    last = forum.date + datetime.timedelta(days=forum.days - 1)
    return ((today or timezone.localdate()) - last).days


def remind_of_minutes(today=None) -> int:
    """Write what is due today and was not written; how many messages. Called by every sweep: the first one does it."""
    today = today or timezone.localdate()
    recent = Forum.objects.filter(date__gte=today - RECENT).select_related("programme")
    written = 0
    for forum in not_filed(recent, today):
        days = days_since(forum, today)
        if days >= GIVEN_UP_AFTER:
            continue
        with transaction.atomic():
            written += tell_office(
                programme=forum.programme,
                roles=(Role.STAFF, Role.MANAGER),
                kind=OutboxMessage.Kind.MINUTES_DUE,
                key=f"{forum.public_id}:{SECOND if days >= SECOND else FIRST}",
                path=reverse("forums:detail", args=[forum.public_id]),
            )
    return written
