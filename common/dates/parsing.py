"""Reading dates as people write them, Arabic or English, Gregorian or Hijri. Day first, always; nothing is guessed."""

import datetime
from dataclasses import dataclass

from .hijri import fits_hijri, from_hijri
from .names import GREGORIAN, HIJRI
from .reading import RELATIVE, DateNotUnderstood, Reader

_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date with its source's wording. ``weekday_fits`` and ``hijri_fits`` are None where there is nothing to check.

    ``weekday_written`` counts from Monday, 0. ``hijri_written`` is (year, month, day) as in the text. ``hijri_fits`` is
    set where both calendars were written; one day apart still fits, as sightings differ from the tables.
    """

    date: datetime.date
    as_written: str
    weekday_written: int | None = None
    weekday_fits: bool | None = None
    hijri_written: tuple[int, int, int] | None = None
    hijri_fits: bool | None = None


def parse_date(text, *, today=None):
    """The `ParsedDate` of ``text``, or `DateNotUnderstood`.

    Month names may be Arabised, Syriac, both («تموز/يوليو») or English. Where both calendars are written the
    Gregorian one is taken. ``today`` lets «اليوم», «أمس», «غدًا» stand alone. Years of two digits are refused.
    """
    as_written = (text or "").strip()
    if not as_written:
        raise DateNotUnderstood("empty")
    if len(as_written) > _MAX_LENGTH:
        raise DateNotUnderstood("unknown", as_written)
    found, weekdays, words = Reader(as_written).read()
    if not found and today and len(words) == 1 and words[0] in RELATIVE:
        return ParsedDate(today + datetime.timedelta(days=RELATIVE[words[0]]), as_written)
    if not found:
        raise DateNotUnderstood("unknown", as_written)
    if len(weekdays) > 1 or any(len(found[calendar]) > 1 for calendar in found):
        raise DateNotUnderstood("ambiguous", as_written)
    try:
        return _checked(found, weekdays, as_written)
    except ValueError as error:
        raise DateNotUnderstood("impossible", as_written) from error


def _checked(found, weekdays, as_written):
    gregorian, hijri = (next(iter(found.get(calendar, ())), None) for calendar in (GREGORIAN, HIJRI))
    date = datetime.date(*gregorian) if gregorian else from_hijri(*hijri)
    weekday = next(iter(weekdays), None)
    return ParsedDate(
        date=date,
        as_written=as_written,
        weekday_written=weekday,
        weekday_fits=None if weekday is None else weekday == date.weekday(),
        hijri_written=hijri,
        hijri_fits=fits_hijri(date, *hijri) if gregorian and hijri else None,
    )
