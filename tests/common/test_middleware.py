"""Headers that every answer carries, whatever it is an answer to."""

import re
import uuid

import pytest
from django.test import Client

from common.logs import RequestIdFilter

SIGN_IN = "/accounts/login/"
ABSENT = "/no-such-page/"
STATIC = "/static/css/muntada.css"


def directives(response):
    """The policy as a dict of sets."""
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


@pytest.fixture
def answers(db, as_role):
    """One answer of each sort."""
    anonymous, staff = Client(), as_role("staff")
    return {
        "sign-in": anonymous.get(SIGN_IN),
        "absent": anonymous.get(ABSENT),
        "redirect": anonymous.get("/forums/"),
        "method refused": anonymous.put("/language/"),
        "csrf refused": Client(enforce_csrf_checks=True).post(SIGN_IN, {"login": "x"}),
        "home": staff.get("/"),
        "absent, signed in": staff.get(ABSENT),
    }


def test_each_sort_answers_as_it_should(answers):
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "sign-in": 200,
        "absent": 404,
        "redirect": 302,
        "method refused": 302,
        "csrf refused": 403,
        "home": 200,
        "absent, signed in": 404,
    }


def test_the_policy_is_strict_everywhere(answers):
    for name, answer in answers.items():
        policy = directives(answer)
        assert policy["default-src"] == {"'none'"}, name
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}, name
        assert policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}, name
        assert policy["form-action"] == {"'self'"}, name
        assert "unsafe" not in answer["Content-Security-Policy"], name
        assert "http" not in answer["Content-Security-Policy"], name


def test_private_pages_are_kept_nowhere(answers):
    for name, answer in answers.items():
        assert "no-store" in answer["Cache-Control"], name


def test_the_other_headers(answers):
    for name, answer in answers.items():
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert "camera=()" in answer["Permissions-Policy"], name


def test_each_request_has_an_id_of_its_own(answers):
    ids = {answer["X-Request-ID"] for answer in answers.values()}
    assert len(ids) == len(answers)
    assert all(uuid.UUID(value).version == 4 for value in ids)


def test_the_log_line_of_an_error_carries_the_id(db, caplog):
    """Django writes it when the request has left the middleware."""
    caplog.handler.addFilter(RequestIdFilter())
    answer = Client().get(ABSENT)
    (line,) = [record for record in caplog.records if record.name == "django.request"]
    assert line.request_id == answer["X-Request-ID"].replace("-", "")


def test_a_body_larger_than_any_page_takes_is_refused_unread(db, settings):
    class Body:
        def read(self, *size):
            pytest.fail("it was read")

        readline = read

    sent = {"data": b"x", "CONTENT_LENGTH": str(settings.MOST_BODY_BYTES)}
    assert Client().generic("POST", "/language/", **sent).status_code == 302
    sent |= {"CONTENT_LENGTH": str(settings.MOST_BODY_BYTES + 1), "wsgi.input": Body()}
    assert Client().generic("POST", "/language/", **sent).status_code == 413


def test_static_files_may_be_kept_and_carry_no_cookie(db):
    answer = Client().get(STATIC)
    assert answer.status_code == 200
    assert "no-store" not in answer.get("Cache-Control", "")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_no_page_has_inline_script_or_style(answers):
    inline = re.compile(
        r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
    )
    for name, answer in answers.items():
        if answer.status_code != 302:
            found = inline.search(answer.content.decode())
            assert found is None, (name, found)


def test_titles_tell_nothing_of_persons_or_codes(answers, world):
    for name in ("sign-in", "absent", "home"):
        title = re.search(r"<title>(.*?)</title>", answers[name].content.decode(), re.DOTALL).group(1)
        assert world.programme.code not in title
        assert world.staff.display_name not in title


@pytest.mark.parametrize("language", ["ar", "en"])
def test_errors_speak_both_languages(db, language):
    client = Client()
    client.cookies["django_language"] = language
    page = client.get(ABSENT).content.decode()
    assert f'<html lang="{language}"' in page
    assert f'lang="{"en" if language == "ar" else "ar"}"' in page
