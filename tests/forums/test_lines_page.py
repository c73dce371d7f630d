"""What the editor's script asks over HTTP: statuses, words, and what counts as activity."""

import json
import time
import uuid

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import LAST_ACT, SIGNED_IN_AT
from accounts.models import Refusal
from forums.models import Output, Programme
from forums.views import lines as page

from ..factories import MinutesFactory, OutputFactory
from .lines import add, change, one_change, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(world):
    return MinutesFactory(forum__programme=world.programme)


def url(minutes, query=""):
    return reverse("forums:lines", args=[minutes.forum.public_id]) + query


def send(client, minutes, body):
    return client.post(url(minutes), body, content_type="application/json")


def said(answer):
    """(status of HTTP, what the answer says of itself); it has words."""
    assert answer.json()["message"]
    return answer.status_code, answer.json()["status"]


def test_saved_lines_come_back_in_their_order(minutes, as_role):
    client, line = as_role("staff"), str(uuid.uuid4())
    key = str(uuid.uuid4())
    answer = send(client, minutes, change(add(line, "نص", after=None), key=key)).json()
    assert answer["results"] == [{"key": key, "status": "saved", "collisions": [], "message": ""}]
    [found] = answer["lines"]
    assert found == {
        "id": line, "kind": "issue", "text": "نص", "themes": [], "said_by": "not_stated", "attribution": "category",
        "language": "ar", "translation": "", "removed": False, "version": 1, "asks": 0,
    }  # fmt: skip
    minutes.refresh_from_db()
    assert answer["version"] == minutes.version


def test_changes_are_done_in_their_order_each_for_itself(minutes, as_role):
    row = OutputFactory(minutes=minutes, text="أ")
    body = {
        "changes": [
            one_change(write(row, text=("أ", "ب"))),
            one_change(write(row, text=("أ", "ت"))),
            one_change(write(row, text=("ب", ""))),
            one_change(write(row, text=("ب", "ج"))),
        ]
    }
    answer = send(as_role("staff"), minutes, json.dumps(body)).json()
    assert [one["status"] for one in answer["results"]] == ["saved", "conflict", "refused", "saved"]
    assert answer["results"][1]["collisions"] == [
        {"line": str(row.public_id), "field": "text", "was": "أ", "mine": "ت", "theirs": "ب"}
        | {"by": "you, in another window"}
    ]
    assert [line["text"] for line in answer["lines"]] == ["ج"]


def test_who_asks_again_hears_whether_anything_changed(minutes, as_role):
    client = as_role("staff")
    version = client.get(url(minutes)).json()["version"]
    assert client.get(url(minutes, f"?version={version}")).status_code == 204
    send(as_role("staff"), minutes, change(add(uuid.uuid4(), "نص")))
    for query in (f"?version={version}", "?version=", "?version=x", "?version=99999999999999999999"):
        assert len(client.get(url(minutes, query)).json()["lines"]) == 1


def test_what_was_saved_before_the_minutes_were_closed_is_said_to_be(minutes, as_role):
    client, body = as_role("staff"), change(add(uuid.uuid4(), "نص"))
    assert send(client, minutes, body).json()["results"][0]["status"] == "saved"
    minutes.__class__.objects.update(state="submitted")
    assert send(client, minutes, body).json()["results"][0]["status"] == "saved"
    assert said(send(client, minutes, change(add(uuid.uuid4(), "متأخر")))) == (409, "closed")
    assert said(client.get(url(minutes))) == (409, "closed")
    assert Output.objects.count() == 1


def test_an_archived_programme_is_closed(world, minutes, as_role):
    Programme.objects.update(archived_at=timezone.now())
    assert said(send(as_role("staff"), minutes, change(add(uuid.uuid4(), "نص")))) == (409, "closed")


def test_foreign_minutes_look_like_absent_ones_and_are_noted(world, minutes, as_role):
    foreign = MinutesFactory(forum__programme=world.other_programme)
    client, body = as_role("staff"), change(add(uuid.uuid4(), "نص"))
    there = send(client, foreign, body)
    absent = client.post(reverse("forums:lines", args=[uuid.uuid4()]), body, content_type="application/json")
    assert said(there) == (404, "absent")
    assert there.content == absent.content
    assert Refusal.objects.filter(address="forums:lines").count() == 2


