"""No page offers what it refuses, and what is due is offered: every link, form and button, for the reader who sees it."""

import os
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve

from reports.pages import PAGES
from tests.defences.pages import Reading

from . import matrix
from .answers import STOPS_AT_FIRST

ADDRESSES = matrix.addresses()
READERS = ("staff", "manager", "second_manager", "reviewer", "donor", "auditor", "administrator")
pytestmark = pytest.mark.once
#: Pages with most buttons, tried always; the others in the full run, and by `make mutants`.
ALWAYS = {"forums:detail", "participants:person", "recommendations:detail"}
WHOLE = bool(os.environ.get("FULL")) or STOPS_AT_FIRST
#: Every page that is not another app's: what those offer is about the reader's own account, or Django's.
TRIED = sorted(
    {page.url for page in PAGES if not page.url.startswith(("account_", "mfa_", "usersessions_", "admin:"))}
)
#: What a right that is missing answers; whoever sees the button must not see these.
REFUSED = {403, 404}
#: (reader, page, object, what stands there for him): acts that nobody may look for in vain. Written by hand.
DUE = [
    ("staff", "home", "-", "forums:add"),
    ("staff", "forums:list", "-", "forums:add"),
    ("staff", "forums:detail", "own.draft", "forums:outputs"),
    ("staff", "forums:detail", "own.submitted", "forums:check"),
    ("staff", "forums:check", "own.submitted", "forums:take_back"),
    ("staff", "forums:detail", "own.approved", "reports:forum_pdf"),
    ("staff", "forums:check", "own.draft", "forums:submit"),
    ("manager", "forums:detail", "own.submitted", "forums:approval"),
    ("manager", "forums:detail", "own.approved", "forums:reopen"),
    ("manager", "forums:detail", "own.approved", "reports:prepare_outcomes"),
    ("manager", "forums:detail", "own.approved", "forums:seal"),
    ("manager", "forums:programmes", "-", "forums:programme"),
    ("staff", "participants:person", "own.draft", "participants:edit_person"),
    ("staff", "participants:person", "own.draft", "participants:contacts"),
    ("staff", "participants:person", "own.draft", "participants:record_consent"),
    ("staff", "participants:person", "own.draft", "participants:reveal"),
    ("staff", "participants:people", "-", "participants:duplicates"),
    ("staff", "participants:person", "own.draft", "participants:compare"),
    ("staff", "participants:person", "own.draft", "participants:undo_merge"),
    ("manager", "participants:person", "own.draft", "participants:reveal"),
    ("manager", "participants:person", "own.draft", "reports:erase_person"),
    ("staff", "recommendations:detail", "own.unsent", "recommendations:edit"),
    ("staff", "recommendations:detail", "own.sent", "recommendations:paper"),
    ("manager", "recommendations:detail", "own.unsent", "recommendations:send"),
    ("manager", "recommendations:detail", "own.sent", "recommendations:withdraw"),
    ("reviewer", "recommendations:detail", "own.sent", "recommendations:answer"),
    ("reviewer", "recommendations:detail", "own.answered", "recommendations:update"),
    ("manager", "recommendations:outbox_message", "own.message", "recommendations:hand_over"),
    ("manager", "reports:report", "own.prepared", "reports:release"),
    ("manager", "reports:report", "own.prepared", "reports:discard"),
    ("manager", "reports:report", "own.released", "reports:withdraw"),
    ("donor", "reports:report", "own.released", "reports:download"),
    ("donor", "reports:library", "-", "reports:report"),
    ("staff", "reports:library", "-", "reports:prepare_period"),
    ("donor", "reports:library", "-", "reports:donor_figures"),
    ("donor", "home", "-", "reports:donor_figures"),
    ("manager", "team", "-", "team_invite"),
    ("manager", "team_account", "own.staff", "team_grant"),
    ("manager", "team_account", "own.staff", "team_deactivate"),
    ("manager", "team_account", "own.staff", "team_end_role"),
    ("manager", "second_person", "-", "second_person_allow"),
    ("second_manager", "second_person", "-", "second_person_take_back"),
    ("auditor", "audit", "-", "audit_verify"),
    ("auditor", "audit", "-", "audit_heads"),
    ("auditor", "audit", "-", "audit_refusals"),
    ("manager", "audit", "-", "audit_export"),
    ("staff", "recommendations:list", "-", "reports:exports"),
    ("manager", "participants:people", "-", "reports:exports"),
    ("manager", "reports:programme_exports", "own.programme", "reports:ask_names"),
    ("donor", "home", "-", "reports:exports"),
    ("auditor", "reports:exports", "-", "reports:programme_exports"),
    ("reviewer", "reports:exports", "-", "reports:export_own"),
]


