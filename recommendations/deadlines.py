"""When an answer or a promise is due, and how late it is. Computed on reading, never stored.

Days are working days: Sunday to Thursday less the table of holidays (`common/dates/working.py`).
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from common.dates import add_working_days, working_days_between
from forums.models import Holiday
from recommendations.models import Addressee, Recommendation

State = Addressee.State
#: Said yes, not done: what is due is the promise.
PROMISED_STATES = (State.ACCEPTED, State.CONDITIONAL, State.PARTLY, State.IN_PROGRESS, State.STOPPED)


@dataclass(frozen=True)
class Overdue:
    """How late something is, and how that was counted."""

    days: int
    due: datetime.date
    today: datetime.date
    #: holidays on working days that were not counted
    holidays: int
    #: "answer" or "promise"
    what: str


def holidays() -> frozenset[datetime.date]:
    """The table of holidays; one query, to be read once a page."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


def answer_due_on(programme, sent_on, closed: Collection[datetime.date]) -> datetime.date:
    """The last day on which an answer is in time."""
    return add_working_days(sent_on, programme.response_working_days, holidays=closed)


def due_of(addressee) -> tuple[str, datetime.date] | None:
    """("answer" or "promise", day) that the institution is waited for, or None. Reads prefetched responses."""
    if addressee.part not in (Addressee.Part.LEAD, Addressee.Part.SUPPORTING):
        return None
    if addressee.state == State.SENT and addressee.answer_due_on:
        return "answer", addressee.answer_due_on
    if addressee.state in PROMISED_STATES:
        promised = _promised_on(addressee) or addressee.recommendation.due_on
        return ("promise", promised) if promised else None
    return None


def overdue(addressee, closed: Collection[datetime.date], today=None) -> Overdue | None:
    """How late the institution is; None where it is in time or nothing is due. `closed`: the holidays."""
    if addressee.recommendation.standing != Recommendation.Standing.OPEN or not (due := due_of(addressee)):
        return None
    what, day = due
    return overdue_since(day, closed, today, what)


def overdue_since(day, closed: Collection[datetime.date], today=None, what="answer") -> Overdue | None:
    """How late something is that was due on `day`; None where it is in time."""
    today = today or timezone.localdate()
    days = working_days_between(day, today, holidays=closed)
    if days <= 0:
        return None
    return Overdue(days, day, today, working_days_between(day, today) - days, what)


def last_working_day(closed: Collection[datetime.date], today=None) -> datetime.date:
    """The last working day that has come. Whatever was due before it is late by one working day at least."""
    day = today or timezone.localdate()
    while working_days_between(day - datetime.timedelta(days=1), day, holidays=closed) == 0:
        day -= datetime.timedelta(days=1)
    return day


def answers_overdue(addressees, closed: Collection[datetime.date], today=None):
    """Of a queryset of addressees, those whose answer is late: the same as `overdue`, asked of the database."""
    return addressees.awaiting_answer().filter(
        answer_due_on__lt=last_working_day(closed, today),
        recommendation__standing=Recommendation.Standing.OPEN,
    )


def _promised_on(addressee):
    """The latest day promised in the answer that stands."""
    days = []
    for response in addressee.responses.all():
        if response.sent_at and not response.withdrawn_at and response.round == addressee.round:
            days += [response.promised_on] if response.promised_on else []
            days += [commitment.due_on for commitment in response.commitments.all()]
    return max(days, default=None)