@pytest.mark.parametrize("body", [b"", b"{", b'{"changes": {}}', b" " * 2_600_000])
def test_what_the_script_does_not_send(minutes, as_role, body):
    assert said(send(as_role("staff"), minutes, body)) == (400, "malformed")


def test_whoever_is_signed_out_is_told_where_to_go(minutes, as_role, world):
    body = change(add(uuid.uuid4(), "نص"))
    for name in ("anonymous", "no_second_factor", "deactivated"):
        client = as_role(name)
        for answer in (send(client, minutes, body), client.get(url(minutes))):
            assert said(answer) == (401, "signed_out")
            assert answer.json()["to"].startswith("/accounts/")
    assert not Output.objects.exists()


def test_a_session_that_ended_says_so_and_keeps_nothing(minutes, as_role, settings):
    client, body = as_role("staff"), change(add(uuid.uuid4(), "نص"))
    session = client.session
    session[SIGNED_IN_AT] = session[LAST_ACT] = time.time() - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    assert said(send(client, minutes, body)) == (401, "signed_out")
    assert not Output.objects.exists()
    assert client.get(url(minutes)).status_code == 401


def test_asking_is_no_activity_and_writing_is(minutes, as_role):
    client, key = as_role("staff"), uuid.uuid4()
    body = change(add(uuid.uuid4(), "نص"), key=key)

    def last_act(ask):
        session = client.session
        session[SIGNED_IN_AT] = session[LAST_ACT] = before = time.time() - 300
        session.save()
        assert ask().status_code == 200
        return client.session[LAST_ACT] != before

    assert not last_act(lambda: client.get(url(minutes)))
    assert last_act(lambda: send(client, minutes, body))
    assert not last_act(lambda: send(client, minutes, body)), "a script that tries again is nobody"


def test_another_account_saves_nothing_under_its_name(world, minutes, as_role):
    body = json.loads(change(add(uuid.uuid4(), "نص"))) | {"user": str(world.manager.public_id)}
    client = as_role("staff")
    assert said(send(client, minutes, json.dumps(body))) == (401, "signed_out")
    assert client.get(url(minutes, f"?user={world.manager.public_id}")).status_code == 401
    body["user"] = str(world.staff.public_id)
    assert send(client, minutes, json.dumps(body)).status_code == 200


def test_a_token_of_before_is_exchanged(world, minutes, sign_in):
    sign_in(world.staff)
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"
    body = change(add(uuid.uuid4(), "نص"))
    assert said(send(client, minutes, body)) == (401, "signed_out")
    client.force_login(world.staff)
    client.cookies["csrftoken"] = "x" * 32
    refused = send(client, minutes, body)
    assert said(refused) == (403, "token")
    again = client.post(
        url(minutes), body, content_type="application/json", headers={"X-CSRFToken": refused.json()["token"]}
    )
    assert again.json()["results"][0]["status"] == "saved"


@pytest.mark.parametrize(
    ("words", "status", "name"),
    [("database is locked", 503, "busy"), ("database or disk is full", 507, "full")],
)
def test_a_database_that_cannot_write_now(minutes, as_role, monkeypatch, words, status, name):  # noqa: PLR0917
    def fail(**_arguments):
        raise OperationalError(words)

    monkeypatch.setattr(page, "save_change", fail)
    answer = send(as_role("staff", "ar"), minutes, change(add(uuid.uuid4(), "نص")))
    assert said(answer) == (status, name)
    assert answer["Retry-After"]


def test_the_lines_ask_the_database_as_often_for_three_as_for_one(minutes, as_role):
    client, counts = as_role("staff"), []
    for more in (1, 2):
        OutputFactory.create_batch(more, minutes=minutes)
        client.get(url(minutes))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(minutes))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_the_page_hands_the_script_all_it_needs(world, minutes, as_role):
    OutputFactory(minutes=minutes, text="</script><b>نص")
    answer = as_role("staff").get(reverse("forums:outputs", args=[minutes.forum.public_id]))
    data = answer.context["lines_data"]
    assert "</script><b>" not in answer.content.decode()
    assert (data["url"], data["user"]) == (url(minutes), str(world.staff.public_id))
    assert data["lines"][0]["text"] == "</script><b>نص"
    assert data["choices"]["themes"][0][0] == "T01"
    sides = [value for value, _label in data["choices"]["sides"]]
    assert sides[:2] == ["participants", "not_stated"]
    assert "category:media" in sides
    assert all(value for value, _label in data["choices"]["kinds"])
