"""Entering people and their consents: what is kept, what is refused, what the audit record says."""

import datetime
import json
from io import StringIO

import pytest
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection

from common.models import AuditEntry
from common.versions import StaleVersion
from participants.models import Honorific, Person
from participants.services.people import create_person, record_consent, update_person, withdraw_consent
from tests.factories import (
    AcknowledgementFactory,
    AttendanceFactory,
    ForumFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 6, 1)


@pytest.fixture
def _lists(world):
    call_command("load_reference", stdout=StringIO())


@pytest.fixture
def person(world):
    """Somebody whom the staff of the programme see."""
    return AttendanceFactory(forum=ForumFactory(programme=world.programme)).person


@pytest.mark.usefixtures("_lists")
def test_rank_and_title_are_kept_apart_from_the_name(world):
    person = create_person(actor=world.staff, name_ar="  العميد  د. سالم أحمد  تجربة ")
    assert person.name_ar == "سالم أحمد تجربة"
    assert person.folded == "سالم احمد تجربه"
    assert person.reading.rank.code == "brigadier_general"
    assert person.reading.taken_off
    assert person.sex == ""


@pytest.mark.usefixtures("_lists")
def test_title_becomes_the_form_of_address_and_proposes_no_sex(world):
    person = create_person(actor=world.staff, name_ar="الأستاذة منى تجربة")
    person.refresh_from_db()
    assert (person.name_ar, person.honorific.code, person.sex) == ("منى تجربة", "ustadha", "")
    given = Honorific.objects.get(code="dr")
    assert create_person(actor=world.staff, name_ar="أ. هدى تجربة", honorific=given).honorific == given


def test_person_may_be_known_by_office_only(world):
    person = create_person(actor=world.staff, known_as="المحامي العام الأول")
    assert not person.is_named
    assert person.folded == "المحامي العام الاول"
    assert person.reading is None
    with pytest.raises(ValidationError):
        create_person(actor=world.staff, name_ar=" ")


@pytest.mark.parametrize("field", ["name_ar", "name_en", "known_as"])
@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u200f", "\u061c"])
def test_hidden_direction_marks_are_refused_in_names(world, field, mark):
    with pytest.raises(ValidationError) as refusal:
        create_person(actor=world.staff, **{"name_ar": "سالم تجربة", field: f"سالم{mark} تجربة"})
    assert list(refusal.value.message_dict) == [field]
    assert not Person.objects.exists()


def test_sex_needs_its_source(world, person):
    with pytest.raises(ValidationError) as refusal:
        update_person(actor=world.staff, person=person, expected=1, sex="f")
    assert list(refusal.value.message_dict) == ["sex_source"]
    update_person(actor=world.staff, person=person, expected=1, sex="f", sex_source="said")
    person.refresh_from_db()
    assert (person.sex, person.sex_source, person.version) == ("f", "said", 2)


def test_update_makes_the_keys_anew_and_refuses_an_old_version(world, person):
    update_person(actor=world.staff, person=person, expected=1, name_ar="أروى بن تجربة")
    person.refresh_from_db()
    assert (person.folded, person.folded_bare) == ("اروي بن تجربه", "اروي بن تجربه")
    with pytest.raises(StaleVersion):
        update_person(actor=world.staff, person=person, expected=1, name_en="Arwa")
    person.refresh_from_db()
    assert person.name_en == ""


def test_unknown_fields_are_a_mistake_of_the_caller(world):
    with pytest.raises(TypeError):
        create_person(actor=world.staff, name_ar="سالم تجربة", erased_at=None)


@pytest.mark.parametrize("name", ["manager", "donor", "auditor", "reviewer", "administrator", "superuser"])
def test_only_staff_enter_people(world, name):
    with pytest.raises(PermissionDenied):
        create_person(actor=world.users[name], name_ar="سالم تجربة")
    assert not Person.objects.exists()
    assert not AuditEntry.objects.filter(action="participants.create_person").exists()


def test_staff_elsewhere_cannot_write_a_person_whom_they_do_not_see(world, person):
    with pytest.raises(PermissionDenied):
        update_person(actor=world.foreign_staff, person=person, expected=1, name_en="X")
    with pytest.raises(PermissionDenied):
        record_consent(
            actor=world.foreign_staff, person=person, purpose="list", manner="spoken", given_on=DAY
        )


