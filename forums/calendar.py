"""One month of meetings: weeks from Sunday to Saturday, working days, holidays, the Hijri day beside. Pure but for names."""

import calendar
import datetime
import re
from dataclasses import dataclass, field

from django.utils.translation import get_language

from common.dates import HIJRI, WEEKEND, HijriOutOfRange, month_name, to_hijri, weekday_name

_SUNDAY = calendar.Calendar(firstweekday=calendar.SUNDAY)
#: Months that can be opened: what the Hijri tables and `date` both hold with room to spare.
FIRST_YEAR, LAST_YEAR = 1950, 2070


@dataclass
class Day:
    """One field of the month's table. `hijri` is the day's number, with the month's name on its first day."""

    date: datetime.date
    in_month: bool
    is_today: bool
    is_off: bool
    hijri: str
    holiday: str = ""
    meetings: list = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month as its page shows it; `before` and `after` are «2026-10» for the links."""

    title: str
    hijri_title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]
    before: str
    after: str

    @property
    def days(self) -> list[Day]:
        """All of its fields."""
        return [day for week in self.weeks for day in week]


def read_month(text: str, today: datetime.date) -> tuple[int, int]:
    """(year, month) of «2026-11»; the month of today for anything else."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    year, month = (int(part) for part in found.groups()) if found else (0, 0)
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
        return year, month
    return today.year, today.month


def bounds(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    """First and last field of the month's table."""
    weeks = _SUNDAY.monthdatescalendar(year, month)
    return weeks[0][0], weeks[-1][-1]


def month_of(year, month, *, today, meetings, holidays) -> Month:
    """The month. `meetings`: forums with a date; `holidays`: {day: name}."""
    language = get_language() or "ar"
    table = _SUNDAY.monthdatescalendar(year, month)

    def field_of(day):
        return Day(
            date=day,
            in_month=day.month == month,
            is_today=day == today,
            is_off=day.weekday() in WEEKEND or day in holidays,
            hijri=_hijri_day(day, language, first=day == table[0][0]),
            holiday=holidays.get(day, ""),
        )

    weeks = tuple(tuple(field_of(day) for day in week) for week in table)
    by_day = {day.date: day for week in weeks for day in week}
    for forum in meetings:
        for number in range((forum.last_day - forum.date).days + 1):
            if day := by_day.get(forum.date + datetime.timedelta(days=number)):
                day.meetings.append(forum)
    first = datetime.date(year, month, 1)
    return Month(
        title=f"{month_name(month, language)} {year}",
        hijri_title=_hijri_title(first, language),
        weekdays=tuple(weekday_name(day.date.weekday(), language) for day in weeks[0]),
        weeks=weeks,
        before=f"{first - datetime.timedelta(days=1):%Y-%m}",
        after=f"{first + datetime.timedelta(days=31):%Y-%m}",
    )


def _hijri_day(day, language, *, first) -> str:
    try:
        _year, month, number = to_hijri(day)
    except HijriOutOfRange:
        return ""
    name = f" {month_name(month, language, calendar=HIJRI)}" if first or number == 1 else ""
    return f"{number}{name}"


def _hijri_title(first, language) -> str:
    last = datetime.date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    try:
        spans = [to_hijri(day)[:2] for day in (first, last)]
    except HijriOutOfRange:
        return ""
    words = [f"{month_name(month, language, calendar=HIJRI)} {year}" for year, month in spans]
    return words[0] if words[0] == words[1] else " – ".join(words)
