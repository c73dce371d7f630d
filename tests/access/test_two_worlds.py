"""Two worlds that differ in one hidden object look the same: each list, search, filter, count, every page, each reader.

A reader's pages are fetched, the object comes into the world, and they are fetched again: not one byte may differ
but tokens. Nothing is replaced that could tell: public ids, numbers and counts are compared as they are.
"""

import datetime
import os
import re
from functools import partial
from itertools import islice

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ..sampling import share
from . import matrix, rows
from .answers import STOPS_AT_FIRST
from .hidden import KNOWERS, SECRET, more_for_both_worlds

ADDRESSES = matrix.addresses()
FULL = bool(os.environ.get("FULL"))
ENOUGH = 1 if STOPS_AT_FIRST else None
#: Left to the full run: who has the same roles as another reader, or none. On PostgreSQL every third of the others: what
#: is shown does not depend on the database. Of each reader's pages about an object every third is looked at.
TWINS = {
    "second_manager",
    "foreign_manager",
    "foreign_staff",
    "foreign_reviewer",
    "roleless",
    "dual",
    "deactivated",
    "no_second_factor",
}
DIFFERENT = [actor for actor in rows.ACTORS if actor not in TWINS]
ACTORS = (
    rows.ACTORS if FULL or STOPS_AT_FIRST else share(DIFFERENT, 3 if connection.vendor == "sqlite" else 4)
)
#: Lists and searches by address: what they are asked. In braces: public ids of the scene.
QUERIES = {
    "home": ["", "?programme={foreign}"],
    "forums:list": [
        *("", f"?q={SECRET}", "?q=لقاء", "?stage=reached", "?stage=approved", "?kind=dialogue", "?page=2"),
        *("?place=YE2402", "?since=2022-09-01&until=2022-09-30", "?programme={foreign}", "?level=district"),
    ],
    "recommendations:list": [
        *("", f"?q={SECRET}", "?q=90", "?q=TST-R-0090", "?q=FRN-R-0090", "?page=2", "?programme={foreign}"),
        *("?state=sent", "?state=accepted", "?state=late", "?state=general", "?kind=recommendation"),
        *("?theme=T01", "?institution={other}", "?institution={third}", "?institution={body}"),
        *(
            "?priority=high",
            "?district=YE2402",
            "?owner=none",
            "?sort=due",
            "?sort=priority",
            "?state=sent&sort=due",
        ),
    ],
    "recommendations:due_file": [""],
    "recommendations:send_several": ["", "?r={foreign}"],
    "recommendations:translations": [
        *("", "?kind=asks", "?kind=statements", "?kind=meetings", "?kind=updates&show=done"),
        *("?show=unchecked&page=2", "?forum={foreign}", "?recommendation={foreign}"),
    ],
    "recommendations:outbox": ["", "?all=1", "?page=2", f"?q={SECRET}"],
    "reports:prepare_period": ["", "?draft={foreign}"],
    "reports:library": ["", "?programme={foreign}", "?language=ar", "?page=2"],
    "reports:donor_figures": ["", "?programme={foreign}"],
    "participants:pick": [f"?q={SECRET}", "?q=شخص", "?q=777123123", f"?q={SECRET}&forum={{own_draft}}"],
    "participants:people": [
        *("", f"?q={SECRET}", "?category=mediator", "?present=on", "?page=2", "?programme={foreign}"),
        "?programme={foreign}&present=on",
    ],
    "participants:duplicates": ["", "?page=2"],
    "participants:institutions": [
        *("", f"?q={SECRET}", "?q=جهة", "?kind=security", "?place=YE2402", "?archived=on", "?page=2"),
    ],
    "participants:add_institution": [""],
    "forums:word_lists": [
        *("", "?list=places&q=2402", "?list=categories", "?list=themes", "?list=ranks", "?page=2"),
        *("?list=qualifiers", "?list=honorifics"),
    ],
    "forums:list_spellings": [""],
    "forums:add_theme": [""],
    "forums:add": ["", "?programme={foreign}"],
    "forums:invited": ["", "?page=2"],
    "forums:calendar": ["", "?month={coming}", "?month=2022-09"],
    "forums:read_date": ["?date_as_written=9/9/2022", "?date=9/9/2022"],
    "team": ["", f"?q={SECRET}", "?state=active", "?programme={foreign}", "?page=2"],
    "team_invite": ["", "?programme={foreign}"],
    "second_person": ["", "?page=2"],
    "audit": [
        *("", "?page=2", "?act=forums", "?act=accounts", "?about=forums.minutes", "?since=2022-01-01"),
        *("?programme={foreign}", "?account={account}", "?until=2022-01-01"),
    ],
    "signed:list": ["", "?page=2"],
    "forums:programmes": ["", "?archived=1"],
    "audit_heads": ["", "?page=2"],
    "reports:exports": [""],
    "reports:check_document": [""],
    "reports:press_releases": ["", "?page=2"],
    "reports:answering": [
        *("", "?by=theme", "?by=district", "?by=quarter", "?programme={foreign}", "?institution={body}"),
        *("?institution={other}&by=theme", "?start=2022-01-01&end=2022-12-31"),
    ],
    "participants:import_people": [""],
    "participants:import_institutions": [""],
    "audit_refusals": ["", "?account={account}", "?since=2022-01-01"],
}
#: Ours that list nothing of the programmes; they are looked at all the same.
PLAIN = {
    "forums:calendar_feed",
    *("rights", "set_language", "session_active", "my_account", "end_session"),
    *("device", "draft_key", "wipe_drafts", "offline", "service_worker"),
    *("audit_verify", "audit_export", "reports:export_list", "reports:export_own"),
    "participants:import_template",
    # for whoever has a code on paper and no account
    *("answer:code", "answer:form", "answer:leave", "answer:received"),
    *("voice:give", "voice:received"),
}
#: The back office: each list is searched, sorted and counted by its filters.
CHANGELIST = ["", f"?q={SECRET}", "?o=-1", "?o=2", "?_facets=True"]


