"""The dates that a source may have meant when its date does not fall on the weekday that it names."""

import calendar
import datetime
from dataclasses import dataclass

AS_WRITTEN, BEFORE, AFTER = "as_written", "nearest_before", "nearest_after"
MONTH_SLIP, NEAR_OCCASION = "month_slip", "near_occasion"
MAX_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date to offer, and why: "as_written", "nearest_before", "nearest_after", "month_slip", "near_occasion"."""

    date: datetime.date
    reason_code: str


def nearest_fitting(date, weekday, *, programme_start=None, programme_end=None, occasion=None):
    """At most five `Candidate`: the date as written, then what falls on ``weekday`` (0 is Monday), nearest first.

    The nearest such day before and after, the same day number a month away (يونيو/يوليو is a common slip) and the one
    nearest to ``occasion``. Days within the programme come before days outside it. A date that fits stands alone.
    """
    literal = Candidate(date, AS_WRITTEN)
    if date.weekday() == weekday:
        return [literal]
    reasons = {}
    if occasion:
        reasons[_nearest(occasion, weekday)] = NEAR_OCCASION
    for slipped in (_months_later(date, -1), _months_later(date, 1)):
        if slipped and slipped.weekday() == weekday:
            reasons.setdefault(slipped, MONTH_SLIP)
    before = (date.weekday() - weekday) % 7
    for days, reason in ((-before, BEFORE), (7 - before, AFTER)):
        if near := _days_later(date, days):
            reasons.setdefault(near, reason)

    def order(candidate):
        outside = _is_outside(candidate.date, programme_start, programme_end)
        return outside, abs((candidate.date - date).days), candidate.date

    others = sorted((Candidate(day, reason) for day, reason in reasons.items()), key=order)
    while len(others) >= MAX_CANDIDATES:
        others.remove([c for c in others if c.reason_code != NEAR_OCCASION][-1])
    return [literal, *others]


def _nearest(occasion, weekday):
    days = (weekday - occasion.weekday()) % 7
    ahead, back = _days_later(occasion, days), _days_later(occasion, days - 7)
    return (ahead or back) if days <= 3 else (back or ahead)


def _days_later(date, days):
    try:
        return date + datetime.timedelta(days=days)
    except OverflowError:
        return None


def _months_later(date, months):
    """The same day number ``months`` later; None where that month lacks the day."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR or date.day > calendar.monthrange(year, month + 1)[1]:
        return None
    return date.replace(year=year, month=month + 1)


def _is_outside(date, start, end):
    return bool((start and date < start) or (end and date > end))
