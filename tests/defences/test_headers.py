"""Rule 17 on every address × method × reader, whatever is answered."""

import os
import sys
from copy import copy
from itertools import islice, product

import pytest
from django.db import OperationalError, transaction
from django.test import Client

from reports.views.home import HomeView
from tests.access import matrix, rows
from tests.access.scene import make_scene
from tests.sampling import SEED_NAME

from .headers import faults

pytestmark = pytest.mark.once

ADDRESSES = matrix.addresses()
METHODS = ("get", "head", "options", "post", "put", "delete")
#: One of each kind of reader; the matrix asks the others.
READERS = ("anonymous", "staff", "manager", "reviewer", "donor", "administrator", "no_second_factor")
#: Every thirty-first case unless FULL, from where the seed says: over its objects and some runs an address meets all
#: methods and all readers.
STEP = 1 if os.environ.get("FULL") else 31
SAVED = {"application/pdf", "text/csv", "image/jpeg", "image/png", "application/octet-stream"}


def ask(client, method, path):
    """The answer, read to its end; what it wrote is taken back."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(path)
        if answer.streaming:
            answer.body = b"".join(answer.streaming_content)
            answer.close()
        transaction.set_rollback(True)
    client.cookies = cookies  # some addresses sign out
    return answer


def paths(name, scene):
    """The address with each of its own objects, and with one that does not exist."""
    kind = matrix.kind_of(name, ADDRESSES[name])
    found = matrix.objects(kind, scene)
    wanted = [word for word in found if not word.startswith("foreign.")]
    return [matrix.path_of(name, ADDRESSES[name], found[word]) for word in wanted]


def test_every_address(world, as_role, capsys):
    scene, wrong, statuses = make_scene(world), [], {}
    clients = {reader: as_role(reader) for reader in READERS}
    asked = product((path for name in sorted(ADDRESSES) for path in paths(name, scene)), READERS, METHODS)
    for path, reader, method in islice(asked, int(os.environ[SEED_NAME]) % STEP, None, STEP):
        answer = ask(clients[reader], method, path)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        found = faults(answer.headers)
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        if kind in SAVED and "attachment" not in answer.headers.get("Content-Disposition", ""):
            found.append(f"{kind} is shown, not saved")
        wrong += [f"{reader} {method} {path} {answer.status_code}: {fault}" for fault in found]
    with capsys.disabled():
        sys.stdout.write(f" {sum(statuses.values())} answers: {dict(sorted(statuses.items()))} ")
    assert wrong == []
    assert {200, 302, 404, 405} <= set(statuses)


def fail(error):
    def get(self, request, *args, **kwargs):
        raise error

    return get


@pytest.mark.parametrize(
    ("error", "status"), [(ValueError("x"), 500), (OperationalError("database is locked"), 503)]
)
def test_a_page_that_fails(world, as_role, monkeypatch, error, status):
    monkeypatch.setattr(HomeView, "get", fail(error))
    client = as_role("staff")
    client.raise_request_exception = False
    for method in ("get", "head"):
        answer = getattr(client, method)("/")
        assert (answer.status_code, faults(answer.headers)) == (status, [])


def test_refused_before_any_view(db, settings):
    strict, client = Client(enforce_csrf_checks=True), Client()
    answers = {
        "another host": (strict.get("/", headers={"host": "evil.example"}), 400),
        "no token": (strict.post("/accounts/login/", {"login": "x"}), 403),
        "many fields": (client.post("/language/", {f"f{n}": "x" for n in range(5001)}), 400),
        "a large form": (
            client.post(
                "/language/", "x=" + "x" * 2_600_000, content_type="application/x-www-form-urlencoded"
            ),
            400,
        ),
        "a larger body": (
            client.generic("POST", "/language/", b"x", CONTENT_LENGTH=str(settings.MOST_BODY_BYTES + 1)),
            413,
        ),
        "not a length": (client.generic("GET", "/accounts/login/", CONTENT_LENGTH="many"), 200),
        "static, absent": (strict.get("/static/css/absent.css"), 404),
        "static, above": (strict.get("/static/../manage.py"), 404),
    }
    assert {name: answer.status_code for name, (answer, _) in answers.items()} == {
        name: status for name, (_, status) in answers.items()
    }
    assert {name: faults(answer.headers) for name, (answer, _) in answers.items()} == {
        key: [] for key in answers
    }


def test_who_tries_too_often(db):
    client = Client()
    answers = [client.get(f"/invitation/guess-{n}/") for n in range(12)]
    assert answers[-1].status_code == 429
    assert [faults(answer.headers) for answer in answers] == [[]] * 12


def test_rows_know_all_readers():
    assert set(READERS) <= set(rows.ACTORS)
