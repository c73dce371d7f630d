"""Reads expected.csv, makes the cases that it must cover, and says what an answer was.

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
import re
import uuid
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import parse_qsl

from django.urls import URLPattern, get_resolver, reverse

from .scene import some_row

FILE = Path(__file__).with_name("expected.csv")
METHODS = ("GET", "POST", "PUT", "DELETE")
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
LOGIN, SETUP = "/accounts/login/", "/accounts/2fa/totp/activate/"
ABSENT = uuid.UUID("00000000-0000-4000-8000-000000000000")
SIDES = ("own", "foreign")
STANDINGS = {
    "forum": ("draft_forum", "submitted_forum", "approved_forum"),
    "attendance": ("draft_attendance", "submitted_attendance", "approved_attendance"),
    "thanks": ("draft_thanks", "submitted_thanks", "approved_thanks"),
    "output": ("draft_output", "submitted_output", "approved_output"),
    "recommendation": ("unsent", "sent", "sent_elsewhere", "answered"),
    "addressee": (
        *("unsent_addressee", "sent_addressee", "sent_elsewhere_addressee", "answered_addressee"),
        "reported_addressee",
    ),
    "response": ("draft_response", "response"),
    "attachment": ("scan_attachment", "evidence_attachment"),
    "message": ("message",),
    "rendering": ("rendering",),
    "report": ("report",),
    "donor_report": ("prepared_donor_report", "released_donor_report", "withdrawn_donor_report"),
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


def addresses() -> dict[str, frozenset[str]]:
    """Every address of the portal, those of other people's apps too: name → names of its arguments."""
    found = {}

    def walk(resolver, namespaces, arguments):
        for pattern in resolver.url_patterns:
            more = arguments | set(pattern.pattern.regex.groupindex)
            if isinstance(pattern, URLPattern):
                name = ":".join([*namespaces, pattern.name or f"unnamed:{pattern.pattern}"])
                assert name not in found, f"two addresses are named {name}"
                found[name] = frozenset(more)
            else:
                walk(pattern, [*namespaces, pattern.namespace] if pattern.namespace else namespaces, more)

    walk(get_resolver(), [], set())
    return found


#: What the one argument of each of our addresses names. A new address must be thought about, and stand here.
SUBJECTS: dict[str, str] = {
    **dict.fromkeys(
        [
            *(
                "forums:detail",
                "forums:meeting",
                "forums:decide_date",
                "forums:attendance",
                "forums:add_thanks",
            ),
            *("forums:record_total", "forums:outputs", "forums:check", "forums:submit", "forums:take_back"),
            *("forums:approval", "forums:reopen", "recommendations:editor", "reports:forum_pdf"),
        ],
        "forum",
    ),
    **dict.fromkeys(["forums:remove_attendance", "forums:restore_attendance"], "attendance"),
    "forums:withdraw_thanks": "thanks",
    **dict.fromkeys(
        ["forums:move_up", "forums:move_down", "forums:remove_output", "forums:restore_output"], "output"
    ),
    "recommendations:promote": "output",
    **dict.fromkeys(
        [f"recommendations:{name}" for name in ("detail", "edit", "send", "withdraw")], "recommendation"
    ),
    **dict.fromkeys(
        [f"recommendations:{name}" for name in ("confirm_guess", "answer", "clarify", "update", "verify")],
        "addressee",
    ),
    **dict.fromkeys(
        [f"recommendations:{name}" for name in ("response", "withdraw_answer", "confirm_answer")], "response"
    ),
    "recommendations:attachment": "attachment",
    **dict.fromkeys(
        [f"recommendations:{name}" for name in ("outbox_message", "hand_over", "send_again")], "message"
    ),
    **dict.fromkeys(["reports:rendering", "reports:rendering_file"], "rendering"),
    "reports:check": "report",
    "reports:prepare_donor": "forum",
    **dict.fromkeys(
        [f"reports:{name}" for name in ("report", "release", "withdraw", "discard", "download")],
        "donor_report",
    ),
}


def kind_of(name: str, arguments: frozenset[str]) -> str | None:
    """What the address is about: a key of STANDINGS, "token" for links of one use, None for no object.

    In the back office: "row" and the model, since nobody's right there depends on whose row it is.

    Raises KeyError for one of ours that is not in SUBJECTS.
    """
    if not arguments:
        return None
    if name.startswith(("account_", "mfa_", "first_administrator", "invitation")):
        return "token"
    if name == "admin:app_list":
        return "token"
    if name.startswith("admin:"):
        return f"row {name.removeprefix('admin:').rpartition('_')[0]}"
    return SUBJECTS[name]


def objects(kind: str | None, scene: dict) -> dict[str, dict]:
    """name in the column `object` → arguments for the address, without their names where one is enough."""
    if kind is None:
        return {"-": None}
    if kind == "token":
        return {"absent": "absent"}
    if kind.startswith("row "):
        return {"row": some_row(kind.removeprefix("row ")), "absent": "absent"}
    found = {
        f"{side}.{standing.removesuffix(f'_{kind}')}": scene[f"{side}.{standing}"]
        for side in SIDES
        for standing in STANDINGS[kind]
    }
    return {**found, "absent": "absent"}


def path_of(name: str, arguments: frozenset[str], subject) -> str:
    """The path of an address for one object of the scene."""
    values = {}
    for argument in arguments:
        if subject != "absent":
            values[argument] = subject.verification_code if argument == "code" else subject.public_id
        else:
            values[argument] = _absent(argument)
    return reverse(name, kwargs=values)


def _absent(argument):
    return {
        "pk": 987654321,
        "code": "23456789ABCDEFGHJ",
        "token": "guessed",
        "key": "guessed",
        "app_label": "guessed",
        "uidb36": "1",
    }.get(argument, ABSENT)


def outcome(response) -> str:
    """The answer in the words of the column `expect`."""
    if response.status_code == 302:
        location = response["Location"]
        if location.split("?")[0] == LOGIN:
            return "login"
        if location.split("?")[0] == SETUP:
            return "setup"
    return str(response.status_code)


_VARYING = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"),
    re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
)


def without_varying(response, *words) -> tuple:
    """Status, headers and body of an answer, without token, nonce, request id and the ids asked for."""
    body = response.content
    for word in words:
        body = body.replace(word.encode(), b"")
    for pattern in _VARYING:
        body = pattern.sub(b"", body)
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, headers, sorted(response.cookies), body
