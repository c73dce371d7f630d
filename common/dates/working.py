"""The working calendar: Sunday to Thursday unless said otherwise, less the holidays of a list."""

import datetime

# Friday and Saturday, as date.weekday() counts.
WEEKEND = (4, 5)
_DAY = datetime.timedelta(days=1)


def working_days_between(start, end, *, weekend=WEEKEND, holidays=()):
    """Working days after ``start``, up to and including ``end``; negative where ``end`` is earlier.

    So a thing due on Thursday is one working day late on Sunday. Holidays on a weekend are not taken off twice.
    """
    off = _weekend(weekend)
    if end < start:
        return -working_days_between(end, start, weekend=off, holidays=holidays)
    weeks, rest = divmod((end - start).days, 7)
    days = weeks * (7 - len(off)) + sum((start.weekday() + n) % 7 not in off for n in range(1, rest + 1))
    return days - sum(start < day <= end and day.weekday() not in off for day in set(holidays))


def add_working_days(start, days, *, weekend=WEEKEND, holidays=()):
    """The day that is ``days`` working days after ``start`` (before it where negative); 0 gives ``start`` itself.

    ``working_days_between(start, add_working_days(start, n)) == n`` for every n from 0.
    """
    off, closed = _weekend(weekend), set(holidays)
    step = _DAY if days >= 0 else -_DAY
    day, left = start, abs(days)
    while left:
        day += step
        left -= day.weekday() not in off and day not in closed
    return day


def _weekend(weekend):
    off = frozenset(weekend)
    if not off < set(range(7)):
        raise ValueError(f"weekend must leave a working day and use 0 (Monday) to 6, got {sorted(off)}")
    return off
