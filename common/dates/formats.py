"""Dates as they are shown, in Arabic and English. The language is always given, never taken from the request."""

from common.arabic import to_arabic_digits, to_latin_digits

from .hijri import to_hijri
from .names import HIJRI, month_name, weekday_name

STYLES = ("prose", "table", "weekday", "both", "hijri", "month", "iso")
_EN_DASH = "\u2013"


def format_date(date, language, style="prose", *, digits=None):
    """``date`` in ``language`` (Arabic, else English) and one of `STYLES`; a datetime is read as its own local day.

    ``digits``: "arab", "latn", or None for what the language uses; "iso" is Latin unless "arab" is asked for.
    "both" and "hijri" raise `HijriOutOfRange` before August 1924 and after November 2077.
    """
    if style not in STYLES:
        raise ValueError(f"unknown style {style!r}, not one of {STYLES}")
    arabic = language.startswith("ar")
    text = f"{date:%Y-%m-%d}" if style == "iso" else (_arabic if arabic else _english)(date, style)
    return _with_digits(text, digits or ("arab" if arabic and style != "iso" else "latn"))


def format_period(start, end, language, *, style="month", digits=None):
    """«مارس ٢٠٢١ – مايو ٢٠٢٢»; one month or day only once, «منذ …» and «حتى …» where the other end is open.

    ``style`` is any of `STYLES`; "prose" gives whole days. Raises ValueError where the end is before the start.
    """
    if not start and not end:
        raise ValueError("a period has a start or an end")
    if start and end and end < start:
        raise ValueError(f"the period ends ({end}) before it starts ({start})")
    first, last = (day and format_date(day, language, style, digits=digits) for day in (start, end))
    if first and last:
        return first if first == last else f"{first} {_EN_DASH} {last}"
    if language.startswith("ar"):
        return f"منذ {first}" if first else f"حتى {last}"
    return f"since {first}" if first else f"until {last}"


def _with_digits(text, digits):
    if digits not in {"arab", "latn"}:
        raise ValueError(f'digits are "arab" or "latn", got {digits!r}')
    return to_arabic_digits(text) if digits == "arab" else to_latin_digits(text)


def _year(date):
    return f"{date.year:04d}"


def _arabic(date, style):
    if style == "table":
        return f"{date.day}/{date.month}/{_year(date)}م"
    if style == "month":
        return f"{month_name(date.month, 'ar')} {_year(date)}"
    if style == "hijri":
        year, month, day = to_hijri(date)
        return f"{day} {month_name(month, 'ar', calendar=HIJRI)} {year}هـ"
    if style == "both":
        year, month, day = to_hijri(date)
        return f"{day}/{month}/{year}هـ الموافق {_arabic(date, 'table')}"
    prose = f"{date.day} {month_name(date.month, 'ar')} {_year(date)}م"
    return f"{weekday_name(date.weekday(), 'ar')} {prose}" if style == "weekday" else prose


def _english(date, style):
    if style == "month":
        return f"{month_name(date.month, 'en')} {_year(date)}"
    if style == "hijri":
        year, month, day = to_hijri(date)
        return f"{day} {month_name(month, 'en', calendar=HIJRI)} {year} AH"
    if style == "both":
        return f"{_english(date, 'prose')} ({_english(date, 'hijri')})"
    month = month_name(date.month, "en", short=style == "table")
    prose = f"{date.day} {month} {_year(date)}"
    return f"{weekday_name(date.weekday(), 'en')} {prose}" if style == "weekday" else prose