def is_library_s(name):
    """Pages of other people's apps show nothing but the reader's own account."""
    return name.startswith(("account_", "mfa_", "usersessions_"))


def lists():
    """(address, query) of everything that is asked without an object."""
    for name, arguments in ADDRESSES.items():
        if arguments or is_library_s(name):
            continue
        if name.startswith("admin:"):
            queries = CHANGELIST if name.endswith("_changelist") else [""]
        else:
            queries = QUERIES.get(name, [""])
        yield from ((name, query) for query in queries)


def test_every_list_has_its_questions():
    """A new address without an object is put in QUERIES with all that it can be asked, or in PLAIN."""
    ours = {
        name
        for name, arguments in ADDRESSES.items()
        if not arguments and not is_library_s(name) and not name.startswith("admin:")
    }
    assert ours == set(QUERIES) | PLAIN
    assert not set(QUERIES) & PLAIN


_TOKENS = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'"token": "[A-Za-z0-9]+"'),
    re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"),
    # The number by which a second click on the same button is known; new with each page.
    re.compile(rb'name="asked" value="[^"]+"'),
)


def seen(client, path):
    """Status, headers and bytes of a page without its tokens; None where the reader is sent away."""
    response = client.get(path)
    if response.status_code != 200:
        # What was left to be said would stand on the next page, whichever that is.
        session = client.session
        if session.pop("_messages", None):
            session.save()
        return None
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for token in _TOKENS:
        body = token.sub(b"", body)
    headers = {
        name: value for name, value in response.headers.items() if name not in ("X-Request-ID", "Expires")
    }
    headers["Content-Security-Policy"] = _TOKENS[1].sub(b"", headers["Content-Security-Policy"].encode())
    return headers, body


def pages_of_objects(scene):
    """Paths of every page that has an object, for objects that both worlds have."""
    for name, arguments in ADDRESSES.items():
        kind = matrix.kind_of(name, arguments)
        if kind is None or kind == "token" or kind.startswith("row "):
            continue
        for word, subject in matrix.objects(kind, scene).items():
            if word != "absent":
                yield matrix.path_of(name, arguments, subject)


