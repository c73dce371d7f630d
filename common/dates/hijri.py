"""The Hijri calendar of Umm al-Qura, by hijridate. It is computed: sightings in Yemen may differ by a day."""

import datetime

from hijridate import Gregorian, Hijri

FIRST_DAY, LAST_DAY = datetime.date(1924, 8, 1), datetime.date(2077, 11, 16)


class HijriOutOfRange(ValueError):
    """The date lies outside what the Umm al-Qura tables cover: 1 August 1924 to 16 November 2077."""


def to_hijri(date):
    """``(year, month, day)`` of a Gregorian ``date``; raises `HijriOutOfRange`."""
    if not FIRST_DAY <= datetime.date(date.year, date.month, date.day) <= LAST_DAY:
        raise HijriOutOfRange(f"{date:%Y-%m-%d} is outside {FIRST_DAY} to {LAST_DAY}")
    return Gregorian(date.year, date.month, date.day).to_hijri().datetuple()


def from_hijri(year, month, day):
    """The Gregorian date of a Hijri one; ValueError for a day that the month lacks, `HijriOutOfRange` past 1343–1500."""
    try:
        gregorian = Hijri(year, month, day).to_gregorian()
    except OverflowError as error:
        raise HijriOutOfRange(str(error)) from error
    return datetime.date(gregorian.year, gregorian.month, gregorian.day)


def fits_hijri(date, year, month, day):
    """Whether ``date`` is that Hijri day, give or take the one day by which a sighting may differ."""
    if day == 30:  # a month of 29 days by the tables may have had 30 by sighting
        expected = from_hijri(year, month, 29) + datetime.timedelta(days=1)
    else:
        expected = from_hijri(year, month, day)
    return abs((date - expected).days) <= 1
