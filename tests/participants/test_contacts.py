"""Contacts: shown one by one, with a reason, twenty a day, on the record before they are seen, once; written unseen."""

import re
import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common import audit
from common.models import AuditEntry
from participants.models import ContactReading, Person
from participants.services.consents import withdraw_consent
from participants.services.contacts import ContactRefused, readings_left, reveal_contact
from tests.factories import AttendanceFactory, ConsentFactory, ForumFactory, PersonFactory

pytestmark = pytest.mark.django_db
PHONE = "+967777999888"


@pytest.fixture
def person(world):
    """Somebody of the programme with all contacts."""
    found = PersonFactory(phone=PHONE, email="canary@example.org", notes="كلمة سرية تجريبية")
    AttendanceFactory(forum=ForumFactory(programme=world.programme), person=found)
    return found


def reveal(person, actor, **changes):
    given = {"field": "phone", "reason": "دعوة إلى اللقاء", "asked": uuid.uuid4()} | changes
    return reveal_contact(actor=actor, person=person, **given)


def use_up(world, person, number, **fields):
    """As if the reader had been shown so many already."""
    for taken in range(1, number + 1):
        ContactReading.objects.create(
            **{"person": person, "reader": world.staff, "field": "phone", "reason": "x", "number": taken}
            | {"programme": world.programme.public_id, "asked": uuid.uuid4(), "day": timezone.localdate()}
            | fields
        )


def test_the_record_stands_before_the_value_is_read(world, person, monkeypatch):
    monkeypatch.setattr(audit, "append", lambda **given: (_ for _ in ()).throw(RuntimeError("no record")))
    with pytest.raises(RuntimeError), transaction.atomic():
        reveal(person, world.staff)
    assert not ContactReading.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("phone", PHONE), ("email", "canary@example.org"), ("notes", "كلمة سرية تجريبية")]
)
def test_one_at_a_time_and_the_record_names_the_field_alone(world, person, field, value):
    assert reveal(person, world.staff, field=field) == value
    entry, reading = AuditEntry.objects.get(), ContactReading.objects.get()
    assert (entry.action, entry.subject, entry.actor) == (
        "participants.reveal_contact",
        person.public_id,
        world.staff.public_id,
    )
    assert entry.programme == world.programme.public_id
    assert entry.details == {
        "field": field,
        "reason_given": True,
        "number": 1,
        "reading": str(reading.public_id),
    }
    assert (reading.reason, reading.field) == ("دعوة إلى اللقاء", field)


def test_without_a_reason_nothing_is_shown_or_counted(world, person):
    with pytest.raises(ValidationError):
        reveal(person, world.staff, reason="  ")
    assert readings_left(user=world.staff) == 20
    assert not AuditEntry.objects.exists()


def test_what_is_not_recorded_costs_nothing(world):
    person = AttendanceFactory(forum__programme=world.programme).person
    with pytest.raises(ContactRefused) as refusal:
        reveal(person, world.staff)
    assert refusal.value.reason == "empty"
    assert readings_left(user=world.staff) == 20


def test_whoever_withdrew_his_consent_to_be_contacted_is_not_called_or_written_to(world, person):
    consent = ConsentFactory(person=person, purpose="contact", recorded_by=world.staff)
    assert reveal(person, world.staff) == PHONE
    withdraw_consent(actor=world.staff, consent=consent)
    for field in ("phone", "email"):
        with pytest.raises(ContactRefused) as refusal:
            reveal(person, world.staff, field=field)
        assert refusal.value.reason == "withdrawn"
    assert reveal(person, world.staff, field="notes")
    assert readings_left(user=world.staff) == 18
    ConsentFactory(person=person, purpose="contact", recorded_by=world.staff)
    assert reveal(person, world.staff) == PHONE


@pytest.mark.parametrize(
    "name",
    [
        "donor",
        "auditor",
        "reviewer",
        "administrator",
        "superuser",
        "roleless",
        "deactivated",
        "dual",
        "foreign_staff",
        "foreign_manager",
    ],
)
def test_nobody_else_is_shown_anything(world, person, name):
    with pytest.raises(PermissionDenied):
        reveal(person, world.users[name])
    assert not ContactReading.objects.exists()


