"""The key of drafts on a writer's devices: his alone, ciphertext at rest, turned by age, gone with a wipe or his account."""

import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import DraftKey
from accounts.services import activate_account, deactivate_account, hand_over_draft_key
from accounts.services.drafts import KEPT_FOR
from common.rotation import turn

URL, WIPE = "/my-account/device/key/", "/my-account/device/wipe/"


def age(days):
    DraftKey.objects.update(made_at=timezone.now() - datetime.timedelta(days=days))


def test_the_key_is_one_s_own_and_stays(as_role, world):
    staff, other = as_role("staff"), as_role("foreign_staff")
    first = staff.post(URL).json()
    assert first == staff.post(URL).json()
    assert first["user"] == str(world.staff.public_id)
    assert (len(first["key"]), first["earlier"]) == (43, "")
    assert other.post(URL).json()["key"] != first["key"]


def test_it_lies_in_the_database_as_ciphertext(as_role):
    key = as_role("staff").post(URL).json()["key"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_draftkey")
        (row,) = cursor.fetchall()
    assert key not in str(row)


def test_only_a_form_of_ours_gets_it(world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.staff)
    assert strict.post(URL).status_code == 403
    told = strict.get(URL)
    assert told.headers["Cache-Control"] == "no-store, private"
    answer = strict.post(URL, headers={"X-CSRFToken": told.json()["token"]})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_it_is_turned_by_age_and_the_one_before_comes_along(as_role):
    staff = as_role("staff")
    first = staff.post(URL).json()
    age(KEPT_FOR.days - 1)
    assert staff.post(URL).json() == first
    age(KEPT_FOR.days + 1)
    second = staff.post(URL).json()
    assert second["earlier"] == first["key"] != second["key"]
    assert staff.post(URL).json() == second
    age(KEPT_FOR.days + 1)
    third = staff.post(URL).json()
    assert third["earlier"] == second["key"]
    assert first["key"] not in json.dumps(third)


def test_a_wipe_forgets_it(as_role):
    staff = as_role("staff")
    first = staff.post(URL).json()
    assert staff.post(WIPE).status_code == 200
    assert staff.post(WIPE).status_code == 200
    again = staff.post(URL).json()
    assert first["key"] not in json.dumps(again)


def test_it_ends_with_the_account(as_role, world):
    client = as_role("staff")
    first = client.post(URL).json()
    deactivate_account(actor=world.manager, user=world.staff)
    assert client.post(URL).status_code == 302
    assert not DraftKey.objects.exists()
    activate_account(actor=world.manager, user=world.staff)
    assert as_role("staff").post(URL).json()["key"] != first["key"]


@pytest.mark.parametrize("role", ["manager", "reviewer", "donor", "auditor", "administrator"])
def test_who_writes_no_minutes_has_none(as_role, role):
    assert as_role(role).post(URL).status_code == 404


def test_its_ring_can_be_turned(world):
    key = hand_over_draft_key(actor=world.staff).key
    assert turn("drafts") == {}
    assert hand_over_draft_key(actor=world.staff).key == key
