"""One's own account: language, digits, sessions."""

import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from accounts.templatetags.accounts_words import device
from common.arabic import digits_chosen, strip_bidi
from common.models import AuditEntry
from common.templatetags.muntada import date_table, digits, number, percent
from reports.document import document_html

from .. import factories
from ..factories import PASSWORD
from .links import real_account
from .test_sessions import code_now

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


def come_in(user, agent=FIREFOX, language="en"):
    """Sign in by the pages, with password and code."""
    cache.clear()
    client = Client(headers={"user-agent": agent})
    if language:
        client.cookies["django_language"] = language
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def test_the_language_comes_with_signing_in_and_the_switch_counts_afterwards(world):
    real_account(world, language="ar")
    client = come_in(User.objects.get(username="real"))
    assert client.cookies["django_language"].value == "en", "not before the second factor"
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.cookies["django_language"].value == "ar"
    assert client.cookies["django_language"]["httponly"]
    assert 'lang="ar"' in client.get("/").content.decode()
    client.post("/language/", {"language": "en"})
    assert 'lang="en"' in client.get("/").content.decode()


def test_demo_sign_ins_keep_the_language_of_the_page(world):
    User.objects.filter(pk=world.staff.pk).update(language="ar")
    client = come_in(world.staff)
    assert client.get("/").status_code == 200
    assert client.cookies["django_language"].value == "en"


def test_preferences_are_saved_and_hold_for_the_next_page(as_role, world):
    client = as_role("staff")
    answer = client.post("/my-account/", {"language": "ar", "digits": "latn"}, follow=True)
    assert 'lang="ar"' in answer.content.decode()
    world.staff.refresh_from_db()
    assert (world.staff.language, world.staff.digits) == ("ar", "latn")
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.details) == (
        "accounts.change_preferences",
        {"fields": ["digits", "language"]},
    )


@pytest.mark.parametrize("fields", [{"language": "fr"}, {"language": "ar", "digits": "roman"}, {}])
def test_nonsense_is_refused(as_role, world, fields):
    assert as_role("staff").post("/my-account/", fields).context["form"].errors
    world.staff.refresh_from_db()
    assert (world.staff.language, world.staff.digits) == ("en", "")


def test_nobody_renames_himself(as_role, world):
    before = world.staff.display_name
    as_role("staff").post(
        "/my-account/", {"language": "ar", "digits": "", "display_name": "x", "email": "a@b.c"}
    )
    world.staff.refresh_from_db()
    assert (world.staff.display_name, world.staff.email) == (before, "")


DIGITS = [("ar", "latn", "2022"), ("ar", "", "٢٠٢٢"), ("en", "arab", "٢٠٢٢"), ("en", "", "2022")]


@pytest.mark.parametrize(("language", "choice", "year"), DIGITS)
def test_digits_on_a_page(world, as_role, language, choice, year):
    factories.MinutesFactory(
        forum__programme=world.programme, forum__title_ar="لقاء", forum__title_en="Meeting"
    )
    User.objects.filter(pk=world.staff.pk).update(digits=choice)
    page = as_role("staff", language).get("/forums/").content.decode()
    other = "2022" if year == "٢٠٢٢" else "٢٠٢٢"
    table = page[page.index("<tbody") : page.index("</tbody>")]
    assert year in table
    # Codes stay Latin whatever is chosen.
    assert other not in table.replace("TST-FORUM", "")


def test_filters_follow_the_choice():
    with digits_chosen("arab"):
        assert (number(1234.5, 1), percent(34), digits("7")) == ("١٬٢٣٤٫٥", "٣٤٪", "٧")
    with override("ar"), digits_chosen("latn"):
        assert (number(1234.5, 1), percent(34), digits("٧")) == ("1,234.5", "34%", "7")
        assert strip_bidi(date_table(datetime.date(2022, 9, 15))) == "15/9/2022م"


def test_documents_look_the_same_to_everybody(world):
    from reports.projection import project_forum

    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    content = project_forum(minutes.forum, audience="internal", language="ar")
    report = factories.ReportFactory(programme=world.programme, forum=minutes.forum, frozen=content)
    plain = document_html(report)
    with digits_chosen("latn"):
        assert document_html(report) == plain


DEVICES = {
    FIREFOX: "Firefox on Android",
    CHROME: "Chrome on Windows",
    CHROME + " Edg/126.0": "Edge on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile Safari/604.1": "Safari on iPhone",
    "curl/8": "unknown browser",
    "": "unknown browser",
}


@pytest.mark.parametrize("agent", DEVICES)
def test_a_browser_in_words(agent):
    with override("en"):
        assert device(agent) == DEVICES[agent]


def test_sessions_in_words_and_one_signed_out(world):
    here, there = come_in(world.staff, CHROME), come_in(world.staff, FIREFOX)
    page = here.get("/accounts/sessions/").content.decode()
    assert "Firefox on Android" in page
    assert "Chrome on Windows" in page
    assert "Mozilla" not in page
    assert there.session.session_key not in page
    [handle] = [part.split('"')[0] for part in page.split('name="session" value="')[1:]]
    here.post("/my-account/end-session/", {"session": handle})
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert AuditEntry.objects.first().action == "accounts.end_session"


def test_nobody_ends_a_session_of_somebody_else(world):
    mine, yours = come_in(world.staff), come_in(world.manager)
    come_in(world.manager)
    page = yours.get("/accounts/sessions/").content.decode()
    handle = page.split('name="session" value="')[1].split('"')[0]
    for value in (handle, "1", "", handle + "x"):
        assert mine.post("/my-account/end-session/", {"session": value}).status_code == 302
    assert "_auth_user_id" in yours.session
    assert yours.get("/accounts/sessions/").content.decode().count('name="session"') == 1


def test_all_others_are_signed_out_at_once(world):
    here, there, elsewhere = (come_in(world.staff) for _ in range(3))
    here.post("/accounts/sessions/")
    assert here.get("/").status_code == 200
    for client in (there, elsewhere):
        assert client.get("/").status_code == 302
