"""The editor locks: text covered, kept, and back after signing in; whoever goes on typing is left alone."""

import time

import pytest
from django.urls import reverse

from forums.models import Output
from tests.faults.signin import webs_on_test_database

from ..factories import PASSWORD
from .conftest import draft_of_staff

pytestmark = pytest.mark.django_db(transaction=True)
IDLE = 5
TEXT = "طالبت المشاركات بإنارة الطريق العام."


@pytest.fixture(scope="module")
def web(tmp_path_factory, django_db_setup):
    """A portal on the test database whose sessions are idle soon."""
    folder = tmp_path_factory.mktemp("webs")
    (started,) = webs_on_test_database(folder, count=1, SESSION_IDLE_SECONDS=str(IDLE))
    yield f"http://127.0.0.1:{started.port}"
    started.stop()


@pytest.fixture
def editor(web, reference, context, page, settings):
    """The page of outputs, open in the browser of staff; gives (page, its address)."""
    context.add_cookies([{"name": "django_language", "value": "ar", "url": web}])
    minutes = draft_of_staff(settings)
    path = reverse("forums:outputs", args=[minutes.forum.public_id])
    page.goto(web + path)
    sign_in(page, "staff")
    assert page.url == web + path
    return page


def sign_in(page, username):
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form .btn-primary")
    page.wait_for_load_state()


def lock_of(page):
    return page.locator("[data-lock]")


def cut_off(editor):
    """Nothing of what is typed reaches the server any more."""
    editor.route("**/lines/**", lambda route: route.abort())


def write(editor, text=TEXT):
    editor.locator(".lines textarea").last.focus()
    editor.keyboard.type(text)


def test_the_text_is_covered_and_what_was_not_sent_comes_back(editor):
    cut_off(editor)
    write(editor)
    address = editor.url
    lock_of(editor).wait_for(state="visible", timeout=(IDLE + 4) * 1000)
    assert not editor.locator("main").is_visible()
    assert editor.locator("main").get_attribute("inert") is not None
    assert TEXT not in editor.locator("body").inner_text()
    assert TEXT not in editor.locator("body").aria_snapshot()
    editor.keyboard.press("Escape")
    assert lock_of(editor).is_visible()
    editor.click("[data-unlock]")
    editor.wait_for_load_state()
    assert "/accounts/login/" in editor.url
    assert not Output.objects.exists()
    editor.unroute("**/lines/**")
    sign_in(editor, "staff")
    assert editor.url == address
    # The page begins as saved, before it has found what waits.
    deadline = time.monotonic() + 15
    while not Output.objects.exists() and time.monotonic() < deadline:
        editor.wait_for_timeout(100)
    assert Output.objects.get().text == TEXT
    assert editor.input_value(".lines textarea >> nth=0") == TEXT


def test_somebody_else_who_signs_in_does_not_see_it(editor):
    cut_off(editor)
    write(editor)
    lock_of(editor).wait_for(state="visible", timeout=(IDLE + 4) * 1000)
    editor.click("[data-unlock]")
    editor.unroute("**/lines/**")
    sign_in(editor, "foreign-staff")
    assert TEXT not in editor.content()
    assert not Output.objects.exists()


def test_new_text_is_activity(editor):
    until = time.monotonic() + 2 * IDLE
    field = editor.locator(".lines textarea").last
    field.focus()
    while time.monotonic() < until:
        editor.keyboard.type("كلمة ", delay=40)
        editor.wait_for_timeout(700)
    assert not lock_of(editor).is_visible()
    editor.reload()
    assert "/accounts/login/" not in editor.url, "the session lives"
    assert Output.objects.get().text.startswith("كلمة كلمة")
