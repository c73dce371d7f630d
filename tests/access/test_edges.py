"""Conditions of the rules that no page of the scene leads to: asked directly, each for whom it is there.

Elsewhere a second check refuses the same, or today's rights table never lets it matter.
"""

import itertools

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import PROGRAMME_ROLES, Membership, Role, TwoPersonAct, User
from accounts.rights import (
    ANYBODY,
    RIGHTS,
    administers,
    holds,
    holds_anywhere,
    institutions_where,
    programmes_where,
)
from forums.models import Minutes, Output, Programme
from recommendations.models import AnswerCode
from recommendations.models.codes import CodeBearer

from .test_rights_by_hand import BY_HAND, COLUMNS, LETTERS
from .test_visible_to import TWINS

pytestmark = pytest.mark.once
#: What needs no account: looking up a code in print, a calendar by its address; and a code to answer by, of nobody else.
ANYBODYS = {"reports.check", "reports.read_public", "forums.read_feed"}
NOBODYS = {"recommendations.enter_code", "recommendations.give_voice"}
#: What an archived programme leaves to its roles, by hand from docs/protection.md: rows, and letters of other rows.
OPEN_ROWS = {"archive", "accounts", "second key", "consent", "erasure"}
CLOSED_LETTERS = "ws"
ALSO_CLOSED = {("minutes approved", "x"), ("contacts", "x"), ("call list", "x")}


@pytest.fixture
def scene(whole_scene):
    return whole_scene


def again(user):
    """The account as a new request would load it."""
    return User.objects.get(pk=user.pk)


def questions(user, programme):
    """(data, letter) → what the five questions to the table answer."""
    return {
        (data, letter): (
            programmes_where(user, data, letter),
            institutions_where(user, data, letter),
            holds_anywhere(user, data, letter),
            administers(user, data, letter),
            holds(user, data, letter, programme.pk),
        )
        for data, letter in itertools.product(BY_HAND, LETTERS)
    }


@pytest.mark.parametrize("is_archived", [False, True])
def test_the_questions_answer_what_stands_in_the_table(world, is_archived):
    if is_archived:
        Programme.objects.filter(pk=world.programme.pk).update(archived_at=timezone.now())
    wrong = []
    for place, role in enumerate(COLUMNS[:-1]):
        in_programme = role in PROGRAMME_ROLES
        for (data, letter), found in questions(again(world.users[role]), world.programme).items():
            has = letter in BY_HAND[data].split()[place]
            closed = letter in CLOSED_LETTERS or (data, letter) in ALSO_CLOSED
            if is_archived and in_programme and closed and data not in OPEN_ROWS:
                has = False
            expected = (
                {world.programme.pk} if has and in_programme else set(),
                {world.institution.pk} if has and role == Role.REVIEWER else set(),
                has,
                has and role == Role.ADMINISTRATOR,
                has and in_programme,
            )
            if found != expected:
                wrong.append((role, data, letter, found))
    assert wrong == []


def test_whoever_is_not_signed_in_or_switched_off_holds_nothing(scene, world):
    """Asked past `User.has_perm`, which refuses an account that is switched off by itself."""
    for user in (AnonymousUser(), again(world.deactivated)):
        held = set()
        for name in rules.permissions.permissions:
            try:
                held |= {name} if rules.has_perm(name, user) else set()
            except AttributeError:
                continue  # it is about an object, and says so
        assert held == (ANYBODYS | NOBODYS if user.is_anonymous else ANYBODYS)


def test_whoever_is_not_signed_in_or_switched_off_sees_nothing(scene, world):
    gone = again(world.second_manager)  # who asked for an act in the scene
    gone.is_active = False
    gone.save()
    for user in (AnonymousUser(), again(gone)):
        assert {model for model in TWINS if model.objects.visible_to(user).exists()} == set()
        assert not rules.has_perm("accounts.do_act", user, scene["own.request"]), "what he asked for himself"
    assert not again(gone).is_staff


def test_a_role_that_ended_gives_nothing(scene, world):
    world.staff.memberships.update(ended_at=timezone.now())
    assert again(world.staff).roles() == set()
    assert not Membership.objects.current().filter(user=world.staff).exists()
    assert not again(world.manager).has_perm("accounts.view_account", again(world.staff))


def test_nobody_keeps_himself(world):
    manager, administrator = again(world.manager), again(world.administrator)
    for user in (manager, administrator):
        assert not user.has_perm("accounts.keep_account", user)
        assert not user.has_perm("accounts.reset_factor", user)
    # Without a role he belongs to no programme, and so to no manager.
    assert not manager.has_perm("accounts.keep_account", again(world.roleless))
    assert administrator.has_perm("accounts.keep_account", again(world.roleless))
    role = Membership(user=world.roleless, role=Role.ADMINISTRATOR, programme=world.programme)
    assert not manager.has_perm("accounts.grant_role", role)


