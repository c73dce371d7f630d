"""Institutions from a sheet."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from participants.models import Institution, InstitutionName, SheetImport
from participants.services.imports.undoing import undo_import
from participants.services.institutions import create_institution, find_institution

from ...factories import AttendanceFactory
from .sheets import decide, hand_in, row_of, taken_in, verdicts

pytestmark = pytest.mark.django_db
HEADERS = ["الرمز", "الاسم بالعربية", "تتبع", "النوع", "صيغ أخرى للاسم"]
ROWS = [
    ["PART", "قسم التجربة", "WHOLE", "security", ""],
    ["WHOLE", "إدارة التجربة", "", "", "ادارة تجربة|التجربة العامة"],
]


def bodies(world, rows, headers=HEADERS):
    about = {"kind": SheetImport.Kind.INSTITUTIONS, "programme": None}
    return hand_in(world, rows, headers, actor=world.administrator, **about)


def test_parents_may_stand_in_the_same_sheet_below_their_parts(world):
    sheet = bodies(world, ROWS)
    assert verdicts(sheet) == ["new", "new"]
    taken_in(sheet, world.administrator)
    part = Institution.objects.get(code="PART")
    assert (part.parent.code, part.kind) == ("WHOLE", "security")
    assert find_institution("التجربه العامه").code == "WHOLE"
    assert verdicts(bodies(world, ROWS)) == ["unchanged", "unchanged"]


def test_known_by_code_or_by_a_spelling_and_doubtful_where_it_is_nearly_one(world):
    create_institution(
        actor=world.administrator, code="A", name_ar="إدارة أمن التجربة", spellings=["أمن التجربة"]
    )
    rows = [
        ["A", "إدارة أمن التجربة الأولى", "", "", ""],
        ["", "أمن التجربه", "", "authority", ""],
        ["B", "إدارة أمن التجارب", "", "", ""],
        ["", "لا أحد يعرفها", "", "", ""],
        ["C D", "جهة", "مجهولة", "", ""],
    ]
    sheet = bodies(world, rows)
    assert verdicts(sheet) == ["changed", "changed", "doubtful", "new", "wrong"]
    assert {one[1] for one in json.loads(row_of(sheet, 4).findings)["problems"]} == {"code", "list"}
    decide(sheet, world.administrator, row_2="new")
    taken_in(sheet, world.administrator)
    body = Institution.objects.get(code="A")
    assert (body.name_ar, body.kind, body.version) == ("إدارة أمن التجربة الأولى", "authority", 2)
    assert Institution.objects.filter(code="B").exists()
    assert Institution.objects.get(name_ar="لا أحد يعرفها").code == "I-0001"
    assert find_institution("أمن التجربة") == body


def test_undone_they_go_unless_something_points_at_them_and_changes_are_put_back(world):
    world.institution.name_en = "Body"
    world.institution.save()
    before = Institution.objects.values().get(pk=world.institution.pk)
    sheet = bodies(world, [*ROWS, [world.institution.code, "", "", "health", "صيغة أخرى"]])
    taken_in(sheet, world.administrator)
    AttendanceFactory(institution=Institution.objects.get(code="PART"))
    staying = undo_import(actor=world.administrator, sheet=sheet, expected=sheet.version)
    codes = set(Institution.objects.values_list("code", flat=True))
    # The whole stays too: its part still hangs on it.
    assert {one.reason for one in staying} == {"held"}
    assert {"PART", "WHOLE"} <= codes
    after = Institution.objects.values().get(pk=world.institution.pk)
    assert not InstitutionName.objects.filter(text="صيغة أخرى").exists()
    for name in ("version", "updated_at", "folded"):
        before.pop(name), after.pop(name)
    assert after == before


def test_all_of_it_goes_where_nothing_hangs_on_it(world):
    count = Institution.objects.count()
    sheet = bodies(world, ROWS)
    taken_in(sheet, world.administrator)
    assert undo_import(actor=world.administrator, sheet=sheet, expected=sheet.version) == []
    assert Institution.objects.count() == count


def test_managers_and_foreign_donors_write_none(world):
    for actor in (world.manager, world.donor, world.roleless):
        with pytest.raises(PermissionDenied):
            hand_in(world, ROWS, HEADERS, kind="institutions", programme=None, actor=actor)


def test_an_archived_one_is_not_entered_anew(world):
    Institution.objects.create(code="OLD", name_ar="جهة قديمة", archived_at=timezone.now())
    sheet = bodies(world, [["old", "جهة جديدة", "", "", ""]])
    assert [one[:2] for one in json.loads(row_of(sheet, 0).findings)["problems"]] == [["code", "archived"]]
