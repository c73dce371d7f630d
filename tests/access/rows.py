"""Reads expected.csv.

A row is `url,method,actor,object,data,expect`. A cell is one word, several as `a|b`, all as `*`, or all but some
as `!a|b`; words may hold `*` as in `own.*`, and `@office` stands for a group of actors (GROUPS below). Every case
must match exactly one row: there is no order of rows.

- url: name of the address with its namespace.
- method: GET, POST, PUT or DELETE.
- actor: `anonymous` or an account of the world (`tests/conftest.py`).
- object: whose it is and how it stands (`own.draft`, `foreign.approved`, `absent`); `-` where the address has none.
- data: what a POST carries, as `name=value&…`; it is no part of the match, each POST row is sent with its own.
- expect: a status; `login` and `setup` are 302 to the sign-in and to setting up the second factor, and a bare 302
  is one to anywhere else.
"""

import csv
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

FILE = Path(__file__).with_name("expected.csv")
ACTORS = (
    "anonymous",
    "manager",
    "second_manager",
    "staff",
    "reviewer",
    "donor",
    "auditor",
    "administrator",
    "superuser",
    "roleless",
    "deactivated",
    "no_second_factor",
    "foreign_manager",
    "foreign_staff",
    "foreign_reviewer",
    "dual",
)
#: `dual` is a donor in the own programme and staff in the foreign one.
GROUPS = {
    "@out": ("anonymous", "deactivated"),
    "@managers": ("manager", "second_manager"),
    "@office": ("manager", "second_manager", "staff"),
    "@foreign_office": ("foreign_manager", "foreign_staff", "dual"),
    "@writers": ("staff", "foreign_staff", "dual"),
    "@reviewers": ("reviewer", "foreign_reviewer"),
    "@no_reader": ("donor", "administrator", "superuser", "roleless"),
}

#: Who holds a role on each side: `dual` is a donor in the own programme and staff in the foreign one.
HOLDERS = {
    "own": {
        "manager": {"manager", "second_manager"},
        "staff": {"staff", "no_second_factor"},
        "donor": {"donor", "dual"},
        "auditor": {"auditor"},
        "reviewer": {"reviewer"},
        "administrator": {"administrator"},
    },
    "foreign": {
        "manager": {"foreign_manager"},
        "staff": {"foreign_staff", "dual"},
        "donor": set(),
        "auditor": set(),
        "reviewer": {"foreign_reviewer"},
        "administrator": {"administrator"},
    },
}


@dataclass(frozen=True)
class Row:
    """One line of expected.csv."""

    number: int
    url: str
    method: str
    actor: str
    object: str
    data: str
    expect: str

    def matches(self, url, method, actor, subject) -> bool:
        """Whether the row speaks about this case."""
        return (
            matches(self.url, url)
            and matches(self.method, method)
            and matches(self.actor, actor)
            and matches(self.object, subject)
        )

    def fields(self) -> dict[str, str]:
        """The body of its POST."""
        return dict(parse_qsl(self.data, keep_blank_values=True))


@cache
def matches(cell: str, word: str) -> bool:
    """Whether a cell speaks about a word."""
    return any(fnmatchcase(word, part) for part in words(cell)) != cell.startswith("!")


def words(cell: str) -> list[str]:
    """The words of a cell, groups spelled out, without its negation."""
    parts = cell.removeprefix("!").split("|")
    return [word for part in parts for word in (GROUPS[part] if part.startswith("@") else (part,))]


def rows() -> list[Row]:
    """The rows of the file; lines that begin with # are words for readers."""
    with FILE.open(encoding="utf-8", newline="") as file:
        numbered = [(n, line) for n, line in enumerate(file, start=1) if line.strip() and line[0] != "#"]
    header = numbered[0][1].strip().split(",")
    assert header == ["url", "method", "actor", "object", "data", "expect"]
    return [
        Row(number, *cells)
        for (number, _), cells in zip(numbered[1:], csv.reader(line for _, line in numbered[1:]), strict=True)
    ]
