"""Who may erase a person, when nothing is done, and what stands on the list then."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.services import SecondPersonMissing
from common.tombstones import read_tombstones
from forums.models import Attendance, Output
from participants.models import Person
from recommendations.models import Attachment
from reports.services.erasure import (
    Decision,
    ErasureRefused,
    SpeakersLocked,
    ask_to_erase_person,
    erase_person,
    find_person,
    replay_erasures,
)

from ... import factories
from .canary import PARTS, erase

pytestmark = [pytest.mark.django_db, pytest.mark.turns(3)]


def stones(settings):
    return read_tombstones(settings.TOMBSTONES_FILE)


def test_files_are_deleted_or_kept_with_a_reason(world, person, settings):
    folder = settings.MEDIA_ROOT / "attachments"
    with pytest.raises(ValidationError):
        erase(world, person, deleted=())
    assert not Person.objects.get(pk=person.pk).erased_at
    assert stones(settings) == []
    scan = Attachment.objects.get(letter__isnull=False)
    erase(world, person, deleted=[str(scan.public_id)], kept_because="لا يظهر فيه أحد")
    assert Attachment.objects.get().kept_because == "لا يظهر فيه أحد"
    assert len(list(folder.iterdir())) == 1


def test_it_takes_a_second_person_and_is_done_once(world, person):
    found = find_person(user=world.manager, person=person)
    decision = Decision({place.key for place in found.places}, found.file_ids, "", found.seen)
    with pytest.raises(SecondPersonMissing):
        erase_person(actor=world.manager, person=person, decision=decision)
    assert not Person.objects.get(pk=person.pk).erased_at
    erase(world, person)
    with pytest.raises(ErasureRefused) as refusal:
        erase_person(actor=world.manager, person=person, decision=decision)
    assert refusal.value.reason == "erased"
    with pytest.raises(ErasureRefused):
        ask_to_erase_person(
            actor=world.manager, person=Person.objects.get(pk=person.pk), reason="x", path="/"
        )


@pytest.mark.parametrize("name", ["staff", "foreign_manager", "auditor", "administrator", "superuser"])
def test_who_may_not(world, person, name):
    with pytest.raises(PermissionDenied):
        ask_to_erase_person(actor=world.users[name], person=person, reason="x", path="/")
    with pytest.raises(PermissionDenied):
        erase_person(actor=world.users[name], person=person, decision=Decision((), (), "", ""))


def test_what_was_written_since_he_looked_is_looked_at_first(world, person, forum, settings):
    request = ask_to_erase_person(actor=world.manager, person=person, reason="x", path="/")
    found = find_person(user=world.manager, person=person)
    Output.objects.create(minutes=forum.minutes, kind="issue", text=PARTS[0])
    type(request).objects.filter(pk=request.pk).update(state="allowed", decided_at=timezone.now())
    with pytest.raises(ErasureRefused) as refusal:
        erase_person(
            actor=world.manager, person=person, decision=Decision((), found.file_ids, "", found.seen)
        )
    assert refusal.value.reason == "outdated"
    assert stones(settings) == []


def test_an_entry_of_two_programmes_takes_whoever_manages_both_and_tells_nothing(world, person):
    forum = factories.MinutesFactory(forum__programme=world.other_programme).forum
    factories.AttendanceFactory(forum=forum, person=person, post="منصب هناك")
    person = Person.objects.get(pk=person.pk)
    with pytest.raises(ErasureRefused) as refusal:
        ask_to_erase_person(actor=world.manager, person=person, reason="x", path="/")
    assert (refusal.value.reason, str(refusal.value)) == ("beyond", "beyond")
    factories.MembershipFactory(user=world.manager, role="manager", programme=world.other_programme)
    actor = User.objects.get(pk=world.manager.pk)
    world.users["manager"] = actor
    erase(world, person)
    assert Attendance.objects.get(forum=forum).post == ""


def test_where_the_transaction_fails_after_all_the_line_is_taken_back(world, person, settings, monkeypatch):
    def fail(paths):
        raise OSError("no disk")

    monkeypatch.setattr("reports.services.erasure.acts.remove_files", fail)
    with pytest.raises(OSError, match="no disk"):
        erase(world, person)
    assert not Person.objects.get(pk=person.pk).erased_at
    assert [record["kind"] for record in stones(settings)] == ["person", "void"]
    assert replay_erasures(settings.TOMBSTONES_FILE) == 0
    monkeypatch.undo()
    settings.TOMBSTONES_FILE = settings.TOMBSTONES_FILE
    erase(world, person)
    assert Person.objects.get(pk=person.pk).erased_at
    assert [record["kind"] for record in stones(settings)] == ["person", "void", "person"]


def test_without_the_key_of_the_speakers_nothing_is_done(world, person, settings, tmp_path):
    settings.KEYRING_SPEAKERS_FILE = tmp_path / "in-the-safe"
    with pytest.raises(SpeakersLocked):
        erase(world, person)
    assert not Person.objects.get(pk=person.pk).erased_at
    assert stones(settings) == []
