"""The tick «agreed to be named» of the attendance form records a consent, once, with how it was given."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEntry
from forums.models import Attendance
from forums.services.attendance import edit_attendance, record_attendance
from participants.models import Consent
from participants.services.consents import withdraw_consent
from tests.factories import AttendanceFactory, CategoryFactory, ConsentFactory, MinutesFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 7, 20)


@pytest.fixture
def forum(world):
    return MinutesFactory(forum__programme=world.programme, forum__date=DAY).forum


def enlist(world, forum, person=None, **fields):
    return record_attendance(
        actor=world.staff,
        forum=forum,
        person=person or PersonFactory(),
        category=CategoryFactory(),
        **{"may_be_named": True, "consent_manner": "signed"} | fields,
    )


def test_the_tick_records_a_consent_of_the_forum_s_day(world, forum):
    row = enlist(world, forum)
    consent = Consent.objects.get()
    assert (consent.person, consent.purpose, consent.manner) == (row.person, "naming", "signed")
    assert (consent.given_on, consent.recorded_by) == (DAY, world.staff)
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["participants.record_consent", "forums.record_attendance"]


def test_for_a_forum_to_come_it_counts_from_today(world, forum):
    forum.date = timezone.localdate() + datetime.timedelta(days=9)
    enlist(world, forum)
    assert Consent.objects.get().given_on == timezone.localdate()


def test_one_consent_however_often_it_is_ticked(world, forum):
    row = enlist(world, forum)
    other = MinutesFactory(forum__programme=world.programme).forum
    enlist(world, other, person=row.person, consent_manner="")
    for tick in (False, True):
        row.refresh_from_db()
        edit_attendance(actor=world.staff, attendance=row, expected=row.version, may_be_named=tick)
    assert Consent.objects.count() == 1


def test_without_how_it_was_given_neither_row_nor_consent_is_written(world, forum):
    with pytest.raises(ValidationError) as refusal:
        enlist(world, forum, consent_manner="")
    assert list(refusal.value.message_dict) == ["consent_manner"]
    assert not Attendance.objects.exists()
    assert not Consent.objects.exists()


def test_a_consent_that_was_withdrawn_is_not_given_again_by_an_old_tick(world, forum):
    row = enlist(world, forum)
    withdraw_consent(actor=world.staff, consent=Consent.objects.get())
    row.refresh_from_db()
    edit_attendance(actor=world.staff, attendance=row, expected=row.version, may_be_named=True, post="حارس")
    assert not Consent.objects.filter(withdrawn_on__isnull=True).exists()


def test_a_stale_row_records_no_consent(world, forum):
    row = AttendanceFactory(forum=forum)
    with pytest.raises(Exception, match="changed by somebody else"):
        edit_attendance(
            actor=world.staff, attendance=row, expected=9, may_be_named=True, consent_manner="spoken"
        )
    assert not Consent.objects.exists()


def test_the_form_asks_how_and_keeps_what_was_typed(world, forum, as_role):
    row = AttendanceFactory(forum=forum, category=CategoryFactory(code="media"))
    client = as_role("staff")
    address = reverse("forums:attendance", args=[forum.public_id]) + f"?edit={row.public_id}"
    sent = {"category": "media", "part": "participant", "presence": "present", "version": "1"}
    sent |= {"may_be_named": "on", "post": "Harbour guard"}
    answer = client.post(address, sent).content.decode()
    assert "Please say how the consent was given." in answer
    assert 'value="Harbour guard"' in answer
    assert client.post(address, sent | {"consent_manner": "spoken"}).status_code == 302
    assert Consent.objects.get().manner == "spoken"


def test_where_one_stands_the_form_does_not_ask(world, forum, as_role):
    row = AttendanceFactory(forum=forum, category=CategoryFactory(code="media"))
    ConsentFactory(person=row.person)
    address = reverse("forums:attendance", args=[forum.public_id]) + f"?edit={row.public_id}"
    sent = {"category": "media", "part": "participant", "presence": "present", "version": "1"}
    assert as_role("staff").post(address, sent | {"may_be_named": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.may_be_named
    assert Consent.objects.count() == 1
