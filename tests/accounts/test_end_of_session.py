"""Where somebody is led whose session ends while he is at work, what counts as work, and who is left alone."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from accounts.middleware import LAST_ACT
from accounts.models import KeptForm
from tests.factories import MinutesFactory

from .links import real_account

LOGIN = "/accounts/login/?next="
TEXT = "طالب المشاركون بإنارة الطريق العام."


def rest(client, seconds):
    """Nothing was done for so long."""
    assert client.get("/").status_code == 200
    session = client.session
    session[LAST_ACT] = time.time() - seconds
    session.save()


@pytest.fixture
def outputs(world):
    """The step of the editor on which words are typed."""
    forum = MinutesFactory(forum__programme=world.programme).forum
    return reverse("forums:outputs", args=[forum.public_id])


@pytest.fixture
def idle(as_role):
    """A browser of staff whose session is over at its next request."""
    client = as_role("staff")
    rest(client, 3600)
    return client


def test_a_page_leads_back_to_itself_and_not_to_where_its_link_stood(idle):
    answer = idle.get("/forums/", headers={"Referer": "http://testserver/recommendations/"})
    assert (answer.status_code, answer.url) == (302, f"{LOGIN}/forums/")


def test_a_fragment_leads_back_to_the_page_that_it_is_a_part_of(idle, outputs):
    headers = {"HX-Request": "true", "Referer": f"http://testserver{outputs}"}
    answer = idle.get("/people/pick/?q=a", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, LOGIN + outputs)


def test_a_script_is_told_in_json_and_led_to_a_page(idle, outputs):
    answer = idle.get(outputs.replace("/outputs/", "/lines/"))
    assert (answer.status_code, answer.json()["status"]) == (401, "signed_out")
    assert answer.json()["to"] == f"{LOGIN}/", "what a script asks is no page"


def test_nobody_else_is_signed_out(idle, as_role, world):
    others = {name: as_role(name) for name in ("staff", "manager")}
    assert idle.get("/").status_code == 302
    for name, client in others.items():
        key = client.session.session_key
        assert client.get("/").status_code == 200
        assert [row.session_key for row in UserSession.objects.filter(user=world.users[name])] == [key]


def test_a_second_browser_of_the_writer_does_not_take_what_waits_for_him(idle, as_role, outputs):
    """It was signed in all the while, and shows an empty form."""
    second = as_role("staff")
    assert second.get(outputs).status_code == 200
    idle.post(outputs, {"text": TEXT, "kind": "demand", "version": "1"})
    page = second.get(outputs)
    assert (page.status_code, TEXT in page.content.decode()) == (200, False)
    assert KeptForm.objects.exists()


def test_reading_on_does_not_write_the_session_each_time(as_role):
    """An act is noted to half a minute, not to the page."""
    client = as_role("staff")
    rest(client, 10)
    before = client.session[LAST_ACT]
    assert client.get("/").status_code == 200
    assert client.session[LAST_ACT] == before
    rest(client, 60)
    assert client.get("/").status_code == 200
    assert time.time() - client.session[LAST_ACT] < 5


def test_where_it_is_real_a_real_account_comes_in(world, sign_in, settings):
    settings.DEMO = False
    assert sign_in(real_account(world)).get("/").status_code == 200
