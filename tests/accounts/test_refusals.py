"""What is refused to somebody who is signed in is noted: after the answer, by address alone, and never without end."""

import uuid

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts import refusals
from accounts.models import Refusal

from .. import factories


@pytest.fixture
def foreign_forum(world):
    return factories.MinutesFactory(forum__programme=world.other_programme).forum


def noted():
    return list(Refusal.objects.order_by("id").values_list("account", "address", "method"))


def test_a_foreign_object_and_an_absent_one_are_noted_alike(world, as_role, foreign_forum):
    client, own = as_role("staff"), world.staff.public_id
    for key in (foreign_forum.public_id, uuid.uuid4()):
        assert client.get(reverse("forums:detail", args=[key])).status_code == 404
    assert noted() == [(own, "forums:detail", "GET")] * 2
    text = " ".join(str(value) for row in Refusal.objects.values_list() for value in row)
    assert str(foreign_forum.public_id) not in text, "the object of the path stays untold"


def test_an_act_and_a_page_of_the_back_office(world, as_role):
    as_role("staff").post(reverse("audit_verify"))
    as_role("donor").get(reverse("admin:index"))
    assert noted() == [
        (world.staff.public_id, "audit_verify", "POST"),
        (world.donor.public_id, "admin:index", "GET"),
    ]
    assert all(row.request_id and row.at for row in Refusal.objects.all())


def test_what_asked_no_right_is_not_noted(world, as_role, foreign_forum):
    """Nobody signed in, an address that leads nowhere, a wrong method, a page that was given."""
    Client().get(reverse("forums:detail", args=[foreign_forum.public_id]))
    client = as_role("staff")
    assert client.get("/no/such/page/").status_code == 404
    assert client.delete(reverse("forums:list")).status_code == 405
    assert client.get(reverse("forums:list")).status_code == 200
    assert client.post(reverse("forums:add"), headers={"X-CSRFToken": "wrong"}).status_code == 200
    assert noted() == []


def without_ids(response):
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    headers.pop("Content-Security-Policy", None)
    return response.status_code, headers


def test_the_answer_is_the_same_whether_it_is_noted_or_not(world, as_role, foreign_forum, monkeypatch):
    client, path = as_role("staff"), reverse("forums:detail", args=[foreign_forum.public_id])
    first = without_ids(client.get(path))
    monkeypatch.setattr(refusals, "A_MINUTE", 0)
    assert without_ids(client.get(path)) == first
    assert Refusal.objects.count() == 1


def test_it_is_written_after_the_answer_was_made(world, as_role, rf, monkeypatch, foreign_forum):
    """By what the server calls when the last byte has gone: until then nothing is asked of the database."""
    called = []
    monkeypatch.setattr(refusals, "note_refusal", called.append)

    def answer(request):
        from django.http import HttpResponse

        request.was_refused = True
        return HttpResponse(status=404)

    request = rf.get("/")
    request.user, request.id = world.staff, "1"
    request.resolver_match = type("Match", (), {"view_name": "forums:detail"})
    response = refusals.RefusalMiddleware(answer)(request)
    assert called == []
    response.close()
    assert len(called) == 1


def test_one_account_cannot_flood_it(world, as_role, monkeypatch, foreign_forum):
    monkeypatch.setattr(refusals, "A_MINUTE", 3)
    path = reverse("forums:detail", args=[foreign_forum.public_id])
    client = as_role("staff")
    for _ in range(5):
        client.get(path)
    assert Refusal.objects.count() == 3
    as_role("manager").get(path)
    assert Refusal.objects.count() == 4, "others are noted all the same"
    monkeypatch.setattr(refusals, "A_MINUTE", 100)
    monkeypatch.setattr(refusals, "A_DAY", 4)
    for _ in range(5):
        client.get(path)
    assert Refusal.objects.filter(account=world.staff.public_id).count() == 4


def test_only_the_newest_are_kept(world, as_role, monkeypatch, foreign_forum):
    monkeypatch.setattr(refusals, "KEPT", 2)
    path = reverse("forums:detail", args=[foreign_forum.public_id])
    for role in ("staff", "manager", "second_manager", "donor"):
        as_role(role).get(path)
    kept = set(Refusal.objects.values_list("account", flat=True))
    assert kept == {world.second_manager.public_id, world.donor.public_id}


def test_a_busy_database_loses_the_note_and_not_the_answer(world, as_role, monkeypatch, foreign_forum):
    def busy(*args, **kwargs):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(Refusal, "save", busy)
    path = reverse("forums:detail", args=[foreign_forum.public_id])
    assert as_role("staff").get(path).status_code == 404
    assert noted() == []


def test_who_reads_them(world, as_role, foreign_forum):
    """An auditor those of his programme's accounts, an administrator all; each by name as far as he reads accounts."""
    path = reverse("forums:detail", args=[uuid.uuid4()])
    as_role("staff").get(path)
    as_role("foreign_staff").get(path)
    names = {"own": str(world.staff), "foreign": str(world.foreign_staff)}
    pages = {role: as_role(role).get(reverse("audit_refusals")) for role in ("auditor", "administrator")}
    assert [row.account for row, _name in pages["auditor"].context["rows"]] == [world.staff.public_id]
    assert {row.account for row, _name in pages["administrator"].context["rows"]} == {
        world.staff.public_id,
        world.foreign_staff.public_id,
    }
    assert names["own"] in pages["auditor"].content.decode()
    assert pages["auditor"].context["most"] == [(names["own"], 1)]
    own = as_role("auditor").get("/")
    assert own.context["refusals"] == 1
