"""Dates: reading, checking against weekdays, Gregorian and Hijri, formats, working days. Pure functions."""

from .fitting import Candidate, nearest_fitting
from .formats import STYLES, format_date, format_period
from .hijri import HijriOutOfRange, from_hijri, to_hijri
from .months import months_after, months_before
from .names import GREGORIAN, HIJRI, month_name, weekday_name
from .parsing import ParsedDate, parse_date
from .reading import DateNotUnderstood
from .working import WEEKEND, add_working_days, working_days_between

__all__ = [
    "GREGORIAN",
    "HIJRI",
    "STYLES",
    "WEEKEND",
    "Candidate",
    "DateNotUnderstood",
    "HijriOutOfRange",
    "ParsedDate",
    "add_working_days",
    "format_date",
    "format_period",
    "from_hijri",
    "month_name",
    "months_after",
    "months_before",
    "nearest_fitting",
    "parse_date",
    "to_hijri",
    "weekday_name",
    "working_days_between",
]
