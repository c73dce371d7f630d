"""T9: every naughty string in every field of every form, in searches, addresses and headers: no 500, nothing unescaped."""

import os
import re
import sys
from itertools import count
from urllib.parse import quote, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from tests.access.scene import make_scene
from tests.factories import PASSWORD
from tests.sampling import share

from .naughty import came_out, strings
from .pages import ADDRESSES, READERS, Reading, paths_of

FULL = bool(os.environ.get("FULL"))
#: The full run takes every reader; otherwise those that write most, on PostgreSQL one of them: what a page does with a
#: string is the same there, what the database does is not.
MOST = ("anonymous", "staff", "reviewer")
WRITERS = READERS if FULL else MOST if connection.vendor == "sqlite" else ("staff",)
WRITTEN = {
    "text",
    "search",
    "email",
    "tel",
    "url",
    "number",
    "date",
    "time",
    "datetime-local",
    "password",
    "hidden",
    "",
}
#: Not asked: what ends the session under the test, and the token of the form.
LEAVE = {"/accounts/logout/"}
TOKEN = "csrfmiddlewaretoken"


class Found(list):
    """What went wrong; each case once."""

    def __init__(self):
        super().__init__()
        self.asked = 0

    def look(self, what, answer, words):
        """Judge one answer."""
        self.asked += 1
        if answer.status_code >= 500:
            self.append((what, answer.status_code, [word[:60] for word in words]))
            return
        if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
            return
        body = answer.content.decode()
        if code := Reading(body).code:
            self.append((what, code[:3]))
        self.extend((what, "unescaped", word[:60]) for word in words if came_out(word, body))


def forms_of(client, scene):
    """(path, method, fields) of every form on the pages that a reader gets; what goes to the same address once."""
    seen = set()
    for name in sorted(ADDRESSES):
        for path in paths_of(name, scene):
            answer = client.get(path)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            page = Reading(answer.content.decode())
            for number, form in enumerate(page.forms):
                fields = [
                    field
                    for field in page.fields
                    if field["in_form"] == number or field.get("form") == form.get("id", "-")
                ]
                names = tuple(sorted({field.get("name", "") for field in fields}))
                action, method = form.get("action") or path, form.get("method", "get").lower()
                case = (resolve(urlsplit(action).path).view_name, names, method)
                if urlsplit(action).path not in LEAVE and case not in seen:
                    seen.add(case)
                    yield action, method, fields


def as_shown(fields) -> dict[str, str]:
    """What the form would send untouched, with a choice made wherever there is one."""
    data = {}
    for field in fields:
        name, kind = field.get("name"), field.get("type", "")
        if not name or kind in ("file", "submit") or name == TOKEN:
            continue
        if kind in ("checkbox", "radio") and name in data:
            continue
        options = [option for option in field.get("options", []) if option]
        data[name] = field.get("value") or (options[0] if options else "")
    return data


def fillings(fields, words, turn, whole):
    """Ways to fill a form: every field at once, each string meeting each field over the turns; then one at a time.

    `whole`: with every string.
    """
    shown = as_shown(fields)
    free = [field for field in fields if field.get("name") in shown]
    written = [
        f["name"]
        for f in free
        if f["tag"] == "textarea" or (f.get("type", "").lower() in WRITTEN and f["tag"] == "input")
    ]
    files = [field["name"] for field in fields if field.get("type") == "file" and field.get("name")]
    turns = len(words) if whole else 2
    for step in range(turns):
        chosen = {name: words[(turn + step + 37 * n) % len(words)] for n, name in enumerate(shown)}
        uploads = {
            name: SimpleUploadedFile(chosen.get(name, words[step])[:80] or "x", b"%PDF-1.4\n%%EOF")
            for name in files
        }
        yield {**chosen, **uploads}, list(chosen.values())
    for number, name in enumerate(written):
        for step in range(12 if whole else 1):
            word = words[(turn + number + 41 * step) % len(words)]
            yield {**shown, name: word}, [word]


