"""What opens without a net is the same for everybody, and the worker that brings it keeps nothing else."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from forums.views.offline import FILES

MODULES = Path(__file__).parents[2] / "static" / "js" / "minutes"
_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']\./([\w-]+\.js)["']""")


def imports_of(name, seen=()):
    """The modules that one loads, by name, itself among them."""
    found = {name, *seen}
    for other in _IMPORT.findall((MODULES / name).read_text(encoding="utf-8")):
        if other not in found:
            found |= imports_of(other, found)
    return found


def test_the_page_is_the_same_for_everybody(as_role):
    answers = [
        as_role(role, language).get("/offline/")
        for role in (None, "staff", "donor")
        for language in ("ar", "en")
    ]
    assert {answer.status_code for answer in answers} == {200}
    (page,) = {answer.content for answer in answers}
    assert not answers[0].cookies
    assert not answers[1].cookies
    text = page.decode()
    assert "csrf" not in text
    assert "لا يوجد اتصال" in text
    assert "No connection" in text


def test_the_worker_is_the_same_for_everybody_and_may_serve_the_root(as_role):
    answers = [as_role(role).get("/sw.js") for role in (None, "staff")]
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer.headers["Service-Worker-Allowed"] == "/"
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_worker_names_every_file_that_the_page_loads(client):
    shell = json.loads(client.get("/sw.js").content.decode().split("self.shell = ")[1].split(";\n")[0])
    page = client.get("/offline/").content.decode()
    linked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert linked <= set(shell["files"])
    assert shell["page"] == "/offline/"
    assert {f"js/minutes/{name}" for name in imports_of("shell.js")} == {
        name for name in FILES if "/minutes/" in name
    }
    assert all(finders.find(name) for name in FILES)


def test_a_new_version_of_a_file_is_another_worker(client, monkeypatch):
    before = client.get("/sw.js").content
    monkeypatch.setattr(staticfiles_storage, "url", lambda name: f"/static/{name}?new")
    assert client.get("/sw.js").content != before


def test_only_an_empty_device_is_emptied_at_the_sign_out(as_role):
    answers = [
        as_role("staff").post("/accounts/logout/", data) for data in ({}, {"device": ""}, {"device": "empty"})
    ]
    assert [answer.headers["Clear-Site-Data"] for answer in answers] == [
        '"cache"',
        '"cache"',
        '"cache", "storage"',
    ]