class Offers(Reading):
    """Everything on a page that leads on: (method, address, the hidden fields that go with it)."""

    def __init__(self, text, page):
        self.page, self.found = page, []
        super().__init__(text)
        for form in self.forms:
            self._add(form.get("method", "get"), form.get("action", ""), form)
        for field in self.fields:
            if "formaction" in field:
                form = self.forms[field["in_form"]] if field["in_form"] is not None else {}
                self._add(field.get("formmethod") or form.get("method", "get"), field["formaction"], form)

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        attributes = dict(attrs)
        if tag == "a" and attributes.get("href"):
            self._add("get", attributes["href"], {})
        for method in ("get", "post"):
            if attributes.get(f"hx-{method}"):
                self._add(method, attributes[f"hx-{method}"], {})

    def _add(self, method, where, form):
        path = urljoin(self.page, where)
        if path.startswith("/") and not path.startswith(("//", "/static/")):
            self.found.append((method.upper(), path, form))

    def data_of(self, form):
        """What the browser would send of the form before anybody has typed."""
        number = next((n for n, one in enumerate(self.forms) if one is form), None)
        return {
            field["name"]: field.get("value", "")
            for field in self.fields
            if number is not None and field["in_form"] == number and field.get("name")
            if field["tag"] != "button" and field.get("type") not in ("checkbox", "radio", "file", "submit")
        }


def name_of(path):
    """The address's name; None for what is none."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def ask(client, method, path, data=None):
    """The answer; what it writes is taken back, and whoever it signs out stays signed in."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.get(path) if method == "GET" else client.post(path, data or {})
        if answer.streaming:
            answer.close()
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def paths(name, scene):
    """The page about each object of the own side."""
    for word, subject in matrix.objects(matrix.kind_of(name, ADDRESSES[name]), scene).items():
        if word != "absent" and not word.startswith("foreign."):
            yield matrix.path_of(name, ADDRESSES[name], subject)


def offers_of(client, path):
    """What the page offers; nothing where the reader gets no page."""
    answer = ask(client, "GET", path)
    is_page = answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html")
    return Offers(answer.content.decode() if is_page else "", path)


@pytest.fixture
def scene(whole_scene):
    return whole_scene


@pytest.mark.parametrize("name", [name for name in TRIED if WHOLE or name in ALWAYS])
def test_nothing_is_offered_that_is_refused(scene, as_role, name, record_property):
    dead, count = [], 0
    for reader in READERS:
        client = as_role(reader)
        if dead and STOPS_AT_FIRST:
            break
        # The menu is the same on every page: it is tried on the first one.
        tried = set() if name == "home" else {key_of(*offer) for offer in offers_of(client, "/").found}
        for path in paths(name, scene):
            offers = offers_of(client, path)
            for method, where, form in offers.found:
                key = key_of(method, where, form)
                # The scene's message speaks of a recommendation that there is not.
                if key in tried or where.split("?")[0] == path or str(matrix.ABSENT) in where:
                    continue
                tried.add(key)
                count += 1
                status = ask(client, method, where, offers.data_of(form)).status_code
                if status in REFUSED:
                    dead.append(f"{path} offers {reader} {method} {where}: {status}")
    record_property("T1 offers", count)
    assert dead == []


def key_of(method, where, form):
    """By what one offer is the same as another."""
    return method, urlsplit(where).path


def test_what_is_due_is_offered(scene, as_role):
    missing, clients = [], {}
    for reader, name, word, due in DUE:
        client = clients.setdefault(reader, as_role(reader))
        subject = matrix.objects(matrix.kind_of(name, ADDRESSES[name]), scene)[word]
        path = matrix.path_of(name, ADDRESSES[name], subject)
        answer = ask(client, "GET", path)
        offered = {name_of(where) for _, where, _ in Offers(answer.content.decode(), path).found}
        if due not in offered:
            missing.append((reader, name, word, due, answer.status_code))
    assert missing == []
