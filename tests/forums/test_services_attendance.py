"""Who was there: lines of the list, thanks, counts without names."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.models import AuditEntry
from common.versions import StaleVersion
from forums.models import Attendance, AttendanceTotal
from forums.services import attendance as service
from forums.services.enlisting import enlist, record_total
from forums.services.writing import MinutesClosed
from participants.models import Category, Person

from ..factories import MinutesFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(world):
    return MinutesFactory(forum__programme=world.programme).forum


@pytest.fixture
def media(world):
    return Category.objects.get(code="media")


def test_a_new_person_comes_with_the_line_in_one_act(world, forum, media):
    row = enlist(
        actor=world.staff, forum=forum, category=media, name_ar="سالم المثال", sex="m", sex_source="said"
    )
    assert (row.person.name_ar, row.person.sex, row.person.category) == ("سالم المثال", "m", media)
    assert row.presence == Attendance.Presence.PRESENT
    assert Person.objects.visible_to(world.staff).get() == row.person
    acts = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert acts == ["participants.create_person", "forums.record_attendance"]


def test_nobody_is_entered_where_the_line_is_refused(world, forum, media):
    forum.minutes.state = "submitted"
    forum.minutes.save()
    with pytest.raises(MinutesClosed):
        enlist(actor=world.staff, forum=forum, category=media, name_ar="سالم المثال")
    assert not Person.objects.exists()


def test_a_person_stands_on_the_list_once_but_comes_back_after_removal(world, forum, media):
    person = PersonFactory()
    row = service.record_attendance(actor=world.staff, forum=forum, person=person, category=media)
    with pytest.raises(ValidationError):
        service.record_attendance(actor=world.staff, forum=forum, person=person, category=media)
    service.remove_attendance(actor=world.staff, attendance=row)
    service.remove_attendance(actor=world.staff, attendance=row)
    assert not forum.attendances.kept().exists()
    service.record_attendance(actor=world.staff, forum=forum, person=person, category=media)
    with pytest.raises(ValidationError):
        service.restore_attendance(actor=world.staff, attendance=row)
    assert forum.attendances.kept().count() == 1


def test_a_snapshot_of_the_day_does_not_follow_the_directory(world, forum, media):
    person = PersonFactory(age_band="18-35")
    row = service.record_attendance(actor=world.staff, forum=forum, person=person, category=media)
    Person.objects.filter(pk=person.pk).update(age_band="36-59")
    row.refresh_from_db()
    assert row.age_band == "18-35"


def test_an_older_sight_of_a_line_is_not_written(world, forum, media):
    row = service.record_attendance(actor=world.staff, forum=forum, person=PersonFactory(), category=media)
    service.edit_attendance(actor=world.staff, attendance=row, expected=1, post="صفة أولى")
    with pytest.raises(StaleVersion):
        service.edit_attendance(actor=world.staff, attendance=row, expected=1, post="صفة ثانية")
    row.refresh_from_db()
    assert row.post == "صفة أولى"


def test_thanks_name_a_person_or_a_body_never_both_or_neither(world, forum):
    person = PersonFactory()
    for wrong in ({}, {"person": person, "institution": world.institution}):
        with pytest.raises(ValidationError):
            service.acknowledge(actor=world.staff, forum=forum, reason="سبب", **wrong)
    service.acknowledge(actor=world.staff, forum=forum, reason="سبب", institution=world.institution)
    assert forum.acknowledgements.get().institution == world.institution


def test_whom_a_text_thanks_comes_onto_the_list_and_is_thanked(world, forum, media):
    row = enlist(
        actor=world.staff,
        forum=forum,
        category=media,
        name_ar="سالم المثال",
        presence="not_listed",
        thanked_for="دعمه",
    )
    assert row.presence == "not_listed"
    assert not forum.attendances.present().exists()
    assert forum.acknowledgements.get().person == row.person


def test_a_count_is_written_once_a_key_and_taken_out_by_zero(world, forum):
    for number in (7, 9):
        record_total(actor=world.staff, forum=forum, dimension="sex", key="f", count=number)
    assert forum.totals.get().count == 9
    record_total(actor=world.staff, forum=forum, dimension="sex", key="f", count=0)
    assert not AttendanceTotal.objects.exists()
    with pytest.raises(ValidationError):
        record_total(actor=world.staff, forum=forum, dimension="names", key="f", count=1)


def test_what_a_line_changes_counts_the_minutes_up(world, forum, media):
    before = forum.minutes.version
    enlist(actor=world.staff, forum=forum, category=media, name_ar="سالم المثال")
    forum.minutes.refresh_from_db()
    assert forum.minutes.version == before + 1


@pytest.mark.parametrize("name", ["manager", "donor", "reviewer", "superuser", "foreign_staff"])
def test_only_staff_of_the_programme_write_the_list(world, forum, media, name):
    with pytest.raises(PermissionDenied):
        enlist(actor=world.users[name], forum=forum, category=media, name_ar="سالم المثال")
    assert not Attendance.objects.exists()
