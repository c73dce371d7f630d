"""Who may have a programme purged, when, on which pages, and what a list outside of the database remembers."""

import datetime

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, allow_act
from common.models import AuditEntry
from common.tombstones import read_tombstones
from forums.models import Programme
from recommendations.models import OutboxMessage
from reports.services import purge as service
from reports.services.purge import acts
from reports.services.purge.rows import find_programme
from reports.services.purge.stones import void_stone, write_stone

from .planted import WORD, dump, purge, tables_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"archived_at": None}, "not_archived"),
        ({"archived_at": timezone.now() - datetime.timedelta(days=700)}, "too_early"),
        ({"end": timezone.localdate()}, "too_early"),
        ({"extended_until": timezone.localdate()}, "too_early"),
        ({"retention_months": 600}, "too_early"),
    ],
)
def test_before_its_time_nobody_can(world, scene, allowed, fields, reason):
    Programme.objects.filter(pk=world.programme.pk).update(**fields)
    for act in (
        lambda: purge(world),
        lambda: service.ask_to_purge_programme(
            actor=world.manager, programme=Programme.objects.get(code="TST"), reason="سبب", path="/"
        ),
    ):
        with pytest.raises(service.PurgeRefused) as refusal:
            act()
        assert refusal.value.reason == reason
    assert Programme.objects.get(code="TST").forums.count() == 3


def test_it_takes_the_second_person_and_the_code(world, scene):
    with pytest.raises(SecondPersonMissing):
        purge(world)
    request = service.ask_to_purge_programme(
        actor=world.manager, programme=world.programme, reason="سبب", path="/"
    )
    allow_act(actor=world.second_manager, request=request)
    with pytest.raises(ValidationError):
        purge(world, typed="FRN")
    assert world.programme.forums.count() == 3
    assert read_tombstones(settings.TOMBSTONES_FILE) == []


def test_what_fails_after_its_line_was_written_is_taken_back_on_the_list(world, scene, allowed, monkeypatch):
    def fail(paths):
        raise OSError("disk")

    monkeypatch.setattr(acts, "remove_files", fail)
    with pytest.raises(OSError, match="disk"):
        purge(world)
    assert [line["kind"] for line in read_tombstones(settings.TOMBSTONES_FILE)] == [
        "programme",
        "void_programme",
    ]
    assert service.replay_purges(settings.TOMBSTONES_FILE) == 0
    assert world.programme.forums.count() == 3


def test_a_line_on_the_list_purges_what_a_backup_brought_back(world, scene):
    findings = find_programme(world.programme)
    write_stone(
        settings.TOMBSTONES_FILE, programme=world.programme, number="1", at="2026-01-01T00:00:00+00:00"
    )
    write_stone(
        settings.TOMBSTONES_FILE, programme=world.other_programme, number="2", at="2026-01-01T00:00:00+00:00"
    )
    void_stone(settings.TOMBSTONES_FILE, "2")
    assert service.replay_purges(settings.TOMBSTONES_FILE) == 1
    assert tables_with(WORD, dump()) == []
    assert not any(path.exists() for path in findings.files)
    assert world.other_programme.forums.count() == 3
    assert AuditEntry.objects.filter(action="reports.replay_purge").count() == 1
    assert service.replay_purges(settings.TOMBSTONES_FILE) == 0


def test_the_pages_from_the_question_to_the_end(world, scene, as_role):
    manager, address = as_role("manager"), reverse("reports:purge", args=[world.programme.public_id])
    page = manager.get(address).content.decode()
    for words in (
        "3 forums",
        "2 released reports: their numbers",
        "persons, except those in another programme",
    ):
        assert words in page
    assert "Delete for good" not in page
    manager.post(reverse("reports:ask_purge", args=[world.programme.public_id]), {"note": "انتهت المدة"})
    request = TwoPersonAct.objects.get(act="purge_programme")
    as_role("second_manager").post(
        reverse("second_person_allow", args=[request.public_id]), {"version": request.version}
    )
    assert "Delete for good" in manager.get(address).content.decode()
    manager.post(address, {"code": "FRN"})
    assert world.programme.forums.count() == 3
    answer = manager.post(address, {"code": "tst"})
    assert answer.url == reverse("home")
    assert world.programme.forums.count() == 0
    assert OutboxMessage.objects.filter(programme=world.programme).count() == 0
    assert manager.get(address).status_code == 404


def test_the_page_says_until_when_its_time_runs(world, scene, as_role):
    Programme.objects.filter(pk=world.programme.pk).update(archived_at=timezone.now())
    page = as_role("manager").get(reverse("reports:purge", args=[world.programme.public_id])).content.decode()
    assert "Its retention time runs until" in page
    assert "Ask a second person" not in page


def test_the_command_does_what_two_persons_decided_and_nothing_else(world, scene, capsys):
    call_command("purge_programme", "TST", dry_run=True)
    assert "forums.Forum: 3" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody has allowed it"):
        call_command("purge_programme", "TST")
    assert world.programme.forums.count() == 3
    request = service.ask_to_purge_programme(
        actor=world.manager, programme=world.programme, reason="سبب", path="/"
    )
    allow_act(actor=world.second_manager, request=request)
    call_command("purge_programme", "TST")
    assert world.programme.forums.count() == 0
    assert AuditEntry.objects.get(action="reports.purge_programme").actor == world.manager.public_id