def test_closed_entries_are_not_written(world, person):
    Person.objects.filter(pk=person.pk).update(erased_at="2026-01-01T00:00Z")
    person.refresh_from_db()
    with pytest.raises(ValidationError):
        update_person(actor=world.staff, person=person, expected=1, name_en="X")


def test_audit_record_names_fields_and_no_value(world, person):
    update_person(
        actor=world.staff, person=person, expected=1, name_ar="نجوى سريتجربة", phone="777123456", notes="كتوم"
    )
    consent = record_consent(
        actor=world.staff, person=person, purpose="naming", manner="spoken", given_on=DAY
    )
    withdraw_consent(actor=world.staff, consent=consent)
    entries = AuditEntry.objects.order_by("id").filter(action__startswith="participants.")
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("participants.update_person", person.public_id),
        ("participants.record_consent", consent.public_id),
        ("participants.withdraw_consent", consent.public_id),
    ]
    assert entries[0].details == {"fields": ["name_ar", "notes", "phone"]}
    assert entries[1].details == {"person": str(person.public_id), "purpose": "naming"}
    said = json.dumps(list(entries.values_list("details", flat=True)), ensure_ascii=False)
    assert not any(secret in said for secret in ("نجوى", "777123456", "كتوم"))


def test_consent_is_withdrawn_once_and_not_before_it_was_given(world, person):
    with pytest.raises(ValidationError):
        record_consent(
            actor=world.staff, person=person, purpose="list", manner="spoken", given_on=datetime.date.max
        )
    consent = record_consent(actor=world.staff, person=person, purpose="list", manner="signed", given_on=DAY)
    with pytest.raises(ValidationError):
        withdraw_consent(actor=world.staff, consent=consent, withdrawn_on=DAY - datetime.timedelta(days=1))
    later = DAY + datetime.timedelta(days=5)
    withdraw_consent(actor=world.staff, consent=consent, withdrawn_on=later)
    withdraw_consent(actor=world.staff, consent=consent)
    consent.refresh_from_db()
    assert consent.withdrawn_on == later
    assert AuditEntry.objects.filter(action="participants.withdraw_consent").count() == 1


def test_contacts_stand_in_the_database_as_ciphertext_only(world, person):
    secrets = {"phone": "777123456", "email": "someone@example.org", "notes": "ملاحظة سرية"}
    update_person(actor=world.staff, person=person, expected=1, **secrets)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, email, notes FROM participants_person WHERE id = %s", [person.pk])
        stored = cursor.fetchone()
    assert all(token.startswith("gAAAA") for token in stored)
    assert not any(value in token for value in secrets.values() for token in stored)
    secrets["phone"] = "+967777123456"
    fresh = Person.objects.get(pk=person.pk)
    assert {name: getattr(fresh, name) for name in secrets} == secrets


@pytest.mark.parametrize("field", ["phone", "email", "notes"])
@pytest.mark.parametrize(
    "lookup", ["exact", "iexact", "contains", "icontains", "startswith", "in", "regex", "gt"]
)
def test_encrypted_columns_cannot_be_searched(field, lookup):
    with pytest.raises(FieldError):
        Person.objects.filter(**{f"{field}__{lookup}": ["7"] if lookup == "in" else "7"}).count()


def test_who_sees_a_person_is_the_same_as_query_and_as_predicate(world):
    own, foreign = ForumFactory(programme=world.programme), ForumFactory(programme=world.other_programme)
    people = {
        "present here": AttendanceFactory(forum=own).person,
        "thanked here": AcknowledgementFactory(forum=own).person,
        "present elsewhere": AttendanceFactory(forum=foreign).person,
        "in neither": PersonFactory(),
    }
    both = AttendanceFactory(forum=own).person
    AttendanceFactory(forum=foreign, person=both)
    people["in both"] = both
    seen = {
        name: {word for word, person in people.items() if user.has_perm("participants.view_person", person)}
        for name, user in world.users.items()
    }
    here = {"present here", "thanked here", "in both"}
    assert seen["staff"] == seen["manager"] == seen["second_manager"] == seen["no_second_factor"] == here
    assert (
        seen["foreign_staff"] == seen["foreign_manager"] == seen["dual"] == {"present elsewhere", "in both"}
    )
    for name in ("donor", "auditor", "reviewer", "administrator", "superuser", "roleless", "deactivated"):
        assert seen[name] == set(), name
    for name, user in world.users.items():
        listed = list(Person.objects.visible_to(user))
        assert len(listed) == len(set(listed))
        assert {word for word, person in people.items() if person in listed} == seen[name]
