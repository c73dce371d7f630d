"""Attendance from a sheet: rows become lines of a list whose minutes are open."""

import json

import pytest
from django.urls import reverse

from common.models import AuditEntry
from forums.models import Attendance
from forums.services.attendance import edit_attendance
from participants.models import Category, Honorific, Person, Rank
from participants.services.imports.undoing import undo_import

from ..factories import AttendanceFactory, InstitutionFactory, MinutesFactory
from ..participants.imports.sheets import decide, hand_in, known, row_of, taken_in, verdicts

pytestmark = pytest.mark.django_db
HEADERS = ["الاسم", "الصفة", "الفئة", "الحضور", "الجهة"]


@pytest.fixture(autouse=True)
def _lists(world):
    Category.objects.filter(code="media").update(name_ar="إعلام")
    Rank.objects.filter(code="colonel").update(name_ar="عقيد", spellings="العقيد")
    Honorific.objects.create(code="dr", name_ar="الدكتور", spellings="د\nدكتور")


@pytest.fixture
def forum(world):
    return MinutesFactory(forum__programme=world.programme).forum


def sheet_of(world, forum, rows, headers=HEADERS):
    return hand_in(world, rows, headers, kind="attendance", forum=forum.public_id)


def test_new_people_come_onto_the_list_as_that_day(world, forum):
    body = InstitutionFactory(code="SEC", name_ar="إدارة أمن التجربة", folded="اداره امن التجربه")
    rows = [
        ["العقيد سالم صالح المثال", "مدير إدارة أمن التجربة", "إعلام", "حاضر", ""],
        ["د. منى عوض التجربة", "", "media", "اعتذر", "SEC"],
        ["", "بلا اسم", "media", "", ""],
        ["هدى ناصر السطر", "", "", "", ""],
    ]
    sheet = sheet_of(world, forum, rows)
    assert verdicts(sheet) == ["new", "new", "wrong", "wrong"]
    assert json.loads(row_of(sheet, 3).findings)["problems"] == [["category", "category", {}]]
    taken_in(sheet, world.staff)
    salem, mona = forum.attendances.order_by("position")
    assert (salem.person.name_ar, salem.rank.code, salem.post) == (
        "سالم صالح المثال",
        "colonel",
        "مدير إدارة أمن التجربة",
    )
    assert (salem.institution, salem.presence) == (body, "present")
    assert (mona.honorific.code, mona.presence, mona.institution) == ("dr", "excused", body)
    forum.minutes.refresh_from_db()
    assert forum.minutes.version == 2
    assert AuditEntry.objects.get(action="forums.enlist_many").details == {"rows": 2, "edited": 0}


def test_who_is_on_the_list_is_recognised_and_who_is_known_brings_the_last_time(world, forum):
    listed = known(world.programme, "سالم صالح المثال")
    line = AttendanceFactory(forum=forum, person=listed, post="مدير")
    other = known(world.programme, "منى عوض التجربة")
    last = other.attendances.get()
    Attendance.objects.filter(pk=last.pk).update(post="رئيسة قسم")
    rows = [["سالم صالح المثال", "مدير عام", "", "", ""], ["منى عوض التجربة", "", "", "", ""]]
    sheet = sheet_of(world, forum, rows)
    assert verdicts(sheet) == ["changed", "new"]
    taken_in(sheet, world.staff)
    line.refresh_from_db()
    assert (line.post, line.version) == ("مدير عام", 2)
    new = forum.attendances.get(person=other)
    assert (new.post, new.category) == ("رئيسة قسم", last.category)
    assert Person.objects.count() == 2
    assert verdicts(sheet_of(world, forum, rows)) == ["unchanged", "unchanged"]


def test_undone_lines_and_new_people_go_and_changed_lines_are_put_back(world, forum):
    listed = known(world.programme, "سالم صالح المثال")
    line = AttendanceFactory(forum=forum, person=listed, post="مدير")
    sheet = sheet_of(
        world, forum, [["سالم صالح المثال", "مدير عام", "", "", ""], ["منى عوض التجربة", "", "media", "", ""]]
    )
    taken_in(sheet, world.staff)
    assert Person.objects.count() == 2
    assert undo_import(actor=world.staff, sheet=sheet, expected=sheet.version) == []
    line.refresh_from_db()
    assert line.post == "مدير"
    assert list(forum.attendances.all()) == [line]
    assert Person.objects.get() == listed


def test_a_line_that_was_edited_since_stays(world, forum):
    sheet = sheet_of(world, forum, [["منى عوض التجربة", "", "media", "", ""]])
    taken_in(sheet, world.staff)
    line = forum.attendances.get()
    edit_attendance(actor=world.staff, attendance=line, expected=1, post="رئيسة")
    staying = undo_import(actor=world.staff, sheet=sheet, expected=sheet.version)
    assert [one.reason for one in staying] == ["later"]
    assert forum.attendances.count() == 1


def test_closed_minutes_take_nothing_in_and_give_nothing_back(world, forum, as_role):
    sheet = sheet_of(world, forum, [["منى عوض التجربة", "", "media", "", ""]])
    other = sheet_of(world, forum, [["سالم صالح المثال", "", "media", "", ""]])
    taken_in(sheet, world.staff)
    type(forum.minutes).objects.filter(pk=forum.minutes.pk).update(state="submitted")
    client = as_role("staff")
    for name, one in (("take_in", other), ("undo_import", sheet)):
        answer = client.post(reverse(f"participants:{name}", args=[one.public_id]), {"version": one.version})
        assert answer.status_code == 404
    assert forum.attendances.count() == 1
    assert client.get(reverse("forums:import_list", args=[forum.public_id])).status_code == 302


def test_two_rows_that_are_decided_to_be_one_person_are_sent_back(world, forum):
    first = known(world.programme, "أحمد علي الأمين")
    known(world.programme, "أحمد علي الأمين")
    rows = [["أحمد علي الأمين", "", "media", "", ""], ["أحمد على الامين", "", "media", "", ""]]
    sheet = sheet_of(world, forum, rows)
    assert verdicts(sheet) == ["doubtful", "doubtful"]
    decide(sheet, world.staff, row_0=first.public_id, row_1=first.public_id)
    taken_in(sheet, world.staff)
    assert sheet.problem == "twice:1"
    assert sheet.stage == sheet.Stage.READY
    assert not forum.attendances.exists()
    decide(sheet, world.staff, row_1="skip")
    taken_in(sheet, world.staff)
    assert forum.attendances.get().person == first
