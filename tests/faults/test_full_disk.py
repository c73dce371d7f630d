"""T10: a disk without room. Clear words, nothing half, and what was typed goes in once there is room again."""

import os
import subprocess
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from bench.portal import Visitor
from common import audit
from forums.models import Output
from tests.factories import MinutesFactory
from tests.faults.own_portal import Load, OwnPortal
from tests.faults.writers import TOKEN
from tests.forums.lines import add, change

LONG = "س" * 4000
WORDS = "قرص البوابة ممتلئ"
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is its server's")


@pytest.fixture
def full():
    """full(True) leaves the database no page more than it has; full(False) gives room."""

    def limit(is_full):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1" if is_full else "PRAGMA max_page_count = 1073741823")

    yield limit
    limit(False)


def fill_up(send):
    """Sends until there is no room for a text; the change that did not fit, and the answer to it."""
    for _line in range(300):
        body = change(add(uuid.uuid4(), LONG), key=uuid.uuid4())
        answer = send(body)
        if answer.status_code != 200:
            return body, answer
    raise AssertionError("it never gets full")


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_sqlite_without_a_page_left(world, as_role, full):
    minutes = MinutesFactory(forum__programme=world.programme)
    path = reverse("forums:lines", args=[minutes.forum.public_id])
    client = as_role("staff", "ar")
    client.raise_request_exception = False

    def send(body):
        return client.post(path, body, content_type="application/json")

    send(change(add(uuid.uuid4(), "نص")))
    full(True)
    body, answer = fill_up(send)
    assert (answer.status_code, answer.json()["status"]) == (507, "full")
    assert WORDS in answer.json()["message"]
    before = Output.objects.count(), minutes.saved_changes.count()
    form = {"kind": "issue", "text": LONG, "said_by": "participants"}
    page = client.post(reverse("forums:outputs", args=[minutes.forum.public_id]), form)
    assert page.status_code == 507
    assert WORDS in page.content.decode()
    assert f'name="text" value="{LONG}"' in page.content.decode()
    assert (Output.objects.count(), minutes.saved_changes.count()) == before
    assert before[0] == before[1], "a line without its key, or a key without its line"
    full(False)
    for _again in range(2):
        assert send(body).json()["results"][0]["status"] == "saved"
    assert Output.objects.count() == before[0] + 1
    assert audit.first_broken_link() is None


def may_mount(folder) -> bool:
    """Whether a small disk can be laid on a folder here."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 24 MB; grow() makes it larger."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not may_mount(folder):
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.slow
def test_a_small_disk_that_fills_up_under_load(small_disk, tmp_path, record_property):
    """With real processes, the journal on the same disk; a file eats what is left."""
    portal = OwnPortal(tmp_path, f"sqlite:///{small_disk / 'own.sqlite3'}", writers=3)
    ballast = small_disk / "ballast"
    try:
        with Load(portal.writers()) as load:
            for _time in range(3):
                load.wait_for_saves(10)
                fill(ballast)
                visitor = Visitor(
                    portal.web,
                    cookies={"csrftoken": TOKEN, "django_language": "ar", **portal.scene["cookies"][0]},
                )
                path = portal.scene["path"].replace("/lines/", "/outputs/")
                answers = [visitor.post(path, form(number)) for number in range(40)]
                refused = [(answer, n) for n, answer in enumerate(answers) if answer.status == 507]
                assert refused, [answer.status for answer in answers]
                for answer, number in refused:
                    assert WORDS in answer.text
                    assert form(number)["text"] in answer.text
                ballast.unlink()
            load.wait_for_saves(10)
        state = portal.tell("read", portal.scene["minutes"])
        forms = [line for line in state["lines"] if line["text"].startswith("استمارة")]
        others = {**state, "lines": [line for line in state["lines"] if line not in forms]}
        others["acts"] = [act for act in state["acts"] if act[0] not in {line["id"] for line in forms}]
        faults = portal.ledger.faults(others, portal.scene["first"])
        record_property("T10 times that the disk was full", 3)
        record_property("T10 saves", portal.ledger.counts["saves"])
        record_property("T10 sent again", portal.ledger.counts["sent again"])
        record_property("T10 lost, half or double", len(faults))
        assert faults == []
    finally:
        portal.web.stop()


def form(number):
    """A long output by the ordinary form."""
    return {"kind": "issue", "text": f"استمارة {number} {LONG}", "said_by": "participants"}


def fill(ballast):
    """Write until the disk is full."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            while True:
                try:
                    os.write(file.fileno(), b"x" * size)
                except OSError:
                    break
