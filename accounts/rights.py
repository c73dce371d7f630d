"""The rights table: role × data, as data. Every predicate of every `rules.py` asks it; nothing else decides.

Letters: r read · w write · s send and release · x with a reason, limited, on the record · a aggregate only ·
e existence, hash and dates. No letter: the thing does not exist for that role (404).
Manager, staff, donor and auditor hold them in their own programmes, a reviewer for his own institution.
An administrator keeps accounts and lists and reads content only by a second role of his own.
A superuser who has no role stands in no column.

Rows come with the pages that show their data; the words are those of docs/permissions.md.
"""

from accounts.models import PROGRAMME_ROLES, Role, User

M, S, R, D, A, ADMIN = (
    Role.MANAGER,
    Role.STAFF,
    Role.REVIEWER,
    Role.DONOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)

RIGHTS: dict[str, dict[str, str]] = {
    "programme": {M: "rw", S: "r", D: "r", A: "r"},
    "programme settings": {M: "rw", S: "r", ADMIN: "rw"},
    "forum": {M: "r", S: "rw"},
    "minutes draft": {M: "r", S: "rw"},
    "minutes approval": {M: "w"},
    "minutes approved": {M: "rx", S: "r", A: "e"},
    "future venue": {M: "rw", S: "rw"},
    "attendance named": {M: "r", S: "rw", D: "a", A: "a"},
    "contacts": {M: "x", S: "wx"},
    "who said it": {M: "x", S: "w"},
    "statement": {M: "r", S: "r"},
    "person": {M: "r", S: "rw"},
    "recommendation": {M: "rs", S: "rw", R: "r", A: "r"},
    "recommendation draft": {M: "r", S: "rw"},
    "response": {M: "r", S: "rw", R: "rw", A: "r"},
    "progress": {M: "r", S: "rw", R: "rw"},
    "attachment": {M: "r", S: "rw", R: "rw"},
    "verification": {M: "rw", S: "r", R: "r"},
    "report internal": {M: "r", S: "r", A: "e", ADMIN: "e"},
    "report donor": {M: "rws", S: "r", D: "r", A: "e"},
    "report donor draft": {M: "r", S: "r"},
    "reference lists": {M: "r", S: "r", ADMIN: "rw"},
    "accounts": {M: "rw", ADMIN: "rw"},
    "audit record": {M: "r", A: "r"},
    "outbox": {M: "rw", S: "r", ADMIN: "e"},
    "background work": {ADMIN: "r"},
}


def programmes_where(user: User, data: str, letter: str) -> set[int]:
    """Primary keys of the programmes in which the user holds the letter. Raises KeyError for unknown data."""
    cells = RIGHTS[data]
    return {
        membership.programme_id
        for membership in _memberships(user)
        if membership.role in PROGRAMME_ROLES and letter in cells.get(membership.role, "")
    }


def institutions_where(user: User, data: str, letter: str) -> set[int]:
    """Primary keys of the institutions for which the user, as their reviewer, holds the letter."""
    cells = RIGHTS[data]
    return {
        membership.institution_id
        for membership in _memberships(user)
        if membership.role == Role.REVIEWER and letter in cells.get(membership.role, "")
    }


def holds(user: User, data: str, letter: str, programme_id: int) -> bool:
    """Whether the user holds the letter in one programme."""
    return programme_id in programmes_where(user, data, letter)


def holds_anywhere(user: User, data: str, letter: str) -> bool:
    """Whether any role of the user has the letter: for menus and lists, which `visible_to` then narrows."""
    cells = RIGHTS[data]
    return any(letter in cells.get(membership.role, "") for membership in _memberships(user))


def administers(user: User, data: str, letter: str) -> bool:
    """Whether the user holds the letter as an administrator: for all programmes and institutions alike."""
    cells = RIGHTS[data]
    return Role.ADMINISTRATOR in user.roles() and letter in cells.get(Role.ADMINISTRATOR, "")


def _memberships(user):
    # An anonymous reader and an account that was switched off hold nothing.
    return user.current_memberships if user.is_authenticated else []
