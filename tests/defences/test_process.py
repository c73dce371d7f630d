"""Rule 17 outside Django's reach: the real server, static files, and requests that no view ever sees."""

import re

import pytest

from .headers import faults
from .process import HOST, ask, say, start, static_names

# One worker: each would start a server of its own.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("process")]


@pytest.fixture(scope="module")
def web(tmp_path_factory, django_db_setup):
    """One process for all tests of this file."""
    started = start(tmp_path_factory, "deployed")
    yield started
    started.stop()


def test_static_files(web, transactional_db):
    names = static_names(web)
    hashed = f"/static/{names['css/muntada.css']}"
    for method in ("GET", "HEAD"):
        for coding in ("identity", "gzip", "br"):
            reply = ask(web, method, hashed, Accept_Encoding=coding)
            assert (reply.status, faults(reply.headers, public=True, tls=True)) == (200, [])
            assert "immutable" in reply.headers["Cache-Control"]
            assert "Set-Cookie" not in reply.headers
    again = ask(web, "GET", hashed, If_None_Match=reply.headers["ETag"] or '""')
    same = ask(web, "GET", hashed, If_Modified_Since=reply.headers["Last-Modified"])
    for kept in (again, same):
        assert faults(kept.headers, public=True, tls=True) == []
    assert same.status == 304
    for font in (name for name in names.values() if name.endswith(".woff2")):
        assert faults(ask(web, "GET", f"/static/{font}").headers, public=True, tls=True) == []
    for method, path, status in (
        ("GET", "/static/css/absent.css", 404),
        ("GET", "/static/", 404),
        ("GET", "/static/../manage.py", 404),
        ("GET", "/static/%2e%2e/config/settings.py", 404),
        ("POST", hashed, 405),
    ):
        reply = ask(web, method, path)
        assert (reply.status, faults(reply.headers, tls=True)) == (status, []), path


@pytest.mark.parametrize(("path", "status"), [("/fails/", 500), ("/asks/?name=x", 500), ("/busy/", 503)])
def test_a_page_that_fails(web, transactional_db, path, status):
    reply = ask(web, "GET", path)
    assert (reply.status, faults(reply.headers, tls=True)) == (status, [])
    assert reply.headers["X-Request-ID"] in reply.body.decode(), "a number to quote"
    assert b"Traceback" not in reply.body


def test_refused_before_the_views(web, transactional_db):
    over_http = ask(web, "GET", "/forums/", X_Forwarded_Proto="http")
    assert (over_http.status, over_http.headers["Location"]) == (301, f"https://{HOST}/forums/")
    assert faults(over_http.headers) == []
    for status, reply in {
        (400, "another host"): ask(web, "GET", "/", Host="evil.example"),
        (400, "another host, http"): ask(web, "GET", "/", Host="evil.example", X_Forwarded_Proto=None),
        (413, "large"): ask(web, "POST", "/language/", b"", Content_Length=str(31 * 1024 * 1024)),
        (404, "absent"): ask(web, "GET", "/absent/"),
        (404, "media"): ask(web, "GET", "/media/"),
        (403, "no token"): ask(web, "POST", "/accounts/login/", b"login=x"),
        (302, "not signed in"): ask(web, "GET", "/forums/"),
        (200, "head"): ask(web, "HEAD", "/accounts/login/"),
        (200, "options"): ask(web, "OPTIONS", "/accounts/login/"),
    }.items():
        secure = "http" not in status[1]
        assert (reply.status, faults(reply.headers, tls=secure)) == (status[0], []), status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (b"GE T / HTTP/1.1\r\n\r\n", 400),
        (b"GET /?name=planted HTTP/9.9\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nplanted planted: 1\r\n\r\n", 400),
        (b"GET /?name=" + b"planted" * 1000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"planted" * 2000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: planted\0planted\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: planted\r\n\r\n", 501),
    ],
)
def test_what_is_no_request(web, words, status):
    """Gunicorn itself answers; it would repeat what was sent, without any header."""
    reply = say(web, words)
    assert (reply.status, faults(reply.headers, tls=True, bare=True)) == (status, [])
    assert b"planted" not in reply.body
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "planted" not in web.log.read_text()


def test_cookies_are_of_this_host_alone(web, transactional_db):
    reply = ask(web, "GET", "/accounts/login/", Accept_Language="en")
    cookies = dict(header.split("=", 1) for header in reply.headers.get_all("Set-Cookie"))
    assert set(cookies) == {"__Host-csrftoken"}
    token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', reply.body).group(1)
    answer = ask(
        web,
        "POST",
        "/language/",
        b"language=en&csrfmiddlewaretoken=" + token,
        Content_Type="application/x-www-form-urlencoded",
        Cookie="__Host-csrftoken=" + cookies["__Host-csrftoken"].split(";")[0],
        Origin=f"https://{HOST}",
    )
    assert answer.status == 302
    sent = {**cookies, **dict(h.split("=", 1) for h in answer.headers.get_all("Set-Cookie"))}
    assert set(sent) >= {"__Host-csrftoken", "__Host-django_language"}
    for value in sent.values():
        marks = {part.strip().lower() for part in value.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= marks
        assert not any(mark.startswith("domain") for mark in marks)
