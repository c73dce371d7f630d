"""Loads themes and the fixed holidays from `forums/data/`, in the manner of `participants/reference.py`."""

import datetime
from pathlib import Path

from forums.models import Holiday, Theme
from participants.reference import Loaded, load_list, read_rows

DATA = Path(__file__).parent / "data"
#: National days have a fixed date; those of the Hijri calendar are entered by the office each year.
HOLIDAY_YEARS = range(2021, 2031)


def load_forum_lists() -> list[Loaded]:
    """Themes and holidays."""
    return [
        load_list(Theme, read_rows(DATA / "themes.csv")),
        load_list(
            Holiday,
            [
                {
                    "day": datetime.date(year, int(row["month"]), int(row["day"])),
                    "name_ar": row["name_ar"],
                    "name_en": row["name_en"],
                }
                for year in HOLIDAY_YEARS
                for row in read_rows(DATA / "fixed_holidays.csv")
            ],
            key=("day",),
        ),
    ]
