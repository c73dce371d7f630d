"""Reads expected.csv, makes the cases that it must cover, and says what an answer was.

A row is `url,method,actor,object,data,expect`. A cell is one word, several as `a|b`, all as `*`, or all but some
as `!a|b`; words may hold `*` as in `own.*`. Every case must match exactly one row: there is no order of rows.

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
LOGIN, SETUP = "/accounts/login/", "/accounts/2fa/totp/activate/"
ABSENT = uuid.UUID("00000000-0000-4000-8000-000000000000")
SIDES = ("own", "foreign")
STANDINGS = {
    "forum": ("draft_forum", "submitted_forum", "approved_forum"),
    "output": ("draft_output", "submitted_output", "approved_output"),
    "recommendation": ("unsent", "sent", "sent_elsewhere", "answered"),
    "addressee": ("unsent_addressee", "sent_addressee", "sent_elsewhere_addressee", "answered_addressee"),
    "report": ("report",),
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
            _cell(self.url, url)
            and _cell(self.method, method)
            and _cell(self.actor, actor)
            and _cell(self.object, subject)
        )

    def fields(self) -> dict[str, str]:
        """The body of its POST."""
        return dict(parse_qsl(self.data, keep_blank_values=True))


def _cell(cell: str, word: str) -> bool:
    turned = cell.startswith("!")
    hit = any(fnmatchcase(word, part) for part in cell.removeprefix("!").split("|"))
    return hit != turned


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


def kind_of(name: str, arguments: frozenset[str]) -> str | None:
    """What the address is about: a key of STANDINGS, "token" for links of one use, None for no object.

    Raises LookupError for an address whose subject is unknown here, so that a new one must be thought about.
    """
    if not arguments:
        return None
    if arguments & {"token", "key", "uidb36", "pk"}:
        return "token"
    if name == "reports:check":
        return "report"
    for kind in ("forum", "output", "addressee", "recommendation", "report"):
        if f"{kind}_id" in arguments:
            return kind
    if arguments == {"public_id"}:
        return SUBJECTS[name]
    raise LookupError(f"{name} has arguments that the matrix does not know: {set(arguments)}")


#: What `public_id` means at each address that has one.
SUBJECTS: dict[str, str] = {
    "reports:forum_pdf": "forum",
}


def objects(kind: str | None, scene: dict) -> dict[str, dict]:
    """name in the column `object` → arguments for the address, without their names where one is enough."""
    if kind is None:
        return {"-": None}
    if kind == "token":
        return {"absent": "absent"}
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
