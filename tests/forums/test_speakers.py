"""Who said it: written in the draft by its writers alone, apart and encrypted, and sealed by the approval."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from common.keyring_file import write_new_keyring
from common.models import AuditEntry
from forums.models import Output, OutputSpeaker
from forums.services import outputs, speakers
from forums.services.writing import MinutesClosed

from ..factories import AttendanceFactory, MinutesFactory, OutputFactory, PersonFactory

pytestmark = pytest.mark.django_db

OUTPUT = {"kind": "issue", "text": "قضية تجريبية", "said_by": "participants"}


@pytest.fixture
def minutes(world):
    return MinutesFactory(forum__programme=world.programme)


@pytest.fixture
def attendance(minutes):
    return AttendanceFactory(
        forum=minutes.forum, person__name_ar="قائلة تجريبية", person__name_en="Test speaker"
    )


@pytest.fixture
def output(minutes):
    return OutputFactory(minutes=minutes)


@pytest.fixture
def spoken(world, output, attendance):
    """The output, with its speaker on record."""
    speakers.record_speaker(actor=world.staff, output=output, person=attendance.person)
    return output


def url(minutes, output=None):
    address = reverse("forums:outputs", args=[minutes.forum.public_id])
    return f"{address}?edit={output.public_id}" if output else address


def edit(client, minutes, output, **given):
    output.refresh_from_db()
    data = OUTPUT | {"version": output.version, **given}
    return client.post(url(minutes, output), data)


def recorded(output):
    return OutputSpeaker.objects.filter(output=output).values_list("person", flat=True).first()


def seal(output):
    OutputSpeaker.objects.filter(output=output).update(sealed_at=output.created_at)


def test_it_lies_apart_and_encrypted(world, output, attendance):
    person = attendance.person
    speakers.record_speaker(actor=world.staff, output=output, person=person)
    assert recorded(output) == str(person.public_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM forums_outputspeaker")
        stored = str(cursor.fetchone()[0])
    assert str(person.public_id) not in stored
    assert person.public_id.hex not in stored
    entry = AuditEntry.objects.get(action="forums.record_speaker")
    assert str(person.public_id) not in str(entry.details)


def test_the_editor_offers_whoever_was_present_and_keeps_the_choice(minutes, attendance, as_role):
    absent = AttendanceFactory(forum=minutes.forum, presence="absent", person__name_en="Absent one")
    elsewhere = AttendanceFactory(person__name_en="One of another forum")
    client = as_role("staff")
    page = client.get(url(minutes)).content.decode()
    assert f'value="{attendance.public_id}">Test speaker' in page
    assert absent.person.name_en not in page
    assert elsewhere.person.name_en not in page
    client.post(url(minutes), OUTPUT | {"speaker": attendance.public_id})
    output = Output.objects.get()
    assert recorded(output) == str(attendance.person.public_id)
    page = client.get(url(minutes, output)).content.decode()
    assert f'value="{attendance.public_id}" selected' in page
    edit(client, minutes, output, speaker=attendance.public_id, text="نص آخر")
    assert recorded(output) == str(attendance.person.public_id)
    edit(client, minutes, output, speaker="")
    assert recorded(output) is None


def test_no_list_and_no_other_page_of_the_editor_tells_it(world, minutes, output, attendance, as_role):
    speakers.record_speaker(actor=world.staff, output=output, person=attendance.person)
    for name in ("outputs", "check", "detail"):
        page = (
            as_role("staff").get(reverse(f"forums:{name}", args=[minutes.forum.public_id])).content.decode()
        )
        assert f'value="{attendance.public_id}" selected' not in page
        assert str(attendance.person.public_id) not in page.split('id="add"')[-1]


@pytest.mark.parametrize("attribution", ["none", "not_stated"])
def test_where_nobody_stands_behind_it_nobody_is_recorded(minutes, attendance, as_role, attribution):
    given = OUTPUT | {"speaker": attendance.public_id, "attribution": attribution}
    page = as_role("staff").post(url(minutes), given).content.decode()
    assert "With this attribution nobody is recorded as the speaker." in page
    assert not Output.objects.exists()


def test_a_new_attribution_that_allows_nobody_forgets_who_it_was(world, output, attendance):
    speakers.record_speaker(actor=world.staff, output=output, person=attendance.person)
    outputs.edit_output(actor=world.staff, output=output, expected=output.version, attribution="none")
    assert recorded(output) is None
    with pytest.raises(ValidationError):
        speakers.record_speaker(actor=world.staff, output=output, person=attendance.person)


def test_only_who_was_present_can_be_the_speaker(world, output, attendance):
    for stranger in (PersonFactory(), AttendanceFactory(forum=attendance.forum, presence="excused").person):
        with pytest.raises(ValidationError):
            speakers.record_speaker(actor=world.staff, output=output, person=stranger)
    assert recorded(output) is None


def test_what_is_sealed_is_read_and_changed_by_nobody(world, minutes, output, attendance, as_role):
    """Also in minutes that are open again."""
    other = AttendanceFactory(forum=minutes.forum, person__name_en="Somebody else").person
    speakers.record_speaker(actor=world.staff, output=output, person=attendance.person)
    seal(output)
    before = recorded(output)
    assert speakers.read_speaker(actor=world.staff, output=output) == ""
    for act in (
        lambda: speakers.record_speaker(actor=world.staff, output=output, person=other),
        lambda: speakers.forget_speaker(actor=world.staff, output=output),
    ):
        with pytest.raises(ValidationError):
            act()
    client = as_role("staff")
    page = client.get(url(minutes, output)).content.decode()
    assert str(attendance.public_id) not in page
    assert "sealed at the approval" in page
    edit(client, minutes, output, speaker=attendance.public_id, attribution="none")
    output.refresh_from_db()
    assert (output.attribution, recorded(output)) == ("none", before)


def test_submitted_minutes_are_closed_for_it_too(world, minutes, output, attendance):
    minutes.state = "submitted"
    minutes.save()
    output.refresh_from_db()
    with pytest.raises(MinutesClosed):
        speakers.record_speaker(actor=world.staff, output=output, person=attendance.person)


@pytest.mark.parametrize("name", ["manager", "donor", "auditor", "superuser", "foreign_staff"])
def test_nobody_but_the_writers_reads_it_in_a_draft(world, output, attendance, name):
    speakers.record_speaker(actor=world.staff, output=output, person=attendance.person)
    with pytest.raises(PermissionDenied):
        speakers.read_speaker(actor=world.users[name], output=output)


@pytest.mark.parametrize("is_there", [False, True], ids=["no key", "another key"])
def test_without_the_key_the_rest_is_written_as_ever(spoken, as_role, tmp_path, settings, is_there):
    before, minutes = recorded(spoken), spoken.minutes
    settings.KEYRING_SPEAKERS_FILE = tmp_path / "elsewhere"
    if is_there:
        write_new_keyring(tmp_path / "elsewhere")
    client = as_role("staff")
    page = client.get(url(minutes, spoken)).content.decode()
    assert "The key of the speakers is not on this machine" in page
    attendance = minutes.forum.attendances.get()
    answer = edit(client, minutes, spoken, text="نص بلا مفتاح", speaker=attendance.public_id)
    assert answer.status_code == 302
    assert Output.objects.get().text == "نص بلا مفتاح"
    settings.KEYRING_SPEAKERS_FILE = None
    assert recorded(spoken) == before
