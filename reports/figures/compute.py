"""From a forum, or a programme and a period, to its figures."""

import datetime

from django.db.models import Q
from django.utils import timezone

from forums.models import Forum
from reports.audiences import require_available
from reports.figures.asks import (
    count_asks,
    last_act_on,
    outputs_by_kind,
    outputs_by_theme,
    outputs_of,
    recommendations_of,
)
from reports.figures.people import count_people
from reports.figures.shapes import Figures


def forum_figures(
    forum, *, audience: str = "internal", as_of: datetime.date | None = None, recommendations=None
) -> Figures:
    """The figures of one forum, whatever the state of its minutes.

    `as_of` is the day at whose end things are judged late; without it, the day of the last act on the record, so
    that the same record gives the same figures on any day. `recommendations` may hand over rows already read.
    """
    require_available(audience)
    found = recommendations_of([forum]) if recommendations is None else recommendations
    as_of = as_of or last_recorded_day(forum, found)
    return _figures(
        recommendations=found,
        forums=[forum],
        scope="forum",
        code=forum.code,
        audience=audience,
        as_of=as_of,
        period_start=forum.date,
        period_end=forum.date,
        undated_forums=0,
    )


def programme_figures(
    programme,
    *,
    start: datetime.date,
    end: datetime.date,
    audience: str = "internal",
    as_of: datetime.date | None = None,
    recommendations=None,
) -> Figures:
    """The figures of the forums of a programme from `start` to `end`, both included, that were approved once.

    Forums without a date cannot be placed in a period: they are counted apart and nowhere else. `as_of` is the
    last day of the period unless said otherwise. `recommendations` may say which are counted, else those that stem from
    these forums. Raises ValueError where the period ends before it starts.
    """
    require_available(audience)
    if end < start:
        raise ValueError(f"the period ends ({end}) before it starts ({start})")
    approved = Forum.objects.approved().in_programme(programme)
    forums = list(approved.filter(date__range=(start, end)).order_by("date", "pk"))
    undated = approved.filter(Q(date__isnull=True)).count()
    return _figures(
        recommendations=recommendations_of(forums) if recommendations is None else recommendations,
        forums=forums,
        scope="programme",
        code=programme.code,
        audience=audience,
        as_of=as_of or end,
        period_start=start,
        period_end=end,
        undated_forums=undated,
    )


def last_recorded_day(forum, recommendations) -> datetime.date:
    """The local day of the last act on the record: approval, sending, answer, update or verification.

    Where nothing was approved or sent yet, the forum's own day, and without one the day it was entered.
    """
    days = last_act_on(recommendations)
    minutes = getattr(forum, "minutes", None)
    if minutes is not None:
        days += [timezone.localdate(row.approved_at) for row in minutes.revisions.all()]
    return max(days, default=forum.date or timezone.localdate(forum.created_at))


def _figures(*, recommendations, forums, as_of, **scope) -> Figures:
    people = count_people(forums)
    outputs = outputs_of(forums)
    asks = count_asks(recommendations, as_of=as_of)
    return Figures(
        **scope,
        as_of=as_of,
        forums=len(forums),
        attendances=people.attendances,
        persons=people.persons,
        unnamed=people.unnamed,
        by_category=people.tables["category"],
        by_sex=people.tables["sex"],
        by_age_band=people.tables["age_band"],
        by_district=people.tables["district"],
        outputs=len(outputs),
        outputs_by_kind=outputs_by_kind(outputs),
        outputs_by_theme=outputs_by_theme(outputs),
        recommendations=asks.count,
        recommendations_by_state=asks.by_state,
        sent=asks.sent,
        answered=asks.answered,
        verified=asks.verified,
        overdue_answers=asks.overdue_answers,
        overdue_promises=asks.overdue_promises,
    )
