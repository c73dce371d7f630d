"""The rights table: role × data, as data. Every predicate of every `rules.py` asks it; nothing else decides.

Letters say what a role may do with the data:
r read · w write · s send and release · v verify, that is check the record's chain ·
x with a reason, limited, on the record · t the act takes a second person (stands beside w or x) ·
p read once it stands in a released report, there and nowhere else · a aggregate only ·
e existence, hash and dates · o his own only. No letter: the thing does not exist for that role (404).

Manager, staff, donor and auditor hold them in their own programmes, a reviewer for his own institution.
Where an institution has a validating authority, the letters of BY_VALIDATORS are held by those reviewers alone who are of it.
An administrator keeps accounts and lists and reads content only by a second role of his own.
A superuser who has no role stands in no column. ANYBODY is who is not signed in, and hence everybody.

A letter opens a door no wider than the predicate that asks for it: which rows are meant (drafts, those of persons
whom he may see, forums to which his institution is invited) is said there and by `visible_to`.
In an archived programme the letters of CLOSED_BY_ARCHIVE are held no more, but for the rows of OPEN_IN_ARCHIVE.
What the rows are called on pages stands in `accounts/rights_words.py`; docs/permissions.md is made from both.
"""

from accounts.models import PROGRAMME_ROLES, Role, User
from common.archive import is_closed

M, S, R, D, A, ADMIN = (
    Role.MANAGER,
    Role.STAFF,
    Role.REVIEWER,
    Role.DONOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
ANYBODY = "anybody"

RIGHTS: dict[str, dict[str, str]] = {
    # programmes and their forums
    "programme": {M: "rw", S: "r", D: "r", A: "r"},
    "programme settings": {M: "rw", S: "r", ADMIN: "rw"},
    "forum": {M: "r", S: "rw"},
    "future venue": {M: "rw", S: "rw", R: "r"},
    "minutes draft": {M: "r", S: "rw"},
    "minutes approval": {M: "w"},
    "minutes approved": {M: "rx", S: "r", A: "e"},
    "statement": {M: "r", S: "r", R: "r"},
    "words shown": {M: "r", S: "rw", R: "rw"},
    "who said it": {M: "xt", S: "w"},
    "archive": {M: "wt"},
    # people
    "person": {M: "r", S: "rw"},
    "person traits": {M: "r", S: "rw", D: "a", A: "a"},
    "attendance named": {M: "r", S: "rw", D: "a", A: "a"},
    "contacts": {M: "x", S: "wx"},
    "call list": {M: "x", S: "x"},
    "consent": {M: "r", S: "rw"},
    "erasure": {M: "wt"},
    "institution": {M: "r", S: "rw"},
    "signed sheets": {S: "w", A: "x"},
    # what is asked of institutions
    "recommendation": {M: "rs", S: "rw", R: "r", D: "p", A: "r"},
    "recommendation draft": {M: "r", S: "rw"},
    "response": {M: "r", S: "rw", R: "rws", D: "p", A: "r"},
    "answer code": {M: "r", S: "rw", ANYBODY: "o"},
    "progress": {M: "r", S: "rw", R: "rw", D: "p"},
    "translation": {M: "w", S: "w"},
    "attachment": {M: "r", S: "rw", R: "rw"},
    "verification": {M: "rw", S: "r", R: "r"},
    "witness voice": {M: "r", S: "rw", R: "a", ANYBODY: "o"},
    "outbox": {M: "rw", S: "r", ADMIN: "e"},
    # reports and exports
    "report internal": {M: "r", S: "r", A: "e", ADMIN: "e"},
    "report official": {M: "rw", S: "r", R: "r", A: "e"},
    "report donor": {M: "rws", S: "r", D: "r", A: "e"},
    "report donor draft": {M: "r", S: "r"},
    "report public": {M: "rws", S: "r", R: "r", D: "r", A: "r", ANYBODY: "p"},
    "export aggregates": {M: "r", S: "r", R: "a", D: "a", A: "a"},
    "export with names": {M: "xt"},
    # accounts and the machine
    "accounts": {M: "rw", S: "o", R: "o", D: "o", A: "r", ADMIN: "rw"},
    "second key": {M: "rw"},
    "audit record": {M: "r", S: "o", R: "o", D: "o", A: "rv", ADMIN: "o"},
    "refusals": {A: "r", ADMIN: "r"},
    "reference lists": {M: "r", S: "r", ADMIN: "rw"},
    "list spellings": {M: "r", S: "rw"},
    "background work": {ADMIN: "r"},
}


#: What changes something, of all rows; and of those that are named here, what leads to a change or calls people up.
CLOSED_BY_ARCHIVE = "ws"
ALSO_CLOSED = {"minutes approved": "x", "contacts": "x", "call list": "x"}
#: What must stay possible: taking the programme out, the accounts, and what people themselves ask for.
OPEN_IN_ARCHIVE = frozenset({"archive", "accounts", "second key", "consent", "erasure"})

#: What speaks for an institution: of its accounts, where any that may sign in validates, only such have it.
BY_VALIDATORS = frozenset({("response", "s")})


def programmes_where(user: User, data: str, letter: str) -> set[int]:
    """Primary keys of the programmes in which the user holds the letter. Raises KeyError for unknown data."""
    cells = RIGHTS[data]
    return {
        membership.programme_id
        for membership in _memberships(user)
        if membership.role in PROGRAMME_ROLES and _has(cells, membership, data, letter)
    }


def institutions_where(user: User, data: str, letter: str) -> set[int]:
    """Primary keys of the institutions for which the user, as their reviewer, holds the letter."""
    cells = RIGHTS[data]
    return {
        membership.institution_id
        for membership in _memberships(user)
        if membership.role == Role.REVIEWER and _has(cells, membership, data, letter)
    }


def engaged_programmes(user: User) -> set[int]:
    """Primary keys of the programmes whose finances the user is engaged to audit today. No right by itself."""
    return {membership.programme_id for membership in _memberships(user) if membership.is_engaged}


def holds(user: User, data: str, letter: str, programme_id: int) -> bool:
    """Whether the user holds the letter in one programme."""
    return programme_id in programmes_where(user, data, letter)


def holds_anywhere(user: User, data: str, letter: str) -> bool:
    """Whether any role of the user has the letter: for menus and lists, which `visible_to` then narrows."""
    cells = RIGHTS[data]
    return any(_has(cells, membership, data, letter) for membership in _memberships(user))


def administers(user: User, data: str, letter: str) -> bool:
    """Whether the user holds the letter as an administrator: for all programmes and institutions alike."""
    cells = RIGHTS[data]
    return any(
        membership.role == Role.ADMINISTRATOR and letter in cells.get(Role.ADMINISTRATOR, "")
        for membership in _memberships(user)
    )


def _has(cells, membership, data, letter) -> bool:
    if letter not in cells.get(membership.role, ""):
        return False
    if (data, letter) in BY_VALIDATORS and not membership.speaks_last:
        return False
    closing = CLOSED_BY_ARCHIVE + ALSO_CLOSED.get(data, "")
    if letter not in closing or data in OPEN_IN_ARCHIVE or membership.programme_id is None:
        return True
    return not is_closed(membership.programme.archived_at)


def _memberships(user):
    # An anonymous reader and an account that was switched off hold nothing.
    return user.current_memberships if user.is_authenticated else []
