"""Counting back in months, as retention times are told."""

import calendar
import datetime


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day number `months` earlier; the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same, later."""
    return months_before(day, -months)
