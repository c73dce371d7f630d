"""The rights table once more, written by hand from docs/protection.md (role × data): no letter comes or goes unnoticed.

The tests beside this one ask what the letters open. This one holds also the lines that no page asks yet.
"""

from accounts.models import Role
from accounts.rights import ANYBODY, RIGHTS

#: data → letters of manager, staff, reviewer, donor, auditor, administrator, anybody; - where there is none
BY_HAND = {
    "programme": "rw r - r r - -",
    "programme settings": "rw r - - - rw -",
    "forum": "r rw - - - - -",
    "future venue": "rw rw r - - - -",
    "minutes draft": "r rw - - - - -",
    "minutes approval": "w - - - - - -",
    "minutes approved": "rx r - - e - -",
    "statement": "r r r - - - -",
    "words shown": "r rw rw - - - -",
    "who said it": "xt w - - - - -",
    "archive": "wt - - - - - -",
    "person": "r rw - - - - -",
    "person traits": "r rw - a a - -",
    "attendance named": "r rw - a a - -",
    "contacts": "x wx - - - - -",
    "call list": "x x - - - - -",
    "consent": "r rw - - - - -",
    "erasure": "wt - - - - - -",
    "institution": "r rw - - - - -",
    "signed sheets": "- w - - x - -",
    "recommendation": "rs rw r p r - -",
    "recommendation draft": "r rw - - - - -",
    "response": "r rw rws p r - -",
    "answer code": "r rw - - - - o",
    "progress": "r rw rw p - - -",
    "translation": "w w - - - - -",
    "attachment": "r rw rw - - - -",
    "verification": "rw r r - - - -",
    "witness voice": "r rw a - - - o",
    "outbox": "rw r - - - e -",
    "report internal": "r r - - e e -",
    "report official": "rw r r - e - -",
    "report donor": "rws r - r e - -",
    "report donor draft": "r r - - - - -",
    "report public": "rws r r r r - p",
    "export aggregates": "r r a a a - -",
    "export with names": "xt - - - - - -",
    "accounts": "rw o o o r rw -",
    "second key": "rw - - - - - -",
    "audit record": "r o o o rv o -",
    "refusals": "- - - - r r -",
    "reference lists": "r r - - - rw -",
    "list spellings": "r rw - - - - -",
    "background work": "- - - - - r -",
}
COLUMNS = (
    *(Role.MANAGER, Role.STAFF, Role.REVIEWER, Role.DONOR, Role.AUDITOR, Role.ADMINISTRATOR),
    ANYBODY,
)
LETTERS = "rwsvxtpaeo"


def test_every_line_is_here():
    assert set(RIGHTS) == set(BY_HAND)


def test_every_cell_is_as_written_by_hand():
    wrong = []
    for data, line in BY_HAND.items():
        for role, cell in zip(COLUMNS, line.split(), strict=True):
            # Asked letter by letter, as the predicates do.
            held = {letter for letter in LETTERS if letter in RIGHTS[data].get(role, "")}
            if held != set(cell) - {"-"}:
                wrong.append((data, role, sorted(held)))
    assert wrong == []
