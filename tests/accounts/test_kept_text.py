"""What was typed before the session ended comes back to its writer, once, and to nobody else."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import LAST_ACT
from accounts.models import KeptForm
from accounts.signin.kept import KEPT_FOR
from forums.models import Output
from tests import factories

from ..factories import PASSWORD

TEXT = "طالب المشاركون بإنارة الطريق العام، وهو نص لم يُحفظ بعد."


@pytest.fixture
def outputs(world):
    """The third step of the editor for minutes that are open."""
    minutes = factories.MinutesFactory(forum__programme=world.programme)
    return reverse("forums:outputs", args=[minutes.forum.public_id])


def let_it_idle(client):
    assert client.get("/").status_code == 200
    session = client.session
    session[LAST_ACT] = time.time() - 15 * 60 - 1
    session.save()


def sign_in_again(client, user, next_page):
    """By the form of the page to which the middleware led."""
    user.set_password(PASSWORD)
    user.save()
    return client.post("/accounts/login/", {"login": user.username, "password": PASSWORD, "next": next_page})


def typed():
    return {"text": TEXT, "kind": "demand", "version": "1"}


def fields_of(answer):
    """What stands in the text field of the page."""
    return re.findall(
        r"<textarea[^>]*name=\"text\"[^>]*>\s*(.*?)</textarea>", answer.content.decode(), re.DOTALL
    )


def test_the_same_writer_finds_it_in_the_form(as_role, world, outputs):
    client = as_role("staff")
    let_it_idle(client)
    answer = client.post(outputs, typed(), headers={"Referer": f"http://testserver{outputs}"})
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={outputs}")
    assert not Output.objects.exists(), "nothing was saved"
    assert "_auth_user_id" not in client.session
    stored = KeptForm.objects.get()
    assert TEXT not in str(KeptForm.objects.values_list("digest", "kept_at").get())
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM accounts_keptform")
        assert TEXT not in cursor.fetchone()[0]
    assert stored.user == world.staff

    assert sign_in_again(client, world.staff, outputs).url == outputs
    shown = client.get(outputs)
    assert fields_of(shown) == [TEXT]
    assert 'value="demand" selected' in shown.content.decode()
    assert "not saved yet" in shown.content.decode()
    # Once: looking again, or coming back later, shows an empty form.
    assert not KeptForm.objects.exists()
    assert fields_of(client.get(outputs)) == [""]


def test_somebody_else_on_the_same_browser_finds_nothing(as_role, world, outputs):
    client = as_role("staff")
    let_it_idle(client)
    client.post(outputs, typed())
    other = world.manager
    factories.MembershipFactory(user=other, role="staff", programme=world.programme)
    sign_in_again(client, other, outputs)
    shown = client.get(outputs)
    assert shown.status_code == 200
    assert TEXT not in shown.content.decode()
    assert fields_of(shown) == [""]
    # It still waits for its writer.
    assert sign_in_again(Client(), world.staff, outputs).url == outputs
    assert KeptForm.objects.get().user == world.staff


def test_it_waits_on_its_own_page_and_not_for_ever(as_role, world, outputs):
    client = as_role("staff")
    let_it_idle(client)
    client.post(outputs, typed())
    sign_in_again(client, world.staff, "/")
    assert TEXT not in client.get("/").content.decode()
    assert TEXT not in client.get(outputs + "?kind=demand").content.decode()
    KeptForm.objects.update(kept_at=timezone.now() - KEPT_FOR)
    assert fields_of(client.get(outputs)) == [""]


def test_a_button_that_posts_elsewhere_leads_back_to_its_page(as_role, world, outputs):
    client = as_role("staff")
    let_it_idle(client)
    answer = client.post(
        f"{outputs}somewhere/",
        {"note": "ملاحظة طويلة"},
        headers={"Referer": f"http://testserver{outputs}?edit=1"},
    )
    assert answer.url == f"/accounts/login/?next={outputs}%3Fedit%3D1"
    # Another site's word is not taken.
    client = as_role("staff")
    let_it_idle(client)
    answer = client.post(outputs, typed(), headers={"Referer": "https://elsewhere.example/forged/"})
    assert answer.url == f"/accounts/login/?next={outputs}"


def test_a_text_that_no_form_takes_back_is_shown_to_be_copied(as_role, world, outputs):
    client = as_role("staff")
    let_it_idle(client)
    client.post(outputs, {"note": TEXT}, headers={"Referer": f"http://testserver{outputs}"})
    sign_in_again(client, world.staff, outputs)
    shown = client.get(outputs).content.decode()
    assert f"<bdi>{TEXT}</bdi>" in shown


def test_what_another_site_sends_is_not_kept(world, outputs):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.staff)
    let_it_idle(client)
    client.post(outputs, typed())
    assert not KeptForm.objects.exists()


def token_in(answer):
    """The token of the forms of a page."""
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]


@pytest.mark.parametrize("again", ["staff", "manager"])
def test_a_window_of_before_the_sign_in_is_not_lost(world, outputs, again):
    """Signed in again in another window; then the old one is sent, with a token of the session before."""
    factories.MembershipFactory(user=world.manager, role="staff", programme=world.programme)
    client = Client(enforce_csrf_checks=True)
    for user in (world.staff, world.users[again]):
        user.set_password(PASSWORD)
        user.save()

    def sign_in(user):
        token = token_in(client.get("/accounts/login/", follow=True))
        fields = {"login": user.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
        assert client.post("/accounts/login/", fields).url == "/"

    sign_in(world.staff)
    old = token_in(client.get(outputs))
    let_it_idle(client)
    sign_in(world.users[again])
    answer = client.post(outputs, {**typed(), "csrfmiddlewaretoken": old})
    assert not Output.objects.exists()
    if again == "staff":
        assert (answer.status_code, answer.url) == (302, outputs)
        assert fields_of(client.get(outputs)) == [TEXT]
    else:
        assert answer.status_code == 403
        assert fields_of(client.get(outputs)) == [""]
    assert client.post(outputs, {**typed(), "csrfmiddlewaretoken": "x" * 64}).status_code == 403


def test_passwords_and_pages_of_accounts_are_not_kept(as_role, outputs):
    for path, fields in (
        ("/accounts/password/change/", {"oldpassword": "old words", "password1": "new words"}),
        (outputs, {"password": "some words", "csrfmiddlewaretoken": "x"}),
        (outputs, {"text": ""}),
    ):
        client = as_role("staff")
        let_it_idle(client)
        client.post(path, fields)
        assert not KeptForm.objects.exists(), path


def test_the_cover_s_button_ends_the_session_and_keeps_the_text(as_role, world, outputs):
    client = as_role("staff")
    client.get(outputs)
    answer = client.post(
        outputs, {**typed(), "locked": "1"}, headers={"Referer": f"http://testserver{outputs}"}
    )
    assert answer.url == f"/accounts/login/?next={outputs}"
    assert "_auth_user_id" not in client.session
    assert not Output.objects.exists()
    sign_in_again(client, world.staff, outputs)
    assert fields_of(client.get(outputs)) == [TEXT]


def test_new_text_is_activity(as_role):
    client = as_role("staff")
    client.get("/")
    session = client.session
    session[LAST_ACT] = time.time() - 600
    session.save()
    assert client.post("/session/active/").status_code == 204
    assert time.time() - client.session[LAST_ACT] < 5
