"""How late an addressee is: computed from due dates and the working calendar, never stored as a state."""

import datetime
from dataclasses import dataclass

from common.dates import working_days_between
from recommendations.models import Addressee

State = Addressee.State
#: states in which the institution took something on that is not reported done
UNDER_WAY = (State.ACCEPTED, State.CONDITIONAL, State.PARTLY, State.IN_PROGRESS, State.STOPPED)


@dataclass(frozen=True)
class Lateness:
    """What is late ("answer" or "promise"), since which due date, by how many working days."""

    what: str
    due_on: datetime.date
    working_days: int


def standing_response(addressee):
    """The latest answer that was sent and not withdrawn, or None. Uses prefetched responses."""
    standing = [row for row in addressee.responses.all() if row.sent_at and not row.withdrawn_at]
    return max(standing, key=lambda row: (row.round, row.pk), default=None)


def promised_on(addressee) -> datetime.date | None:
    """The date that the institution named: of its answer, else the last of its commitments."""
    response = standing_response(addressee)
    if response is None:
        return None
    return response.promised_on or max((row.due_on for row in response.commitments.all()), default=None)


def lateness(addressee, *, as_of: datetime.date, holidays=()) -> Lateness | None:
    """What of this addressee is late at the end of `as_of`; None where nothing is, or nothing was due."""
    if addressee.state == State.SENT:
        what, due_on = "answer", addressee.answer_due_on
    elif addressee.state in UNDER_WAY:
        what, due_on = "promise", promised_on(addressee) or addressee.recommendation.due_on
    else:
        return None
    if due_on is None:
        return None
    days = working_days_between(due_on, as_of, holidays=holidays)
    return Lateness(what, due_on, days) if days > 0 else None
