"""The one-time link of the very first account."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, Membership, Role, User
from common.models import AuditEntry

from ..factories import PASSWORD, MembershipFactory, UserFactory

FORM = {
    "username": "mudir",
    "display_name": "مدير تجريبي",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def link(db):
    """The path of a fresh link."""
    out = StringIO()
    call_command("first_administrator", stdout=out)
    url = out.getvalue().strip()
    assert url.startswith("http://localhost:8000/first-administrator/")
    return url.removeprefix("http://localhost:8000")


def test_the_link_makes_an_administrator_once(link):
    client = Client()
    assert client.get(link).status_code == 200
    answer = client.post(link, FORM)
    assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert not user.is_superuser
    assert not user.is_demo
    assert user.roles() == {Role.ADMINISTRATOR}
    assert user.is_staff
    assert Invitation.objects.get().user == user
    assert {entry.action for entry in AuditEntry.objects.all()} == {
        "accounts.invite_first_administrator",
        "accounts.grant_membership",
    }
    for again in (client.get(link), client.post(link, {**FORM, "username": "second"})):
        assert again.status_code == 404
    assert User.objects.count() == 1


def test_the_token_is_not_in_the_database(link):
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(list(AuditEntry.objects.values()))


def test_a_link_of_three_days_ago_is_gone(link):
    invitation = Invitation.objects.get()
    lifetime = invitation.expires_at - invitation.created_at
    assert timedelta(hours=72) - lifetime < timedelta(seconds=5)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 404
    assert Client().post(link, FORM).status_code == 404
    assert not User.objects.exists()


def test_a_new_link_ends_the_old_one(link):
    token = services.invite_first_administrator()
    assert Client().get(link).status_code == 404
    assert Client().get(f"/first-administrator/{token}/").status_code == 200


def test_the_link_is_gone_when_an_administrator_exists(link):
    MembershipFactory(role=Role.ADMINISTRATOR)
    assert Client().get(link).status_code == 404
    assert Client().post(link, FORM).status_code == 404
    with pytest.raises(CommandError):
        call_command("first_administrator")
    out = StringIO()
    call_command("first_administrator", quiet_if_exists=True, stdout=out)
    assert "first-administrator/" not in out.getvalue()


def test_a_deactivated_or_former_administrator_does_not_count(db):
    MembershipFactory(role=Role.ADMINISTRATOR, user=UserFactory(is_active=False))
    MembershipFactory(role=Role.ADMINISTRATOR, ended_at=timezone.now())
    assert services.invite_first_administrator()


def test_unknown_links_look_like_pages_that_do_not_exist(db):
    assert Client().get("/first-administrator/guessed/").status_code == 404


WRONG = {
    "short": ({"password": "short", "password_again": "short"}, "password"),
    "common": ({"password": "password1234", "password_again": "password1234"}, "password"),
    "numbers": ({"password": "730194628153", "password_again": "730194628153"}, "password"),
    "like the name": (
        {"password": "mudir-mudir-1", "username": "mudir-mudir", "password_again": "mudir-mudir-1"},
        "password",
    ),
    "different": ({"password_again": PASSWORD + "x"}, "password_again"),
    "no name": ({"username": ""}, "username"),
    "hidden marks": ({"username": "mu\u202edir"}, "username"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_beside_the_field_and_the_link_stays(link, case):
    changed, field = WRONG[case]
    answer = Client().post(link, {**FORM, **changed})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert not User.objects.exists()
    assert not Membership.objects.exists()
    assert Client().get(link).status_code == 200


def test_a_name_that_is_taken_is_said(link):
    UserFactory(username="MUDIR")
    answer = Client().post(link, FORM)
    assert set(answer.context["form"].errors) == {"username"}
    assert User.objects.count() == 1


def test_passwords_are_never_sent_back(link):
    answer = Client().post(link, {**FORM, "username": ""})
    assert PASSWORD not in answer.content.decode()


def test_giving_a_role_twice_gives_it_once(db, world):
    user = UserFactory()
    first = services.grant_membership(actor=world.manager, user=user, role="staff", programme=world.programme)
    again = services.grant_membership(actor=world.manager, user=user, role="staff", programme=world.programme)
    assert first == again
    assert AuditEntry.objects.filter(action="accounts.grant_membership").count() == 1