def test_twenty_on_one_local_day_and_new_ones_on_the_next(world, person):
    use_up(world, person, 19)
    assert reveal(person, world.staff) == PHONE
    with pytest.raises(ContactRefused) as refusal:
        reveal(person, world.staff)
    assert refusal.value.reason == "too_many"
    assert reveal(person, world.manager) == PHONE, "each reader has a day of his own"
    ContactReading.objects.filter(reader=world.staff).update(day=timezone.localdate() - timedelta(days=1))
    assert reveal(person, world.staff) == PHONE


def test_the_database_itself_refuses_the_twenty_first(world, person):
    with pytest.raises(Exception, match=r"(?i)so_many_readings_a_day|check constraint"), transaction.atomic():
        use_up(world, person, 21)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_refused(world, person):
    """Nineteen are used up; eight ask in the same moment, each over a connection of its own."""
    use_up(world, person, 19)
    results, barrier = [], threading.Barrier(8)

    def ask():
        reader, him = User.objects.get(pk=world.staff.pk), Person.objects.get(pk=person.pk)
        barrier.wait()
        try:
            results.append(reveal(him, reader))
        except ContactRefused as refusal:
            results.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [PHONE] + ["too_many"] * 7
    assert ContactReading.objects.filter(reader=world.staff).count() == 20
    assert AuditEntry.objects.filter(action="participants.reveal_contact").count() == 1


def test_the_value_is_in_one_answer_and_gone_on_reload(world, person, as_role):
    client = as_role("staff")
    page = reverse("participants:person", args=[person.public_id])
    before = client.get(page).content.decode()
    assert PHONE not in before
    asked = re.search(r'name="asked" value="([0-9a-f-]+)"', before)[1]
    sent = {"field": "phone", "reason": "دعوة", "asked": asked}
    address = reverse("participants:reveal", args=[person.public_id])
    answer = client.post(address, sent)
    assert answer.content.decode().count(PHONE) == 1
    assert "canary@example.org" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert PHONE not in str(dict(client.session)) + str(answer.cookies) + str(answer.headers)
    # The same page sent again, as a browser does on reload; and the page itself.
    again = client.post(address, sent)
    assert PHONE not in again.content.decode()
    assert "shown once and is gone" in again.content.decode()
    assert PHONE not in client.get(page).content.decode()
    assert ContactReading.objects.count() == 1


def test_who_may_reveal_sees_who_did_and_why_in_his_programmes_alone(world, person, as_role):
    AttendanceFactory(forum=ForumFactory(programme=world.other_programme), person=person)
    reveal(person, world.staff, reason="سبب من هنا")
    reveal(Person.objects.get(pk=person.pk), world.foreign_staff, reason="سبب من هناك")
    page = as_role("manager").get(reverse("participants:person", args=[person.public_id])).content.decode()
    assert "سبب من هنا" in page
    assert "سبب من هناك" not in page


def test_contacts_are_written_unseen(world, person, as_role):
    client, address = as_role("staff"), reverse("participants:contacts", args=[person.public_id])
    form = client.get(address).content.decode()
    assert not any(secret in form for secret in (PHONE, "canary@example.org", "كلمة سرية"))
    sent = {"phone": "٠٧٣٣ ١٢٣ ٤٥٦", "remove": ["notes"], "prefers_woman_caller": "on", "version": "1"}
    assert client.post(address, sent).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.email, person.notes) == ("+967733123456", "canary@example.org", "")
    assert person.prefers_woman_caller
    entry = AuditEntry.objects.get(action="participants.update_person")
    assert entry.details == {"fields": ["notes", "phone", "prefers_woman_caller"]}
    assert entry.programme == world.programme.public_id
    assert client.post(address, {"phone": "1", "remove": ["phone"], "version": "2"}).status_code == 200


def test_an_older_sight_of_the_contacts_is_refused_and_nothing_typed_is_lost(world, person, as_role):
    client, address = as_role("staff"), reverse("participants:contacts", args=[person.public_id])
    client.post(address, {"email": "first@example.org", "version": "1"})
    late = client.post(address, {"email": "second@example.org", "version": "1"})
    page = late.content.decode()
    assert "Saved meanwhile by" in page
    assert "second@example.org" in page
    assert "first@example.org" not in page
    assert Person.objects.get(pk=person.pk).email == "first@example.org"


def test_a_manager_reveals_and_does_not_write(world, person, as_role):
    client = as_role("manager")
    assert client.get(reverse("participants:contacts", args=[person.public_id])).status_code == 404
    answer = client.post(
        reverse("participants:reveal", args=[person.public_id]), {"field": "phone", "reason": "x"}
    )
    assert PHONE in answer.content.decode()
