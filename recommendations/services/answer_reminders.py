"""Reminders of answers: some working days before the day they are due, and once it is over. Each once.

They are prepared for the outbox every day. Like all messages to officials they go only once a manager has read that
kind; another day to answer by, or another round, is reminded of anew.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from common.dates import working_days_between
from recommendations.deadlines import holidays
from recommendations.models import Addressee, OutboxMessage, Recommendation
from recommendations.services.outbox import key_of, tell_institution

#: Working days before the day that an answer is due on.
BEFORE = 3
#: What is late for longer was asked before the portal, or is a matter for a letter.
GIVEN_UP_AFTER = datetime.timedelta(days=60)
#: No three working days take longer, whatever the holidays.
_AHEAD = datetime.timedelta(days=21)

Kind = OutboxMessage.Kind


def remind_of_answers(today=None) -> int:
    """Write what is due today and was not written; for how many addressees. Called by every sweep: two queries where
    there is nothing to do."""
    today = today or timezone.localdate()
    waiting = Addressee.objects.awaiting_answer().filter(
        recommendation__standing=Recommendation.Standing.OPEN,
        recommendation__programme__archived_at__isnull=True,
        answer_due_on__gte=today - GIVEN_UP_AFTER,
        answer_due_on__lte=today + _AHEAD,
    )
    waiting = list(waiting.select_related("institution", "recommendation__programme").order_by("pk"))
    if not waiting:
        return 0
    closed, written = holidays(), _written(waiting)
    count = 0
    for addressee in waiting:
        kind = kind_due(addressee.answer_due_on, closed, today)
        if kind is None or key_of(addressee, kind) in written:
            continue
        with transaction.atomic():
            tell_institution(addressee=addressee, kind=kind)
        count += 1
    return count


def kind_due(due, closed, today) -> str | None:
    """The reminder that fits the day: before it is due, or late by a working day at least."""
    if working_days_between(due, today, holidays=closed) > 0:
        return Kind.ANSWER_LATE
    # On the weekend after it, nothing is due any more and nothing late yet.
    soon = today <= due and working_days_between(today, due, holidays=closed) <= BEFORE
    return Kind.ANSWER_DUE if soon else None


def _written(waiting) -> set[str]:
    """The keys of what was written about them, without the reader at the end."""
    rows = OutboxMessage.objects.filter(
        kind__in=[Kind.ANSWER_DUE, Kind.ANSWER_LATE],
        programme__in={addressee.recommendation.programme_id for addressee in waiting},
    )
    return {dedupe.rpartition(":")[0] for dedupe in rows.values_list("dedupe", flat=True)}
