"""From draft to approved and on to the next revision."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from forums.models import MinutesRevision, OutputSpeaker
from forums.services import attendance, outputs, speakers
from forums.services import minutes as service
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.freezing import content_digest, revision_holds, words_of
from participants.models import Person

from ..factories import AttendanceFactory, MinutesFactory, OutputFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(world):
    """Minutes with one output and one present person whose sex is not recorded."""
    minutes = MinutesFactory(forum__programme=world.programme)
    AttendanceFactory(forum=minutes.forum)
    OutputFactory(minutes=minutes, kind="observation")
    return minutes


def submitted(world, minutes):
    return service.submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)


def approve(world, minutes, **options):
    reasons = {warning.key: "سبب تجريبي" for warning in approval_warnings(minutes)}
    options = {"expected": minutes.version, "reasons": reasons, "checklist": set(CHECKLIST)} | options
    return service.approve_minutes(actor=world.manager, minutes=minutes, **options)


def test_without_date_or_people_nothing_is_submitted(world):
    empty = MinutesFactory(forum__programme=world.programme, forum__date=None)
    with pytest.raises(ValidationError) as refusal:
        submitted(world, empty)
    assert len(refusal.value.messages) == 2
    empty.refresh_from_db()
    assert empty.state == "draft"


def test_a_writer_takes_back_and_a_manager_returns_with_a_note(world, minutes):
    submitted(world, minutes)
    service.take_back_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)
    assert minutes.state == "draft"
    submitted(world, minutes)
    with pytest.raises(NoteMissing):
        service.return_minutes(actor=world.manager, minutes=minutes, expected=minutes.version, note=" ")
    minutes.refresh_from_db()
    service.return_minutes(actor=world.manager, minutes=minutes, expected=minutes.version, note="تُكمل الصفات")
    minutes.refresh_from_db()
    assert (minutes.state, minutes.return_note) == ("draft", "تُكمل الصفات")


def test_a_second_submission_finds_nothing_to_do(world, minutes):
    submitted(world, minutes)
    with pytest.raises(NotAllowedHere):
        submitted(world, minutes)


def test_approval_asks_for_each_reason_and_every_point(world, minutes):
    submitted(world, minutes)
    with pytest.raises(service.ApprovalIncomplete) as missing:
        approve(world, minutes, reasons={})
    assert missing.value.missing == {"sex-not-recorded"}
    with pytest.raises(service.ApprovalIncomplete) as missing:
        approve(world, minutes, checklist=set(CHECKLIST) - {"consent_on_record"})
    assert missing.value.missing == {"consent_on_record"}
    minutes.refresh_from_db()
    assert (minutes.state, minutes.revision, MinutesRevision.objects.count()) == ("submitted", 0, 0)


def test_an_approved_revision_holds_words_and_no_names(world, minutes):
    output = minutes.outputs.get()
    submitted(world, minutes)
    revision = approve(world, minutes)
    minutes.refresh_from_db()
    assert (minutes.state, minutes.revision, revision.number) == ("approved", 1, 1)
    assert words_of(revision, str(output.public_id)) == {"text": output.text}
    assert words_of(revision, "forum")["title"] == minutes.forum.title_ar
    for told in (output.text, minutes.forum.title_ar, Person.objects.get().name_ar):
        assert told not in str(revision.content)
    assert revision.digest == content_digest(revision.content)
    assert revision_holds(revision)
    assert revision.warnings == [
        {"key": "sex-not-recorded", "message": revision.warnings[0]["message"], "reason": "سبب تجريبي"}
    ]


def test_approval_seals_speakers_and_forgets_what_was_taken_out(world, minutes):
    output = minutes.outputs.get()
    person = minutes.forum.attendances.get().person
    speakers.record_speaker(actor=world.staff, output=output, person=person)
    removed = AttendanceFactory(forum=minutes.forum, removed_at=timezone.now())
    minutes.refresh_from_db()
    submitted(world, minutes)
    approve(world, minutes)
    assert OutputSpeaker.objects.get().sealed_at is not None
    assert not type(removed).objects.filter(pk=removed.pk).exists()


def test_whoever_submitted_does_not_approve(world, minutes):
    from accounts.models import Membership, Role

    Membership.objects.create(user=world.manager, role=Role.STAFF, programme=world.programme)
    service.submit_minutes(actor=world.manager, minutes=minutes, expected=minutes.version)
    with pytest.raises(PermissionDenied):
        approve(world, minutes)


def test_what_changed_since_the_manager_looked_is_not_approved(world, minutes):
    submitted(world, minutes)
    seen = minutes.version
    service.take_back_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)
    row = minutes.forum.attendances.get()
    row.forum.minutes.refresh_from_db()
    attendance.edit_attendance(actor=world.staff, attendance=row, expected=row.version, post="صفة أخرى")
    minutes.refresh_from_db()
    submitted(world, minutes)
    with pytest.raises(StaleVersion):
        approve(world, minutes, expected=seen)
    minutes.refresh_from_db()
    assert (minutes.state, minutes.revision) == ("submitted", 0)


def test_an_approved_revision_stays_while_the_next_one_is_written(world, minutes):
    submitted(world, minutes)
    first = approve(world, minutes)
    with pytest.raises(NoteMissing):
        service.reopen_minutes(actor=world.manager, minutes=minutes, expected=minutes.version, note="")
    minutes.refresh_from_db()
    service.reopen_minutes(actor=world.manager, minutes=minutes, expected=minutes.version, note="سقطت جملة")
    outputs.add_output(actor=world.staff, minutes=minutes, kind="issue", text="قضية لاحقة")
    submitted(world, minutes)
    second = approve(world, minutes)
    first.refresh_from_db()
    assert (second.number, second.reason) == (2, "سقطت جملة")
    assert len(first.content["outputs"]) == 1
    assert len(second.content["outputs"]) == 2
