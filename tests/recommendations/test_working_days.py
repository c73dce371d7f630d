"""Thirty cases counted by hand on a calendar of late 2026, some with the clock at 23:30 UTC, when Aden has its next day.

November 2026             December 2026             January 2027
Su Mo Tu We Th Fr Sa      Su Mo Tu We Th Fr Sa      Su Mo Tu We Th Fr Sa
22 23 24 25 26 27 28            1  2  3  4  5                        1  2
29 30                      6  7  8  9 10 11 12       3  4  5  6  7  8  9
"""

import datetime

import pytest
from django.utils import timezone

from recommendations.deadlines import answer_due_on, last_working_day, overdue_since
from recommendations.services.answer_reminders import kind_due


def day(text):
    """«11-26» of the winter of 2026."""
    month, number = (int(part) for part in text.split("-"))
    return datetime.date(2027 if month == 1 else 2026, month, number)


def days(texts):
    return frozenset(day(text) for text in texts.split())


#: sent on, working days, holidays, the last day that is in time
DUE = [
    ("11-22", 1, "", "11-23"),  # Sunday: Monday
    ("11-22", 4, "", "11-26"),  # to Thursday of the same week
    ("11-22", 5, "", "11-29"),  # over the weekend
    ("11-26", 1, "", "11-29"),  # Thursday: Sunday
    ("11-27", 1, "", "11-29"),  # Friday: Sunday
    ("11-28", 1, "", "11-29"),  # Saturday: Sunday
    ("11-26", 5, "", "12-3"),
    ("11-22", 15, "", "12-13"),  # three weeks
    ("11-24", 15, "", "12-15"),
    ("11-29", 2, "11-30", "12-2"),  # Independence Day, a Monday
    ("11-29", 1, "11-30", "12-1"),
    ("11-26", 1, "11-29 11-30", "12-1"),
    ("11-26", 1, "11-27 11-28", "11-29"),  # holidays on a weekend take nothing off
    ("12-31", 1, "", "1-3"),  # into the next year
    ("12-31", 1, "1-3", "1-4"),
    ("11-22", 0, "", "11-22"),
]
#: due on, today, holidays, working days late (0: in time)
LATE = [
    ("11-26", "11-26", "", 0),
    ("11-26", "11-27", "", 0),  # Friday
    ("11-26", "11-28", "", 0),  # Saturday
    ("11-26", "11-29", "", 1),
    ("11-26", "12-1", "11-30", 2),  # Sunday and Tuesday
    ("11-27", "11-29", "", 1),  # due on a Friday by somebody's wish
    ("11-25", "11-29", "11-26 11-29", 0),
    ("11-22", "12-6", "", 10),
    ("12-30", "1-4", "12-31", 2),
]
#: the moment, UTC; due on; what is written
AT_NIGHT = [
    ("2026-11-26 23:30", "11-26", None),  # Aden: Friday, and no working day
    ("2026-11-28 23:30", "11-26", "answer_late"),  # Aden: Sunday
    ("2026-11-28 20:30", "11-26", None),  # Aden: still Saturday, half past eleven at night
    ("2026-11-25 23:30", "11-25", "answer_late"),  # Aden: Thursday
    ("2026-11-23 23:30", "11-29", "answer_due"),  # Aden: Tuesday, three working days before Sunday
]


def test_there_are_thirty():
    assert len(DUE) + len(LATE) + len(AT_NIGHT) == 30


@pytest.mark.parametrize(("sent", "count", "closed", "due"), DUE)
def test_until_when(sent, count, closed, due):
    programme = type("Programme", (), {"response_working_days": count})
    assert answer_due_on(programme, day(sent), days(closed)) == day(due)


@pytest.mark.parametrize(("due", "today", "closed", "late"), LATE)
def test_how_late(due, today, closed, late):
    found = overdue_since(day(due), days(closed), day(today))
    assert (found.days if found else 0) == late
    # The database is asked with the last working day that has come.
    assert (day(due) < last_working_day(days(closed), day(today))) is (late > 0)


@pytest.mark.parametrize(("moment", "due", "kind"), AT_NIGHT)
def test_the_day_is_that_of_aden(monkeypatch, settings, moment, due, kind):
    frozen = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: frozen)
    assert settings.TIME_ZONE == "Asia/Aden"
    assert kind_due(day(due), frozenset(), timezone.localdate()) == kind
    assert (overdue_since(day(due), frozenset()) is not None) is (kind == "answer_late")
