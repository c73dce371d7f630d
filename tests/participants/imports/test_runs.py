"""Runs that are killed, overtaken or asked for twice; and as many queries for 10 rows as for 250."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common.background import beat
from common.background.beat import fall_silent
from common.models import AuditEntry
from common.versions import StaleVersion
from forums.models import Standing
from participants.models import NameKey, Person, SheetImport
from participants.services.imports import applying, persons
from participants.services.imports.deciding import decide_rows
from participants.services.imports.looking import look_through
from participants.services.imports.opening import choose_columns
from participants.services.imports.sweeping import sweep_imports
from participants.services.people import update_person

from .sheets import decide, hand_in, known, taken_in, verdicts

pytestmark = pytest.mark.django_db
FIRST = ("سالم", "منى", "هدى", "ناصر", "فضل", "عوض", "أحمد", "سعيد", "عمر", "ليلى")


def names(count):
    """So many different names."""
    return [
        [
            f"{FIRST[n % 10]} {FIRST[n // 10 % 10]} {FIRST[n // 100 % 10]} المثال{'ي' * (n // 500)}",
            "media",
            "",
            "777123456",
        ]
        for n in range(count)
    ]


def test_a_run_that_dies_in_the_middle_leaves_nothing(world, monkeypatch):
    sheet = hand_in(world, names(20))
    entries = AuditEntry.objects.count()

    def die(**_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(persons, "stand", die)
    with pytest.raises(KeyboardInterrupt):
        taken_in(sheet, world.staff)
    sheet.refresh_from_db()
    assert sheet.stage == sheet.Stage.APPLYING
    assert not Person.objects.exists()
    assert not NameKey.objects.exists()
    assert not Standing.objects.exists()
    assert not sheet.rows.exclude(act="").exists()
    assert AuditEntry.objects.count() == entries + 1
    monkeypatch.undo()
    # The worker finds it and does it once.
    SheetImport.objects.update(updated_at=timezone.now() - datetime.timedelta(hours=1))
    sweep_imports(stuck_after=datetime.timedelta(minutes=10))
    assert DBTaskResult.objects.filter(task_path="participants.tasks.apply_sheet").count() == 1
    for _twice in range(2):
        applying.apply_import(public_id=str(sheet.public_id))
    assert Person.objects.count() == 20


def test_a_large_sheet_is_left_to_the_worker_if_there_is_one(world, monkeypatch):
    monkeypatch.setattr("participants.services.imports.opening.DIRECT", 5)
    monkeypatch.setattr(applying, "DIRECT", 5)
    beat()
    try:
        sheet = hand_in(world, names(6))
        assert sheet.stage == sheet.Stage.READING
        assert look_through(public_id=str(sheet.public_id)) == "ready"
        assert look_through(public_id=str(sheet.public_id)) == "ready"
        sheet.refresh_from_db()
        taken_in(sheet, world.staff)
        assert sheet.stage == sheet.Stage.APPLYING
        assert not Person.objects.exists()
        assert applying.apply_import(public_id=str(sheet.public_id)) == "applied"
        assert Person.objects.count() == 6
    finally:
        fall_silent()


def test_where_somebody_known_was_changed_meanwhile_nothing_is_written(world):
    person = known(world.programme, "هدى ناصر السطر")
    sheet = hand_in(world, [*names(3), ["هدى ناصر السطر", "media", "", ""]])
    update_person(actor=world.staff, person=person, expected=1, name_en="Huda")
    taken_in(sheet, world.staff)
    assert sheet.stage == sheet.Stage.READY
    assert sheet.problem == "overtaken"
    assert Person.objects.count() == 1
    # Looked through anew, it goes in.
    taken_in(sheet, world.staff)
    assert sheet.stage == sheet.Stage.APPLIED
    assert Person.objects.count() == 4


def test_whoever_was_entered_meanwhile_is_not_entered_twice(world):
    sheet = hand_in(world, names(3))
    known(world.programme, names(1)[0][0])
    taken_in(sheet, world.staff)
    assert sheet.problem == "overtaken"
    assert verdicts(sheet)[0] in ("changed", "unchanged")
    assert Person.objects.count() == 1


def test_two_windows_the_second_hears_of_the_first(world):
    sheet = hand_in(world, names(3))
    seen = sheet.version
    decide(sheet, world.staff, row_0="skip")
    with pytest.raises(StaleVersion):
        decide_rows(actor=world.staff, sheet=sheet, expected=seen, choices={})
    with pytest.raises(StaleVersion):
        applying.take_in(actor=world.staff, sheet=sheet, expected=seen)
    with pytest.raises(StaleVersion):
        choose_columns(actor=world.staff, sheet=sheet, expected=seen, columns={})
    sheet.refresh_from_db()
    taken_in(sheet, world.staff)
    assert Person.objects.count() == 2


def test_other_columns_are_looked_through_anew(world):
    headers = ["أ", "ب"]
    sheet = hand_in(world, [["سالم صالح المثال", "media"]], headers)
    assert verdicts(sheet) == ["wrong"]
    choose_columns(
        actor=world.staff, sheet=sheet, expected=sheet.version, columns={"name_ar": 0, "category": 1}
    )
    look_through(public_id=str(sheet.public_id))
    sheet.refresh_from_db()
    assert verdicts(sheet) == ["new"]


def queries_of(world, count, mark):
    rows = [[f"{row[0]} {mark}", *row[1:]] for row in names(count)]
    with CaptureQueriesContext(connection) as looked:
        sheet = hand_in(world, rows)
    with CaptureQueriesContext(connection) as done:
        taken_in(sheet, world.staff)
    with CaptureQueriesContext(connection) as again:
        assert set(verdicts(hand_in(world, rows))) == {"unchanged"}
    return [len(one) for one in (looked, done, again)]


def test_250_rows_cost_as_many_queries_as_10(world):
    few = queries_of(world, 10, "باعشر")
    many = queries_of(world, 250, "الكثيري")
    # Asked is once for all rows; they are written by batches, of which 250 rows fill a few more.
    looked, done, again = (b - a for a, b in zip(few, many, strict=True))
    assert (looked <= 4, done <= 20, again <= 4) == (True, True, True), (few, many)
