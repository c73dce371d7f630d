"""The month of meetings, and the private address at which a telephone reads them."""

import datetime
from urllib.parse import urlparse

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from common.models import AuditEntry
from forums.calendar import bounds, month_of, read_month
from forums.models import CalendarFeed, Holiday

from ..factories import ForumInvitationFactory, MinutesFactory

TODAY = datetime.date(2026, 11, 26)


@pytest.fixture
def forum(world):
    day = timezone.localdate() + datetime.timedelta(days=2)
    forum = MinutesFactory(
        forum__programme=world.programme,
        forum__date=day,
        forum__starts_at=datetime.time(9, 30),
        forum__venue="قاعة، فندق تجريبي",
        forum__code="TST-2026-F7",
    ).forum
    forum.agenda.create(title="بند سرّي")
    return forum


def address_of(client):
    return urlparse(client.post(reverse("forums:calendar_feed"), {"act": "make"}).context["address"]).path


def events(path):
    answer = Client().get(path)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_weeks_begin_on_sunday_and_each_field_has_its_hijri_day():
    with translation.override("ar"):
        month = month_of(2026, 11, today=TODAY, meetings=[], holidays={datetime.date(2026, 11, 30): "عيد"})
    assert month.weekdays[0] == "الأحد"
    assert [len(week) for week in month.weeks] == [7] * 5
    assert bounds(2026, 11) == (datetime.date(2026, 11, 1), datetime.date(2026, 12, 5))
    assert month.hijri_title == "جمادى الأولى 1448 – جمادى الآخرة 1448"
    first = month.days[0]
    assert (first.date, first.hijri) == (datetime.date(2026, 11, 1), "21 جمادى الأولى")
    off = {day.date.day for day in month.days if day.is_off and day.in_month}
    assert off == {6, 7, 13, 14, 20, 21, 27, 28, 30}
    assert [day.date for day in month.days if day.is_today] == [TODAY]
    assert (month.before, month.after) == ("2026-10", "2026-12")


@pytest.mark.parametrize("text", ["", "2026-13", "1300-01", "x", "2026-1", "٢٠٢٦-١١"])
def test_any_other_month_is_that_of_today(text):
    assert read_month(text, TODAY) == (2026, 11)


@pytest.mark.django_db
def test_a_meeting_stands_on_each_of_its_days(world, as_role):
    MinutesFactory(forum__programme=world.programme, forum__date=datetime.date(2022, 8, 31), forum__days=3)
    Holiday.objects.create(day=datetime.date(2022, 9, 26), name_ar="عيد", name_en="A holiday")
    page = as_role("staff").get(reverse("forums:calendar") + "?month=2022-09")
    days = [day for day in page.context["month"].days if day.meetings]
    assert [day.date.day for day in days] == [31, 1, 2]
    assert "A holiday" in page.content.decode()


@pytest.mark.django_db
def test_a_representative_sees_what_he_is_invited_to(world, forum, as_role):
    path = reverse("forums:calendar") + f"?month={forum.date:%Y-%m}"
    assert forum.title_en not in as_role("reviewer").get(path).content.decode()
    ForumInvitationFactory(forum=forum, institution=world.institution)
    page = as_role("reviewer").get(path).content.decode()
    assert forum.title_en in page
    assert str(forum.public_id) not in page, "its record is not for him"
    assert str(forum.public_id) in as_role("staff").get(path).content.decode()


@pytest.mark.django_db
def test_the_feed_tells_that_there_is_a_forum_and_nothing_else(world, forum, as_role):
    (event,) = events(address_of(as_role("staff")))
    assert event["SUMMARY"] == "Forum TST-2026-F7"
    assert event["LOCATION"] == "قاعة، فندق تجريبي"
    assert timezone.localtime(event["DTSTART"].dt).time() == datetime.time(9, 30)
    assert set(event) == {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CLASS", "LOCATION"}


@pytest.mark.django_db
def test_whole_days_where_no_hour_is_known(world, as_role):
    day = timezone.localdate()
    MinutesFactory(forum__programme=world.programme, forum__date=day, forum__days=2)
    (event,) = events(address_of(as_role("staff")))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day, day + datetime.timedelta(days=2))


@pytest.mark.django_db
def test_rights_are_asked_at_each_reading(world, forum, as_role):
    ForumInvitationFactory(forum=forum, institution=world.institution)
    path = address_of(as_role("reviewer"))
    assert len(events(path)) == 1
    world.reviewer.memberships.update(ended_at=timezone.now())
    assert events(path) == []
    world.reviewer.memberships.update(ended_at=None)
    assert len(events(path)) == 1
    type(world.reviewer).objects.filter(pk=world.reviewer.pk).update(is_active=False)
    assert events(path) == []
    type(world.reviewer).objects.filter(pk=world.reviewer.pk).update(is_active=True, is_demo=False)
    assert events(path) == [], "without a second factor"


@pytest.mark.django_db
def test_an_address_is_kept_as_a_hash_shown_once_and_dead_once_replaced_or_withdrawn(world, forum, as_role):
    client = as_role("staff")
    first = address_of(client)
    token = first.rpartition("/")[2].removesuffix(".ics")
    feed = CalendarFeed.objects.get(user=world.staff)
    assert token not in feed.digest
    assert token not in client.get(reverse("forums:calendar_feed")).content.decode()
    second = address_of(client)
    assert Client().get(first).status_code == 404
    assert len(events(second)) == 1
    assert CalendarFeed.objects.get(user=world.staff).read_on == timezone.localdate()
    client.post(reverse("forums:calendar_feed"), {"act": "withdraw"})
    assert Client().get(second).status_code == 404
    entries = AuditEntry.objects.filter(action__contains="_feed")
    assert [row.action for row in entries.order_by("id")] == [
        *("forums.make_feed", "forums.make_feed", "forums.withdraw_feed"),
    ]
    assert not any(token in str(row.details) for row in entries)


@pytest.mark.django_db
def test_whoever_guesses_is_held_back(world):
    answers = [Client().get(f"/calendar/guess{n}.ics").status_code for n in range(12)]
    assert answers[0] == 404
    assert answers[-1] == 429


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["donor", "auditor", "administrator", "roleless"])
def test_nobody_else_has_an_address(world, as_role, name):
    client = as_role(name)
    assert client.post(reverse("forums:calendar_feed"), {"act": "make"}).status_code == 404
    assert not CalendarFeed.objects.exists()
