"""What figures look like: plain data with names in both languages, to JSON and back without loss."""

import datetime
from dataclasses import asdict, dataclass

#: key of the row of all that nobody recorded
NOT_RECORDED = ""


def percent(part: int, whole: int) -> int | None:
    """A share in hundredths, half up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


@dataclass(frozen=True)
class Row:
    """One line of a table. `count` is attendances, outputs or recommendations; `persons` only where people count."""

    key: str
    ar: str
    en: str
    count: int
    persons: int | None = None

    def label(self, language: str) -> str:
        """The name of the line in a language."""
        return self.ar if language.startswith("ar") else self.en


@dataclass(frozen=True)
class Table:
    """Lines that belong together. `overlaps` says that one thing may stand in several lines (themes)."""

    name: str
    rows: tuple[Row, ...]
    overlaps: bool = False

    @property
    def largest(self) -> int:
        """The longest bar; at least 1, so that a share of it always exists."""
        return max([1, *(row.count for row in self.rows)])

    @property
    def is_known(self) -> bool:
        """Whether anything was recorded at all: a table of "not recorded" alone tells nothing."""
        return any(row.count and row.key != NOT_RECORDED for row in self.rows)

    def count(self, key: str) -> int:
        """The count of one line, 0 where there is none."""
        return next((row.count for row in self.rows if row.key == key), 0)


@dataclass(frozen=True)
class Figures:
    """All figures of one scope, as things stood at the end of `as_of`.

    `attendances` counts presences, `persons` each human once. `unnamed` is the part of `attendances` that was
    counted without names; how many different people they were nobody knows, so `persons` leaves them out in a
    programme and counts them as different people within one forum.
    Shares are of recommendations that were sent; a general one is never sent and never counted unanswered.
    """

    scope: str
    code: str
    audience: str
    as_of: datetime.date
    period_start: datetime.date | None
    period_end: datetime.date | None
    forums: int
    undated_forums: int
    attendances: int
    persons: int
    unnamed: int
    by_category: Table
    by_sex: Table
    by_age_band: Table
    by_district: Table
    outputs: int
    outputs_by_kind: Table
    outputs_by_theme: Table
    recommendations: int
    recommendations_by_state: Table
    sent: int
    answered: int
    verified: int
    overdue_answers: int
    overdue_promises: int

    _DATES = ("as_of", "period_start", "period_end")
    TABLES = (
        "by_category",
        "by_sex",
        "by_age_band",
        "by_district",
        "outputs_by_kind",
        "outputs_by_theme",
        "recommendations_by_state",
    )

    @property
    def answered_percent(self) -> int | None:
        """Answered of those sent, in hundredths, half up; None where nothing was sent."""
        return percent(self.answered, self.sent)

    @property
    def overdue(self) -> int:
        """Late answers and late promises together; no recommendation is both."""
        return self.overdue_answers + self.overdue_promises

    def to_json(self) -> dict:
        """Plain JSON, dates as ISO."""
        data = asdict(self)
        return data | {name: data[name] and data[name].isoformat() for name in self._DATES}

    @classmethod
    def from_json(cls, data: dict) -> "Figures":
        """The inverse of `to_json`; KeyError or TypeError for anything else."""
        dates = {name: data[name] and datetime.date.fromisoformat(data[name]) for name in cls._DATES}
        tables = {
            name: Table(
                name=data[name]["name"],
                rows=tuple(Row(**row) for row in data[name]["rows"]),
                overlaps=data[name]["overlaps"],
            )
            for name in cls.TABLES
        }
        return cls(**(data | dates | tables))
