"""Fetches what each reader can fetch, and gives it out as (where, bytes): pages, fragments, files, headers, cookies."""

import copy
import os
from urllib.parse import urlencode

from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from common.models import AuditEntry

from ..access import matrix, rows
from ..access.test_two_worlds import QUERIES
from ..admin import pages as back_office
from .marks import HEAD, marks_in

FULL = bool(os.environ.get("FULL"))
ADDRESSES = matrix.addresses()
ROWS = rows.rows()
#: In the daily run: as many objects of an address are opened by each reader, and one refusal is looked at.
OPENED = 99 if FULL else 2
#: The word that every planted row has in common is asked of every search.
SEARCHES = ("q", "name", "title")


def expected(name, method, actor, subject):
    """The row of expected.csv that speaks about a case."""
    found = [row for row in _rows_of(name) if row.matches(name, method, actor, subject)]
    assert len(found) == 1, (name, method, actor, subject)
    return found[0]


_by_address: dict[str, list] = {}


def _rows_of(name):
    if name not in _by_address:
        _by_address[name] = [row for row in ROWS if rows.matches(row.url, name)]
    return _by_address[name]


def everything(client, actor, scene):
    """(where, bytes) of all answers to one reader."""
    for name, arguments in sorted(ADDRESSES.items()):
        kind = matrix.kind_of(name, arguments)
        if name.startswith("admin:") and kind:
            continue  # `of_back_office` opens every row
        yield from _of_address(client, actor, name, arguments, matrix.objects(kind, scene))
    yield from _of_searches(client, scene)
    yield from _of_back_office(client, actor)


def _of_address(client, actor, name, arguments, subjects):
    opened = {"GET": 0, "POST": 0, "refused": 0}
    for method in ("GET", "POST"):
        for word, subject in subjects.items():
            row = expected(name, method, actor, word)
            sort = method if row.expect in ("200", "302", "204", "422") else "refused"
            most = {"GET": OPENED, "POST": OPENED if FULL else 1, "refused": OPENED if FULL else 1}[sort]
            if opened[sort] >= most:
                continue
            opened[sort] += 1
            path = matrix.path_of(name, arguments, subject)
            yield from answers(client, method, path, row.fields() if method == "POST" else {})


def answers(client, method, path, data=None, **headers):
    """(where, bytes) of one answer, then of the page that it leads to; what it wrote is taken back."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        send = client.post if method == "POST" else client.get
        response = send(path, data or {}, headers=headers)
        match = getattr(response, "resolver_match", None)
        where = f"{method} {match.view_name if match else ''} {path}"
        yield from parts(where, response)
        if response.status_code == 302 and method == "POST" and response["Location"].startswith("/"):
            yield from parts(f"{where} → {response['Location']}", client.get(response["Location"]))
        transaction.set_rollback(True)
    client.cookies = cookies  # a sign-out has taken them away
    for message in mail.outbox:
        yield f"{where}, mail", message.message().as_bytes()
    mail.outbox.clear()


def parts(where, response):
    """The parts of one answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    yield where, body
    yield (
        f"{where}, headers",
        "\n".join(f"{key}: {value}" for key, value in response.headers.items()).encode(),
    )
    yield f"{where}, cookies", response.cookies.output().encode()


def _of_searches(client, scene):
    """Lists with what they can be asked; the word that all marks begin with finds whatever can be found."""
    ids = {
        "foreign": scene["foreign.programme"].public_id,
        "other": scene["foreign.institution"].public_id,
        "third": scene["foreign.institution"].public_id,
        "body": scene["own.institution"].public_id,
        "own_draft": scene["own.draft_forum"].public_id,
    }
    for name, queries in QUERIES.items():
        asked = [query.format(**ids) for query in queries] if FULL else []
        for query in [*asked, f"?{urlencode(dict.fromkeys(SEARCHES, HEAD))}"]:
            yield from answers(client, "GET", reverse(name) + query)
    for page in ("participants:pick", "forums:list"):
        yield from answers(client, "GET", reverse(page) + f"?q={HEAD}", **{"HX-Request": "true"})
    yield from answers(client, "POST", reverse("participants:people"), {"q": HEAD})


def _of_back_office(client, actor):
    """Every page and every sheet for whoever comes in; one refusal for the others."""
    if actor not in ("administrator", "superuser"):
        yield from answers(client, "GET", reverse("admin:index"))
        return
    for address in back_office.addresses()[:: 1 if FULL else 3]:
        yield from answers(client, "GET", address)
    for address in back_office.lists().values():
        yield from answers(client, "GET", f"{address}?q={HEAD}&o=-1&_facets=True")
    for one in back_office.registered().values():
        if hasattr(one, "export_action"):
            yield from answers(
                client, "POST", reverse(one.address("export")), {"format": "0", "resource": "0"}
            )


def marks_in_tables() -> set[str]:
    """Marks in the record, in the log of the back office and in what tasks were given."""
    models = (AuditEntry, LogEntry, DBTaskResult)
    return set().union(*(marks_in(str(row)) for model in models for row in model._base_manager.values()))
