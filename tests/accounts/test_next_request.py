"""What was taken away is gone with the next request: pages, the back office, downloads, fragments."""

import pytest
from django.urls import reverse

from accounts.services import activate_account, deactivate_account, end_membership

from ..access.scene import make_scene

LOGIN = "/accounts/login/"


@pytest.fixture
def places(world):
    """(actor, method, path, headers): one of each sort, all open to their actor."""
    scene = make_scene(world)
    scan, forum = scene["own.scan_attachment"], scene["own.approved_forum"]
    donor_report = scene["own.released_donor_report"]
    fragment = {"HX-Request": "true"}
    return {
        "page": ("staff", "get", reverse("forums:list"), {}),
        "record": ("staff", "get", reverse("forums:detail", args=[forum.public_id]), {}),
        "fragment": ("staff", "get", reverse("participants:pick") + "?q=a", fragment),
        "attachment": ("staff", "get", reverse("recommendations:attachment", args=[scan.public_id]), {}),
        "copy": ("donor", "post", reverse("reports:download", args=[donor_report.public_id]), {}),
        "back office": ("administrator", "get", reverse("admin:accounts_user_changelist"), {}),
        "accounts": ("manager", "get", reverse("team"), {}),
        "representative": ("reviewer", "get", reverse("recommendations:list"), {}),
    }


PLACES = ("page", "record", "fragment", "attachment", "copy", "back office", "accounts", "representative")


def go(client, place):
    _actor, method, path, headers = place
    answer = getattr(client, method)(path, headers=headers)
    if answer.streaming:
        answer.close()
    return answer


def other_administrator(world):
    world.roleless.memberships.create(role="administrator")
    return world.roleless


@pytest.mark.parametrize("name", PLACES)
def test_an_account_that_is_switched_off(world, places, as_role, name):
    place = places[name]
    user, client = world.users[place[0]], as_role(place[0])
    assert go(client, place).status_code in (200, 302)
    keeper = other_administrator(world)
    deactivate_account(actor=keeper, user=user)
    answer = go(client, place)
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)
    activate_account(actor=keeper, user=user)
    assert go(client, place).url.startswith(LOGIN), "its old session is dead for good"


@pytest.mark.parametrize("name", PLACES)
def test_a_role_that_ended(world, places, as_role, name):
    place = places[name]
    client = as_role(place[0])
    assert go(client, place).status_code in (200, 302)
    keeper = other_administrator(world)
    for membership in world.users[place[0]].memberships.all():
        end_membership(actor=keeper, membership=membership)
    assert go(client, place).status_code == 404


def test_a_role_that_changed(world, as_role):
    """Staff who become donors find the reports and no forum any more."""
    client = as_role("staff")
    world.staff.memberships.update(role="donor")
    assert client.get(reverse("forums:list")).status_code == 404
    assert client.get(reverse("reports:library")).status_code == 200
