"""An import is taken back as far as nothing was built on it."""

import pytest

from common.models import AuditEntry
from common.versions import StaleVersion
from forums.models import Standing
from participants.models import ImportRow, Person
from participants.services.imports.undoing import reason_of, undo_import
from participants.services.people import update_person

from ...factories import AttendanceFactory, MinutesFactory
from .sheets import HEADERS, hand_in, known, taken_in

pytestmark = pytest.mark.django_db
ROWS = [["سالم صالح المثال", "", "", ""], ["منى عوض التجربة", "", "", ""], ["هدى ناصر السطر", "", "", ""]]


def undo(world, sheet):
    sheet.refresh_from_db()
    staying = undo_import(actor=world.staff, sheet=sheet, expected=sheet.version)
    sheet.refresh_from_db()
    return staying


def test_all_that_was_created_goes(world):
    sheet = hand_in(world, ROWS)
    taken_in(sheet, world.staff)
    assert undo(world, sheet) == []
    assert not Person.objects.exists()
    assert not Standing.objects.exists()
    assert not ImportRow.objects.exists()
    assert sheet.counts == {"taken_back": 3, "stays": 0}
    entry = AuditEntry.objects.get(action="participants.undo_import")
    assert len(entry.details["taken_back"]) == 3


def test_what_was_changed_is_put_back_as_it_stood(world):
    person = known(world.programme, "هدى ناصر السطر", languages="العربية")
    before = Person.objects.values().get(pk=person.pk)
    sheet = hand_in(
        world,
        [["هدى ناصر السطر", "media", "أنثى", "777123456", "العربية والإنجليزية"]],
        [*HEADERS, "اللغات"],
    )
    taken_in(sheet, world.staff)
    changed = Person.objects.get(pk=person.pk)
    assert (changed.sex, changed.phone, changed.version) == ("f", "+967777123456", 2)
    undo(world, sheet)
    after = Person.objects.values().get(pk=person.pk)
    # A later version, since others may have seen the one between.
    for name in ("version", "updated_at"):
        assert after.pop(name) > before.pop(name)
    assert after == before


def test_whoever_came_to_a_forum_or_was_changed_since_stays_and_it_is_said_why(world):
    sheet = hand_in(world, ROWS)
    taken_in(sheet, world.staff)
    salem, mona, huda = Person.objects.order_by("pk")
    AttendanceFactory(forum=MinutesFactory(forum__programme=world.programme).forum, person=salem)
    update_person(actor=world.staff, person=mona, expected=1, name_en="Mona")
    staying = undo(world, sheet)
    assert {one.row.person_id for one in staying} == {salem.pk, mona.pk}
    assert set(Person.objects.values_list("pk", flat=True)) == {salem.pk, mona.pk}
    assert {reason_of(row) for row in sheet.rows.all()} == {
        "غُيّر بعد ذلك.",
        "ارتبط به منذ ذلك شيء: الحضور.",
    }
    assert huda.pk not in {row.person_id for row in sheet.rows.all()}


def test_undoing_twice_is_refused_and_changes_nothing(world):
    sheet = hand_in(world, ROWS)
    taken_in(sheet, world.staff)
    undo(world, sheet)
    with pytest.raises(StaleVersion):
        undo_import(actor=world.staff, sheet=sheet, expected=sheet.version)


def test_a_second_entry_in_the_programme_by_the_sheet_is_taken_back_and_the_person_stays(world):
    from accounts.models import Membership, Role

    Membership.objects.create(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    world.staff.__dict__.pop("current_memberships", None)
    person = known(world.other_programme, "أحمد علي الأمين")
    sheet = hand_in(world, [["أحمد علي الأمين"]], ["الاسم"])
    taken_in(sheet, world.staff)
    assert Person.objects.visible_to(world.manager).exists()
    undo(world, sheet)
    assert not Person.objects.visible_to(world.manager).exists()
    assert Person.objects.visible_to(world.foreign_staff).get() == person
