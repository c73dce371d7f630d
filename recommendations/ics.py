"""The days on which answers and promises are due, for a calendar: a number and a day, and nothing of what is asked."""

import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _
from icalendar import Event

from accounts.rights import institutions_where, programmes_where
from forums.ics import event_of, first_day
from recommendations.deadlines import PROMISED_STATES, due_of
from recommendations.models import Addressee, Commitment, Recommendation, Response


def due_days(user) -> list[Event]:
    """To a representative those of his institution, to the office those of its programmes."""
    since, found = first_day(), []
    for addressee in _waited_for(user, since):
        due = due_of(addressee)
        if due is None or due[1] < since:
            continue
        words = _("%(reference)s: answer due") if due[0] == "answer" else _("%(reference)s: promise due")
        day = due[1]
        found.append(
            event_of(
                f"{addressee.public_id}-{due[0]}",
                words % {"reference": addressee.recommendation.reference},
                addressee.updated_at,
                day,
                day + datetime.timedelta(days=1),
            )
        )
    return sorted(found, key=lambda event: (event["DTSTART"].dt, event["UID"]))


def _waited_for(user, since):
    """Addressees that something may be due of on a day from then on: three statements."""
    standing = Response.objects.standing().filter(addressee=OuterRef("pk"), round=OuterRef("round"))
    promised = Q(promised_on__gte=since) | Q(commitments__due_on__gte=since)
    due = Q(state=Addressee.State.SENT, answer_due_on__gte=since) | (
        Q(state__in=PROMISED_STATES)
        & (Q(recommendation__due_on__gte=since) | Exists(standing.filter(promised)))
    )
    own = Q(institution__in=institutions_where(user, "response", "w")) | Q(
        recommendation__programme__in=programmes_where(user, "recommendation draft", "r")
    )
    rows = Addressee.objects.asked().filter(
        own,
        due,
        sent_at__isnull=False,
        recommendation__standing=Recommendation.Standing.OPEN,
        recommendation__programme__archived_at__isnull=True,
    )
    answers = Response.objects.standing().prefetch_related(Prefetch("commitments", Commitment.objects.all()))
    return rows.select_related("recommendation__programme").prefetch_related(Prefetch("responses", answers))