def test_a_second_key_is_a_colleague_who_is_no_manager(world):
    manager = again(world.manager)

    def may_be_named(user, role):
        return manager.has_perm(
            "accounts.name_second_key", Membership(user=user, role=role, programme=world.programme)
        )

    assert may_be_named(world.roleless, Role.STAFF)
    assert may_be_named(world.roleless, Role.AUDITOR)
    assert not may_be_named(world.roleless, Role.DONOR)
    assert not may_be_named(world.roleless, Role.MANAGER)
    assert not may_be_named(world.manager, Role.STAFF)


def test_who_may_be_the_second_person(scene, world):
    def seconds():
        return {name for name, user in world.users.items() if again(user).has_perm("accounts.decide_act")}

    of_right = {"manager", "second_manager", "foreign_manager", "administrator"}
    assert seconds() == of_right
    world.staff.memberships.update(is_second_key=True)
    assert seconds() == of_right | {"staff"}
    assert again(world.staff).has_perm("accounts.decide_act", scene["own.request"])
    # An administrator is asked about accounts, which are of no programme, and a manager is not.
    about_account = TwoPersonAct.objects.create(
        act="reset_second_factor",
        subject_type="accounts.user",
        subject=world.staff.public_id,
        label="x",
        path="/",
        reason="سبب",
        asked_by=world.roleless,
    )
    for name, sees in (("administrator", True), ("manager", False), ("staff", False), ("roleless", True)):
        seen = TwoPersonAct.objects.visible_to(again(world.users[name]))
        assert seen.filter(pk=about_account.pk).exists() is sees, name


def test_approved_minutes_are_a_row_of_their_own(scene, world, monkeypatch):
    """Today whoever reads them reads drafts too; a table that gives only one of the two opens only that."""
    monkeypatch.setitem(RIGHTS, "minutes approved", {Role.AUDITOR: "r", Role.STAFF: "r"})
    monkeypatch.setitem(RIGHTS, "statement", {Role.AUDITOR: "r"})
    monkeypatch.setitem(RIGHTS, "minutes draft", {Role.STAFF: "r"})
    for name, states in (
        ("auditor", {"approved"}),
        ("staff", {"draft", "submitted", "approved"}),
        ("manager", set()),
    ):
        user = again(world.users[name])
        rows = {state: scene[f"own.{state}_minutes"] for state in ("draft", "submitted", "approved")}
        assert set(Minutes.objects.visible_to(user)) == {rows[state] for state in states}
        assert {state for state, row in rows.items() if user.has_perm("forums.view_minutes", row)} == states
        seen = Output.objects.visible_to(user).values_list("minutes__state", flat=True)
        assert set(seen) == states


def test_a_code_opens_one_addressee_and_as_long_as_the_table_says_so(scene, monkeypatch):
    asked, other = scene["own.sent_addressee"], scene["own.reported_addressee"]
    bearer = CodeBearer(AnswerCode(addressee=asked))
    assert rules.has_perm("recommendations.answer", bearer, asked)
    assert not rules.has_perm("recommendations.answer", bearer, other)
    assert rules.has_perm("recommendations.enter_code", AnonymousUser())
    programme = asked.recommendation.programme
    programme.archived_at = timezone.now()
    assert not rules.has_perm("recommendations.answer", bearer, asked)
    programme.archived_at = None
    monkeypatch.setitem(RIGHTS, "answer code", {**RIGHTS["answer code"], ANYBODY: ""})
    assert not rules.has_perm("recommendations.answer", bearer, asked)
    assert not rules.has_perm("recommendations.enter_code", AnonymousUser())


def test_an_archived_programme_is_answered_by_nobody(scene, world):
    addressee, reviewer = scene["own.sent_addressee"], again(world.reviewer)
    assert reviewer.has_perm("recommendations.answer", addressee)
    addressee.recommendation.programme.archived_at = timezone.now()
    assert not reviewer.has_perm("recommendations.answer", addressee)


#: How an answer came, and whether staff may withdraw it.
ANSWERS = {
    "letter": True,
    "room": True,
    "account": False,
    "code": True,
    "code confirmed": False,
    "code confirmed by-letter": True,
}


def test_which_answers_staff_may_withdraw(scene, world):
    response, staff, found = scene["own.response"], again(world.staff), {}
    for answer in ANSWERS:
        words = answer.split()
        response.channel = words[0]
        response.confirmed_at = timezone.now() if "confirmed" in words else None
        response.letter_id = 1 if "by-letter" in words else None
        found[answer] = staff.has_perm("recommendations.withdraw_answer", response)
    assert found == ANSWERS
