"""What is deleted because its time is over, by the command and by the worker, and what stays."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Invitation, TwoPersonAct
from common.dates import months_before
from common.models import AuditEntry
from forums.models import OutputSpeaker
from participants.models import Consent
from participants.services.consents import withdraw_consent
from reports.models import RetentionRun
from reports.services import retention as service

from ..factories import (
    AttendanceFactory,
    ConsentFactory,
    MinutesFactory,
    OutputFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

OLD = timezone.now() - datetime.timedelta(days=800)


@pytest.fixture
def minutes(world):
    return MinutesFactory(forum__programme=world.programme, state="approved", revision=1)


def speaker(minutes, *, sealed_at=OLD, person=None):
    """The row of a speaker of a new output."""
    person = person or AttendanceFactory(forum=minutes.forum).person
    output = OutputFactory(minutes=minutes)
    return OutputSpeaker.objects.create(output=output, person=str(person.public_id), sealed_at=sealed_at)


def left():
    return set(OutputSpeaker.objects.values_list("pk", flat=True))


def entries():
    return AuditEntry.objects.filter(action="reports.apply_retention")


def test_speakers_go_after_the_time_of_their_own_programme(world, minutes):
    longer = MinutesFactory(forum__programme=world.other_programme)
    world.other_programme.retention_months = 60
    world.other_programme.save()
    speaker(minutes)
    young = speaker(minutes, sealed_at=timezone.now() - datetime.timedelta(days=700))
    elsewhere = speaker(longer)
    run = service.apply_retention()
    assert left() == {young.pk, elsewhere.pk}
    assert run.deleted == {"speakers": {"TST": 1}}


def test_what_was_never_approved_counts_from_its_writing(minutes):
    row, fresh = speaker(minutes, sealed_at=None), speaker(minutes, sealed_at=None)
    type(row.output).objects.filter(pk=row.output.pk).update(created_at=OLD)
    service.apply_retention()
    assert left() == {fresh.pk}


def test_whoever_asked_to_be_named_stays_until_he_takes_it_back(world, minutes):
    kept, gone = speaker(minutes), speaker(minutes)
    person = AttendanceFactory(forum=minutes.forum).person
    merged = PersonFactory(merged_into=person)
    also_kept = speaker(minutes, person=merged)
    consent = ConsentFactory(person=person, recorded_by=world.staff)
    named = minutes.forum.attendances.get(person__public_id=kept.person).person
    ConsentFactory(person=named, recorded_by=world.staff)
    for purpose in ("list", "photo"):
        other = minutes.forum.attendances.get(person__public_id=gone.person).person
        ConsentFactory(person=other, recorded_by=world.staff, purpose=purpose)
    service.apply_retention()
    assert left() == {kept.pk, also_kept.pk}
    withdraw_consent(actor=world.staff, consent=consent)
    service.apply_retention()
    assert left() == {kept.pk}
    assert Consent.objects.filter(person=named).exists()


def test_one_entry_holds_the_numbers_and_nobody(minutes):
    rows = [speaker(minutes) for _ in range(3)]
    ids = [row.person for row in rows] + [str(row.output.public_id) for row in rows]
    service.apply_retention()
    entry = entries().get()
    assert entry.details == {"speakers": {"TST": 3}}
    assert not any(one in str(entry.details) + str(RetentionRun.objects.get().deleted) for one in ids)


def test_without_the_key_they_wait_and_the_log_says_so(minutes, tmp_path, settings, caplog):
    row = speaker(minutes)
    settings.KEYRING_SPEAKERS_FILE = tmp_path / "elsewhere"
    assert service.apply_retention_daily()
    assert left() == {row.pk}
    assert RetentionRun.objects.get().waiting == {"TST": 1}
    assert "their key is not on this machine: 1" in caplog.text
    settings.KEYRING_SPEAKERS_FILE = None
    service.apply_retention()
    assert left() == set()


def test_a_dry_run_says_what_would_go_and_changes_nothing(minutes):
    row = speaker(minutes)
    said = StringIO()
    call_command("apply_retention", dry_run=True, stdout=said)
    assert said.getvalue() == "TST: speakers would be deleted: 1\n"
    assert left() == {row.pk}
    assert not RetentionRun.objects.exists()
    said = StringIO()
    call_command("apply_retention", stdout=said)
    assert said.getvalue() == "TST: speakers deleted: 1\n"
    said = StringIO()
    call_command("apply_retention", stdout=said)
    assert said.getvalue() == "Nothing has been kept too long.\n"
    assert entries().count() == 1


def test_the_worker_does_it_once_a_day(minutes):
    assert service.apply_retention_daily()
    row = speaker(minutes)
    assert not service.apply_retention_daily()
    assert left() == {row.pk}
    RetentionRun.objects.update(ran_at=timezone.now() - service.ONCE_IN)
    assert service.apply_retention_daily()
    assert left() == set()
    assert RetentionRun.objects.count() == 1, "a look that deleted nothing makes place for the next"


def test_links_of_accounts_in_use_go_and_those_of_others_stay():
    now = timezone.now()

    def link(user, **fields):
        fields = {"expires_at": now + datetime.timedelta(hours=1), **fields}
        return Invitation.objects.create(
            user=user, token_hash=f"{now.timestamp()}{user and user.pk}", **fields
        )

    shut = UserFactory(password=None)
    shut.set_unusable_password()
    shut.save()
    stay = [link(UserFactory()), link(shut, expires_at=now)]
    link(UserFactory(), used_at=now)
    link(UserFactory(), expires_at=now)
    link(None, expires_at=now)
    run = service.apply_retention()
    assert run.deleted == {"links": 3}
    assert set(Invitation.objects.all()) == set(stay)


def test_requests_that_ran_out_go_and_what_was_done_stays(world):
    now, acts = timezone.now(), TwoPersonAct

    def request(hours, **fields):
        row = acts.objects.create(
            act="open_seal",
            subject_type="forums.output",
            subject=PersonFactory().public_id,
            label="X",
            path="/",
            reason="سبب تجريبي",
            asked_by=world.manager,
            **fields,
        )
        moment = now - datetime.timedelta(hours=hours)
        acts.objects.filter(pk=row.pk).update(
            created_at=moment, decided_at=moment if "state" in fields else None
        )
        return row

    stay = [
        request(140),
        request(90, state="allowed"),
        request(9999, state="done"),
        request(9999, state="refused"),
    ]
    request(145)
    request(97, state="allowed")
    run = service.apply_retention()
    assert run.deleted == {"acts": 2}
    assert set(acts.objects.all()) == set(stay)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-26", 24, "2024-11-26"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-30", 1, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
    ],
)
def test_months_are_counted_back_by_the_calendar(day, months, before):
    assert months_before(datetime.date.fromisoformat(day), months).isoformat() == before
