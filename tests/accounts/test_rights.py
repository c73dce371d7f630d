"""The table of rights: no dead cell, no dead right, and its two readings agree."""

import re
from pathlib import Path

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from accounts.models import PROGRAMME_ROLES, Membership, Role, User
from accounts.rights import (
    ANYBODY,
    RIGHTS,
    administers,
    holds,
    holds_anywhere,
    institutions_where,
    programmes_where,
)
from common.access import require_known

from ..factories import MembershipFactory, UserFactory

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "participants", "forums", "recommendations", "reports")
#: Rows that the pages of this release do not ask yet; each must leave this list with its page.
WAITING_FOR_THEIR_PAGES: set[str] = set()
LETTERS = set("rwsvxtpaeo")


def asked():
    """(data, letter) of every question that our code puts to the table."""
    question = re.compile(
        r"(?:holds|holds_anywhere|_holds_over|_holds_over_forum|_holds_over_output|programmes_where|institutions_where|with_right|administers)\(\s*(?:[\w.]+,\s*)?"
        r"\"([a-z ]+)\",\s*\"([a-z])\"",
    )
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            found |= set(question.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_question_has_a_row_and_a_letter():
    for data, letter in asked():
        assert data in RIGHTS, data
        assert letter in LETTERS
        assert any(letter in cell for cell in RIGHTS[data].values()), (data, letter)


def test_no_row_of_the_table_is_dead():
    rows = {data for data, _ in asked()}
    assert set(RIGHTS) - rows == WAITING_FOR_THEIR_PAGES


def test_cells_are_letters_of_known_roles():
    for data, cells in RIGHTS.items():
        assert set(cells) <= {*Role, ANYBODY}, data
        assert all(cell and set(cell) <= LETTERS and len(set(cell)) == len(cell) for cell in cells.values())


def test_an_unknown_row_is_a_typing_error(db):
    with pytest.raises(KeyError):
        programmes_where(UserFactory(), "forms", "r")


def test_an_unknown_permission_is_refused_and_every_known_one_is_a_rule():
    for name in rules.permissions.permissions:
        require_known(name)
    with pytest.raises(ImproperlyConfigured):
        require_known("forums.view_froum")


@pytest.mark.parametrize("data", RIGHTS)
def test_rights_hold_in_the_programme_of_the_role_and_nowhere_else(world, data):
    programme, foreign = world.programme.pk, world.other_programme.pk
    for role in PROGRAMME_ROLES:
        user = world.users[role]
        for letter in LETTERS:
            expected = letter in RIGHTS[data].get(role, "")
            assert holds(user, data, letter, programme) is expected, (role, letter)
            assert not holds(user, data, letter, foreign)
            assert holds_anywhere(user, data, letter) is expected
            assert institutions_where(user, data, letter) == set()
    for letter in LETTERS:
        expected = letter in RIGHTS[data].get(Role.REVIEWER, "")
        bodies = {world.institution.pk} if expected else set()
        assert institutions_where(world.reviewer, data, letter) == bodies
        assert programmes_where(world.reviewer, data, letter) == set()


@pytest.mark.parametrize("name", ["superuser", "roleless", "deactivated"])
def test_no_role_no_right(world, name):
    user = User.objects.get(pk=world.users[name].pk)
    for data in RIGHTS:
        for letter in LETTERS:
            assert not holds_anywhere(user, data, letter)
            assert programmes_where(user, data, letter) == institutions_where(user, data, letter) == set()


def test_nobody_holds_nothing():
    nobody = AnonymousUser()
    for data in RIGHTS:
        for letter in LETTERS:
            assert not holds_anywhere(nobody, data, letter)
            assert not administers(nobody, data, letter)
            assert programmes_where(nobody, data, letter) == institutions_where(nobody, data, letter) == set()


def test_an_administrator_holds_his_letters_and_nobody_else_does(world):
    for data, cells in RIGHTS.items():
        for letter in LETTERS:
            expected = letter in cells.get(Role.ADMINISTRATOR, "")
            assert administers(world.administrator, data, letter) is expected
            for name in set(world.users) - {"administrator"}:
                assert not administers(world.users[name], data, letter)


def test_a_dual_role_adds_up_place_by_place(world):
    dual = world.dual
    assert not holds(dual, "forum", "r", world.programme.pk)
    assert holds(dual, "forum", "r", world.other_programme.pk)
    assert holds(dual, "attendance named", "a", world.programme.pk)
    assert not holds(dual, "attendance named", "r", world.programme.pk)


WRONG_SCOPES = [
    (Role.STAFF, False, False),
    (Role.STAFF, False, True),
    (Role.STAFF, True, True),
    (Role.REVIEWER, True, False),
    (Role.REVIEWER, False, False),
    (Role.ADMINISTRATOR, True, False),
    (Role.ADMINISTRATOR, False, True),
]


@pytest.mark.parametrize(("role", "in_programme", "for_institution"), WRONG_SCOPES)
def test_the_database_refuses_a_role_with_a_wrong_scope(world, role, in_programme, for_institution):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(
            role=role,
            programme=world.programme if in_programme else None,
            institution=world.institution if for_institution else None,
        )


def test_the_same_role_is_held_once_and_again_after_its_end(world):
    held = world.staff.memberships.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=world.staff, role=Role.STAFF, programme=world.programme)
    Membership.objects.filter(pk=held.pk).update(ended_at=held.started_at)
    assert MembershipFactory(user=world.staff, role=Role.STAFF, programme=world.programme)


def test_nobody_asks_the_superuser_flag_elsewhere():
    wrong = []
    for app in (*APPS, "common", "config"):
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts or path == ROOT / "accounts" / "models" / "users.py":
                continue
            if re.search(
                r"\bis_(staff|superuser)\b", path.read_text(encoding="utf-8").replace("`is_superuser`", "")
            ):
                wrong.append(path.relative_to(ROOT))
    assert wrong == []
