"""A lost second factor: two administrators or the machine, on the record; and the stolen password opens nothing."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import TwoPersonAct, User
from accounts.services import (
    SecondPersonMissing,
    allow_act,
    ask_to_reset_second_factor,
    deactivate_account,
    renew_invitation,
    reset_second_factor,
)
from common.models import AuditEntry

from ..factories import PASSWORD, MembershipFactory, UserFactory
from .links import FORM, NEW_PASSWORD, link_on, real_account


@pytest.fixture
def second(world):
    """A second administrator."""
    user = UserFactory(username="second-administrator")
    MembershipFactory(user=user, role="administrator")
    return user


@pytest.fixture
def lost(world):
    """An account whose owner has lost the telephone and the codes."""
    cache.clear()
    user = real_account(world)
    RecoveryCodes.activate(user)
    return user


def page_of(user):
    return reverse("team_factor", args=[user.public_id])


def test_two_administrators_by_their_pages(world, lost, second, as_role, sign_in):
    first, page = as_role("administrator"), page_of(lost)
    assert first.post(page, {"reason": " "}).context["form"].errors
    assert first.post(page, {"reason": "the telephone was taken"}).status_code == 302
    first.post(page, {"do": "reset"})
    assert Authenticator.objects.filter(user=lost).count() == 2, "not alone"
    request = TwoPersonAct.objects.get()
    assert request.label == "real"
    other = sign_in(second)
    assert request.reason in other.get("/second-person/").content.decode()
    other.post(reverse("second_person_allow", args=[request.public_id]), {"version": request.version})
    assert sign_in(second).post(page, {"do": "reset"}).status_code == 302, "the one who asked does it"
    assert Authenticator.objects.filter(user=lost).exists()
    answer = first.post(page, {"do": "reset"})
    assert answer.status_code == 200
    assert not Authenticator.objects.filter(user=lost).exists()
    entry = AuditEntry.objects.get(action="accounts.reset_second_factor")
    assert (entry.actor, entry.subject, entry.details) == (
        world.administrator.public_id,
        lost.public_id,
        {"removed": 2},
    )
    assert first.post(page, {"do": "reset"}).status_code == 302
    assert Client().get(link_on(answer)).status_code == 200


def test_sessions_end_and_the_stolen_password_opens_nothing(world, lost, sign_in):
    browser = sign_in(lost)
    assert browser.get("/").status_code == 200
    out = StringIO()
    call_command("reset_second_factor", "real", reason="lost", stdout=out)
    assert browser.get("/").url.startswith("/accounts/login/")
    thief = Client()
    answer = thief.post("/accounts/login/", {"login": "real", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in thief.session
    owner, path = Client(), out.getvalue().strip().removeprefix("http://localhost:8000")
    assert owner.post(path, FORM).url == "/accounts/login/"
    owner.post("/accounts/login/", {"login": "real", "password": NEW_PASSWORD})
    assert owner.get("/").url == "/accounts/2fa/totp/activate/"
    assert Client().get(path).status_code == 404


def test_the_machine_is_on_the_record_with_its_reason(world, lost):
    call_command("reset_second_factor", "real", reason="lost", stdout=StringIO())
    entry = AuditEntry.objects.get(action="accounts.reset_second_factor")
    assert entry.actor is None
    assert entry.details == {"removed": 2, "reason": "lost"}
    for name, reason in (("nobody", "x"), ("real", "some words")):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", name, reason=reason)
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "real")


@pytest.mark.parametrize("name", ["manager", "staff", "auditor", "superuser", "reviewer"])
def test_nobody_else_asks_or_does_it(world, lost, name):
    actor = world.users[name]
    with pytest.raises(PermissionDenied):
        ask_to_reset_second_factor(actor=actor, user=lost, reason="x")
    with pytest.raises(PermissionDenied):
        reset_second_factor(actor=actor, user=lost)


def test_an_administrator_alone_neither_his_own(world, lost, second):
    with pytest.raises(SecondPersonMissing):
        reset_second_factor(actor=world.administrator, user=lost)
    with pytest.raises(PermissionDenied):
        ask_to_reset_second_factor(actor=second, user=second, reason="x")


def test_the_permission_is_for_this_account_alone(world, lost, second):
    request = ask_to_reset_second_factor(actor=world.administrator, user=lost, reason="x")
    allow_act(actor=second, request=request)
    other = real_account(world, username="other")
    with pytest.raises(SecondPersonMissing):
        reset_second_factor(actor=world.administrator, user=other)
    assert Authenticator.objects.filter(user=other).exists()


def test_without_a_factor_or_switched_off_there_is_nothing_to_reset(world, lost, second):
    with pytest.raises(ValidationError):
        ask_to_reset_second_factor(actor=world.administrator, user=world.no_second_factor, reason="x")
    request = ask_to_reset_second_factor(actor=world.administrator, user=lost, reason="x")
    allow_act(actor=second, request=request)
    deactivate_account(actor=world.administrator, user=lost)
    with pytest.raises(ValidationError):
        reset_second_factor(actor=world.administrator, user=lost)


def test_where_there_is_one_administrator_the_page_names_the_command(world, lost, as_role):
    page = as_role("administrator").get(page_of(lost)).content.decode()
    assert "manage.py reset_second_factor real" in page
    answer = as_role("administrator").post(page_of(lost), {"reason": "x"})
    assert answer.context["form"].errors
    assert not TwoPersonAct.objects.exists()


def test_the_link_after_it_is_renewed_by_administrators_alone(world, lost):
    """A manager could otherwise open the account of a colleague by himself."""
    reset_second_factor(actor=None, user=lost, reason="x")
    lost = User.objects.get(pk=lost.pk)
    with pytest.raises(PermissionDenied):
        renew_invitation(actor=world.manager, user=lost)
    assert renew_invitation(actor=world.administrator, user=lost)
    with pytest.raises(PermissionDenied):
        renew_invitation(actor=world.manager, user=User.objects.get(pk=lost.pk))
