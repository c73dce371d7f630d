"""Links of one use: whoever guesses at them is held back, whoever has one is not, and a signed-in reader finds none."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import invite_user
from accounts.signin.backoff import FIRST_WAIT, FREE_OF_ADDRESS

from .links import FORM


@pytest.fixture
def link(world):
    """A good one."""
    token = invite_user(
        actor=world.manager,
        username="newcomer",
        display_name="موظفة جديدة",
        email="",
        role="staff",
        programme=world.programme,
    )
    return f"/invitation/{token}/"


def is_open():
    return User.objects.get(username="newcomer").has_usable_password()


def test_whoever_guesses_is_held_back_with_a_good_link_too(link):
    client = Client()
    guesses = [client.get(f"/invitation/guess-{number}/") for number in range(FREE_OF_ADDRESS + 1)]
    assert {answer.status_code for answer in guesses} == {404}
    assert not any("Retry-After" in answer for answer in guesses)
    for answer in (client.get("/first-administrator/guess/"), client.get(link), client.post(link, FORM)):
        assert answer.status_code == 429
        assert 1 <= int(answer["Retry-After"]) <= FIRST_WAIT.total_seconds()
    assert not is_open()
    assert Client(REMOTE_ADDR="203.0.113.9").post(link, FORM).status_code == 302, "from elsewhere"
    assert is_open()


def test_whoever_has_a_good_link_may_open_it_as_often_as_he_likes(link):
    client = Client()
    for _again in range(FREE_OF_ADDRESS + 3):
        assert client.get(link).status_code == 200
    assert client.post(link, FORM).status_code == 302


def test_somebody_who_is_signed_in_finds_no_link_and_uses_none_up(link, as_role):
    client = as_role("donor")
    for answer in (client.get(link), client.post(link, FORM), client.get("/first-administrator/guess/")):
        assert answer.status_code == 404
    assert not is_open()
    assert Client().get(link).status_code == 200
