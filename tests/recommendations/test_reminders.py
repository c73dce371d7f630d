"""Reminders to file minutes: after three and seven local days, once each, without a word of the meeting."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from recommendations.models import OutboxMessage
from recommendations.services.reminders import days_since, not_filed, remind_of_minutes

from .. import factories

pytestmark = pytest.mark.django_db
HELD = datetime.date(2022, 7, 20)


def on(days):
    return HELD + datetime.timedelta(days=days)


def told():
    return OutboxMessage.objects.filter(kind="minutes_due")


@pytest.fixture
def minutes(world):
    return factories.MinutesFactory(forum__programme=world.programme, forum__date=HELD)


def test_the_office_is_reminded_after_three_and_seven_days_once_each(world, minutes):
    office = {world.staff, world.manager, world.second_manager, world.users["no_second_factor"]}
    assert remind_of_minutes(on(2)) == 0
    assert remind_of_minutes(on(3)) == len(office)
    assert {message.recipient for message in told()} == office
    assert [remind_of_minutes(on(day)) for day in (3, 4, 6)] == [0, 0, 0]
    assert remind_of_minutes(on(7)) == len(office)
    assert [remind_of_minutes(on(day)) for day in (8, 13, 14, 30)] == [0, 0, 0, 0]
    assert {message.path for message in told()} == {reverse("forums:detail", args=[minutes.forum.public_id])}
    assert mail.outbox == []


def test_after_a_halt_of_a_week_only_the_second_goes_out(world, minutes):
    remind_of_minutes(on(9))
    assert all(":7:" in message.dedupe for message in told())


def test_a_forum_of_three_days_is_over_on_its_last(world, minutes):
    type(minutes.forum).objects.update(days=3)
    minutes.forum.refresh_from_db()
    assert days_since(minutes.forum, on(5)) == 3
    assert remind_of_minutes(on(4)) == 0
    assert remind_of_minutes(on(5)) > 0


@pytest.mark.parametrize(
    "filed",
    [{"state": "submitted"}, {"state": "approved", "revision": 1}, {"state": "amending", "revision": 1}],
)
def test_what_is_filed_is_not_reminded_of(world, minutes, filed):
    type(minutes).objects.update(**filed)
    assert remind_of_minutes(on(3)) == 0


def test_an_archived_programme_is_left_in_peace(world, minutes):
    type(world.programme).objects.update(archived_at=timezone.now())
    assert remind_of_minutes(on(3)) == 0
    assert not_filed(type(minutes.forum).objects.all(), on(3)) == []


def test_a_forum_without_a_date_is_not_counted_from_anything(world, minutes):
    type(minutes.forum).objects.update(date=None)
    assert remind_of_minutes(on(3)) == 0


def test_home_says_it_to_staff_and_manager(world, minutes, as_role):
    type(minutes.forum).objects.update(date=timezone.localdate() - datetime.timedelta(days=4))
    for role in ("staff", "manager"):
        assert "minutes not filed for 4 days" in as_role(role).get(reverse("home")).content.decode()
    type(minutes.forum).objects.update(date=timezone.localdate() - datetime.timedelta(days=2))
    for role in ("staff", "manager"):
        assert "minutes not filed" not in as_role(role).get(reverse("home")).content.decode()