def ask(client, method, path, data):
    """The form as a browser sends it. The server refuses longer lines than this (test_process.py)."""
    if method == "post":
        return client.post(path, data)
    return client.get(
        path, {name: value[:1000] if isinstance(value, str) else "x" for name, value in data.items()}
    )


@pytest.mark.turns(4)
@pytest.mark.parametrize("reader", WRITERS)
def test_every_field(world, as_role, reader, capsys):
    scene, words, found = make_scene(world), strings(), Found()
    client = as_role(reader)
    client.raise_request_exception = False
    turn, forms = count(), 0
    for path, method, fields in list(forms_of(client, scene)):
        forms += 1
        for data, sent in fillings(fields, words, 5 * next(turn), FULL or reader == "anonymous"):
            cookies = client.cookies.copy()
            with transaction.atomic():
                try:
                    answer = ask(client, method, path, data)
                    found.look((reader, method, path, sorted(data)), answer, sent)
                    if answer.status_code == 302 and answer["Location"].startswith("/"):
                        found.look((reader, "then", answer["Location"]), client.get(answer["Location"]), sent)
                finally:
                    transaction.set_rollback(True)
            client.cookies.clear()
            client.cookies.update(cookies)
    with capsys.disabled():
        sys.stdout.write(f" {reader}: {forms} forms, {len(words)} strings, {found.asked} answers ")
    assert found == []
    assert forms or reader == "auditor"


def test_what_would_be_found():
    for page in (
        "<p>a<script>alert(1)</script>",
        "<a href=' java\nscript:alert(1)'>",
        '<input value="" autofocus onfocus="x">',
        "<svg/onload=alert(1)>",
        "<b style=x>",
        "<iframe src=x>",
    ):
        assert Reading(page).code, page
    assert not Reading(
        '<p title="&lt;script&gt;">&lt;svg/onload=x&gt;</p><script src="/static/x.js"></script>'
    ).code
    assert came_out("<b>bold</b>", "<p><b>bold</b></p>")
    assert not came_out("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>")


@pytest.mark.once
def test_in_addresses(world, as_role, capsys):
    found = Found()
    clients = [Client(raise_request_exception=False), as_role("staff")]
    clients[1].raise_request_exception = False
    for word in share(strings(), 3):
        part = quote(word[:500] or "x", safe="")
        for client in clients:
            for path in (
                f"/v/{part}/",
                f"/forums/{part}/",
                f"/{part}",
                f"/people/{part}/",
                f"/static/{part}",
            ):
                found.look(path, client.get(path), [word])
            for query in (
                f"/forums/?q={part}&page={part}",
                f"/people/?programme={part}&category={part}",
                f"/?{part}={part}",
                f"/accounts/login/?next={part}",
            ):
                found.look(query, client.get(query), [word])
    with capsys.disabled():
        sys.stdout.write(f" {found.asked} answers ")
    assert found == []


def test_in_headers(world, capsys):
    """A browser's name is kept with its session and shown on a page."""
    found = Found()
    for word in strings():
        # NUL and line ends the server refuses (test_process.py).
        header = re.sub(r"[\0\r\n]", "", word).encode()[:2000].decode("latin-1")
        sent = {
            "User-Agent": header, "Referer": header, "Accept-Language": header, "X-Request-ID": header,
            "X-Forwarded-For": header, "Origin": header, "HX-Request": "true", "HX-Current-URL": header,
        }  # fmt: skip
        with transaction.atomic():
            client = Client(raise_request_exception=False, headers=sent)
            client.cookies["django_language"] = header
            login = {"login": world.staff.username, "password": PASSWORD}
            found.look("sign-in", client.post(reverse("account_login"), login), [word])
            for page in ("usersessions_list", "home", "my_account"):
                found.look(page, client.get(reverse(page)), [word])
            transaction.set_rollback(True)
    with capsys.disabled():
        sys.stdout.write(f" {found.asked} answers ")
    assert found == []