def paths_of_lists(world, scene):
    """Paths of all lists with all their questions."""
    ids = {
        "foreign": world.other_programme.public_id,
        "other": world.other_institution.public_id,
        "third": scene["third"].public_id,
        "body": world.institution.public_id,
        "own_draft": scene["own.draft_forum"].public_id,
        "account": world.foreign_staff.public_id,
        "coming": f"{timezone.localdate() + datetime.timedelta(days=5):%Y-%m}",
    }
    for name, query in lists():
        yield matrix.path_of(name, frozenset(), None) + query.format(**ids)


def differences(client, before, add, enough=None):
    """Paths of pages that are not as they were once `add()` has been called, `enough` of them; all is taken back."""
    with transaction.atomic():
        add()
        different = (path for path, page in before.items() if seen(client, path) != page)
        wrong = list(islice(different, enough))
        transaction.set_rollback(True)
    return wrong


def hidden_from(actor):
    """The makers of what the actor may not know."""
    return [make for make, knowers in KNOWERS.items() if actor not in knowers]


@pytest.fixture
def stage(world, whole_scene, monkeypatch):
    """The scene with what hidden objects hang on. That this test itself is refused is no difference of two worlds."""
    monkeypatch.setattr("accounts.refusals.A_MINUTE", 0)
    # Nor that time goes by between two looks.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr("accounts.middleware.WRITE_EVERY", 10**6)
    return more_for_both_worlds(world, whole_scene)


def fetch(client, paths):
    """path → page, of those that the reader gets."""
    return {path: page for path in paths if (page := seen(client, path)) is not None}


@pytest.mark.turns(2)
@pytest.mark.parametrize("actor", ACTORS)
def test_lists_do_not_tell(world, stage, as_role, actor, record_property):
    """All that is hidden from the reader comes at once; in the full run one after the other, which names the one."""
    client = as_role(actor)
    before = fetch(client, paths_of_lists(world, stage))
    makers = {make.__name__: partial(make, world, stage) for make in hidden_from(actor)}
    hidden = makers if FULL else {"all at once": lambda: [make() for make in makers.values()]}
    found = {
        name: wrong for name, add in hidden.items() if (wrong := differences(client, before, add, ENOUGH))
    }
    record_property("T1b pairs", len(before) * len(hidden))
    record_property("T1b differences", sum(len(paths) for paths in found.values()))
    assert found == {}
    assert before or actor in ("anonymous", "deactivated", "no_second_factor")


@pytest.mark.turns(2)
@pytest.mark.parametrize("actor", ACTORS)
def test_pages_do_not_tell(world, stage, as_role, actor, record_property):
    """All that is hidden from the reader comes at once."""
    client = as_role(actor)
    before = fetch(client, share(pages_of_objects(stage), 3))

    def add_all():
        for make in hidden_from(actor):
            make(world, stage)

    wrong = differences(client, before, add_all, ENOUGH)
    record_property("T1b pairs", len(before))
    record_property("T1b differences", len(wrong))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.once
def test_whoever_may_know_notices(world, stage, as_role):
    """Else the object would be hidden from everybody, and the tests above would hold for no reason."""
    unnoticed = dict.fromkeys(KNOWERS)
    # Whoever knows of most goes first: the others are asked for the rest.
    for actor in sorted(
        rows.ACTORS, key=lambda actor: -sum(actor in knowers for knowers in KNOWERS.values())
    ):
        makers = [make for make in unnoticed if actor in KNOWERS[make] and actor != "no_second_factor"]
        if not makers:
            continue
        client = as_role(actor)
        before = fetch(client, [*paths_of_lists(world, stage), *pages_of_objects(stage)])
        for make in makers:
            if differences(client, before, partial(make, world, stage), enough=1):
                del unnoticed[make]
    assert {make.__name__ for make in unnoticed} == UNSEEN


#: What no page shows to anybody yet.
UNSEEN = {"speaker"}
