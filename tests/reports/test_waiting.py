"""What waits for whom on the home page: by hand, each row for the one who can do something about it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import Role, User
from recommendations.models import Addressee
from reports.waiting import waiting_in_programme
from tests import factories

pytestmark = pytest.mark.django_db
State = Addressee.State
STAFF = {
    ("Complete", "Fresh draft"),
    ("Complete", "Late draft"),
    ("Complete", "Doubtful day"),
    ("Decide", "Doubtful day"),
    ("Determine", "To nobody yet"),
    ("Confirm", "To a guess"),
    ("View", "Unanswered"),
}
MANAGER = {
    ("View", "Late draft"),
    ("Review and approve", "Submitted"),
    ("Decide", "Doubtful day"),
    ("Send", "Ready"),
    ("View", "Unanswered"),
    ("Verify", "Reported done"),
    ("Reply to the question", "A question"),
}
WAITS_FOR = {
    "staff": STAFF,
    "manager": MANAGER,
    # whatever somebody is in another programme
    "staff, and manager elsewhere": STAFF,
    "manager, and staff elsewhere": MANAGER,
}


@pytest.fixture
def office(world):
    """One of each thing that may wait in the programme, and nothing elsewhere."""
    today = timezone.localdate()
    for title, fields in (
        ("Fresh draft", {"forum__date": today}),
        ("Late draft", {"forum__date": today - datetime.timedelta(days=10)}),
        ("Submitted", {"forum__date": today, "state": "submitted"}),
        ("Doubtful day", {"forum__date": today, "forum__date_standing": "undecided"}),
    ):
        factories.MinutesFactory(forum__programme=world.programme, forum__title_en=title, **fields)
    body = world.institution
    for number, (text, fields) in enumerate(
        (
            ("To nobody yet", {"institution": None}),
            ("To a guess", {"institution": body, "is_guess": True}),
            ("Ready", {"institution": body, "state": State.READY}),
            ("Unanswered", {"institution": body, "sent": True, "answer_due_on": datetime.date(2022, 8, 1)}),
            ("Reported done", {"institution": body, "sent": True, "state": State.REPORTED_DONE}),
            ("A question", {"institution": body, "sent": True, "state": State.CLARIFICATION}),
        ),
        start=1,
    ):
        row = factories.RecommendationFactory(programme=world.programme, number=number, translation=text)
        factories.AddresseeFactory(recommendation=row, **fields)
    return world.programme


def reader(world, name):
    """The account of this name, or one with two roles."""
    if name in world.users:
        return world.users[name]
    here, elsewhere = (Role.STAFF, Role.MANAGER) if name.startswith("staff") else (Role.MANAGER, Role.STAFF)
    user = factories.MembershipFactory(role=here, programme=world.programme).user
    factories.MembershipFactory(user=user, role=elsewhere, programme=world.other_programme)
    return user


def waiting(user, programme):
    """(button, what it is about) of each row."""
    with translation.override("en"):
        return [(row.action, row.title) for row in waiting_in_programme(user, programme, (), {})]


@pytest.mark.parametrize("name", WAITS_FOR)
def test_what_waits_for_whom(world, office, name):
    found = waiting(reader(world, name), office)
    assert set(found) == WAITS_FOR[name]
    assert len(found) == len(WAITS_FOR[name])


@pytest.mark.parametrize("name", ["staff", "manager"])
def test_in_a_programme_that_is_archived_nothing_waits(world, office, name):
    type(office).objects.filter(pk=office.pk).update(archived_at=timezone.now())
    office.refresh_from_db()
    assert waiting(User.objects.get(pk=world.users[name].pk), office) == []


@pytest.mark.parametrize("name", ["foreign_staff", "foreign_manager", "donor", "auditor"])
def test_meetings_wait_for_nobody_outside_the_office(world, office, name):
    titles = {title for _action, title in waiting(world.users[name], office)}
    assert titles.isdisjoint({"Fresh draft", "Late draft", "Submitted", "Doubtful day"})


def test_drafts_of_others_do_not_crowd_out_what_a_manager_must_approve(world):
    day = timezone.localdate()
    for _number in range(8):
        factories.MinutesFactory(
            forum__programme=world.programme, forum__date=day - datetime.timedelta(days=1)
        )
    factories.MinutesFactory(
        forum__programme=world.programme, forum__date=day, forum__title_en="Submitted", state="submitted"
    )
    assert waiting(world.manager, world.programme) == [("Review and approve", "Submitted")]


@pytest.mark.parametrize(("name", "asks"), [("staff", False), ("manager", True)])
def test_acts_of_two_persons_are_looked_for_only_for_whom_they_may_wait(world, name, asks):
    with CaptureQueriesContext(connection) as seen:
        waiting(world.users[name], world.programme)
    assert any("twopersonact" in one["sql"] for one in seen) == asks
