"""Opening forums, writing down meetings, deciding about dates."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.models import AuditEntry
from common.versions import StaleVersion
from forums.models import Forum, Minutes
from forums.services import forums as service
from forums.services.writing import MinutesClosed

from ..factories import MinutesFactory

pytestmark = pytest.mark.django_db


def open_forum(world, **fields):
    fields = {"kind": "forum", "title_ar": "منتدى تجريبي"} | fields
    return service.create_forum(actor=world.staff, programme=world.programme, **fields)


def test_a_forum_opens_with_its_minutes_and_a_code_of_its_own(world):
    first = open_forum(world, date=datetime.date(2022, 5, 2))
    second = open_forum(world, date=datetime.date(2022, 6, 2))
    assert (first.code, second.code) == ("TST-2022-F1", "TST-2022-F2")
    assert first.minutes.state == Minutes.State.DRAFT
    assert first.date_standing == Forum.DateStanding.CLEAR
    assert AuditEntry.objects.filter(action="forums.create_forum", subject=first.public_id).count() == 1


def test_a_taken_code_is_refused_and_nothing_is_written(world):
    open_forum(world, code="TST-X")
    with pytest.raises(ValidationError) as refusal:
        open_forum(world, code="TST-X")
    assert "code" in refusal.value.message_dict
    assert Forum.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["manager", "donor", "reviewer", "administrator", "superuser", "foreign_staff"]
)
def test_only_staff_of_the_programme_open_forums(world, name):
    with pytest.raises(PermissionDenied):
        service.create_forum(
            actor=world.users[name], programme=world.programme, kind="forum", title_ar="منتدى"
        )
    assert not Forum.objects.exists()


def test_a_weekday_that_does_not_fit_waits_for_a_decision(world):
    forum = open_forum(world, date=datetime.date(2022, 7, 20), weekday_as_written=0)
    assert forum.date_standing == Forum.DateStanding.UNDECIDED
    assert forum.date_conflicts() == ["weekday"]


def test_a_decision_stands_until_the_date_is_written_anew(world):
    forum = open_forum(world, date=datetime.date(2022, 7, 20), weekday_as_written=0)
    service.decide_date(actor=world.staff, forum=forum, expected=forum.version, decision="kept")
    service.update_meeting(actor=world.staff, forum=forum, expected=forum.version, venue="قاعة")
    assert forum.date_standing == "kept"
    service.update_meeting(
        actor=world.staff, forum=forum, expected=forum.version, date=datetime.date(2022, 7, 21)
    )
    forum.refresh_from_db()
    assert (forum.date_standing, forum.date_decided_by) == ("undecided", None)


def test_a_correction_needs_a_date_and_a_reason_and_keeps_the_words_of_the_source(world):
    day = datetime.date(2022, 7, 18)
    forum = open_forum(
        world, date=datetime.date(2022, 7, 20), date_as_written="الاثنين ٢٠ يوليو ٢٠٢٢", weekday_as_written=0
    )
    for given, missing in (
        ({}, "date"),
        ({"date": day}, "reason"),
        ({"date": day, "reason": "  "}, "reason"),
    ):
        with pytest.raises(ValidationError) as refusal:
            service.decide_date(
                actor=world.staff, forum=forum, expected=forum.version, decision="corrected", **given
            )
        assert missing in refusal.value.message_dict
    forum.refresh_from_db()
    service.decide_date(
        actor=world.manager,
        forum=forum,
        expected=forum.version,
        decision="corrected",
        date=day,
        reason="دفتر الحضور",
    )
    forum.refresh_from_db()
    assert (forum.date, forum.date_standing) == (day, "corrected")
    assert forum.date_as_written == "الاثنين ٢٠ يوليو ٢٠٢٢"
    assert forum.date_decided_by == world.manager


def test_an_older_sight_of_the_forum_is_not_written(world):
    forum = open_forum(world)
    seen = forum.version
    service.update_meeting(actor=world.staff, forum=forum, expected=seen, venue="قاعة أولى")
    with pytest.raises(StaleVersion) as stale:
        service.update_meeting(
            actor=world.staff, forum=Forum.objects.get(pk=forum.pk), expected=seen, venue="قاعة ثانية"
        )
    assert stale.value.current.venue == "قاعة أولى"


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_closed_minutes_close_the_meeting_too(world, state):
    minutes = MinutesFactory(forum__programme=world.programme, state=state)
    with pytest.raises(MinutesClosed):
        service.update_meeting(actor=world.staff, forum=minutes.forum, expected=1, venue="قاعة")
    assert Forum.objects.get(pk=minutes.forum_id).venue == ""
