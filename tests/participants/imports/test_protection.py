"""What a sheet holds is kept as the people in it are: encrypted, for their programme alone, and not for long."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from participants.models import ImportRow, Person, SheetImport
from participants.services.imports.deciding import decide_rows
from participants.services.imports.files import error_file
from participants.services.imports.sweeping import sweep_imports
from reports.services.erasure.rows import rows_of

from .sheets import hand_in, known, row_of, taken_in, verdicts

pytestmark = pytest.mark.django_db
ROWS = [["سالم صالح المثال", "", "", "777123456"], ["", "media", "", ""]]


def stored():
    """All that the two tables hold, as the database has it."""
    with connection.cursor() as cursor:
        found = []
        for model in (SheetImport, ImportRow):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608  our own table
            found += cursor.fetchall()
    return str(found)


def test_neither_names_nor_numbers_nor_the_name_of_the_file_lie_open(world):
    sheet = hand_in(world, ROWS, name="كشف سالم.xlsx")
    known(world.programme, "سالم صالح عمر المثال")
    hand_in(world, ROWS, name="كشف سالم.xlsx")
    assert "سالم" not in stored()
    assert "777123456" not in stored()
    assert "سالم" in sheet.content


def test_cells_that_are_in_are_forgotten_at_once_and_those_to_be_mended_stay(world):
    sheet = hand_in(world, ROWS)
    taken_in(sheet, world.staff)
    kept = json.loads(sheet.content)
    assert kept["rows"] == [[], ["", "media", "", ""]]
    other = hand_in(world, [["منى عوض التجربة", "", "", ""]])
    taken_in(other, world.staff)
    assert other.content == ""


def test_after_seven_days_nothing_of_it_is_left(world):
    sheet, waiting = hand_in(world, ROWS), hand_in(world, ROWS)
    taken_in(sheet, world.staff)
    assert sweep_imports(stuck_after=datetime.timedelta(minutes=10)) == 0
    old = timezone.now() - datetime.timedelta(days=8)
    SheetImport.objects.update(created_at=old)
    assert sweep_imports(stuck_after=datetime.timedelta(minutes=10)) == 1
    assert not SheetImport.objects.filter(pk=waiting.pk).exists()
    SheetImport.objects.update(applied_at=old)
    sweep_imports(stuck_after=datetime.timedelta(minutes=10))
    assert not SheetImport.objects.exists()
    assert not ImportRow.objects.exists()
    assert Person.objects.count() == 1


def test_somebody_of_another_programme_is_never_proposed_and_cannot_be_chosen(world):
    secret = known(world.other_programme, "سالم صالح المثال")
    near = known(world.other_programme, "سالم صالح عمر المثال")
    sheet = hand_in(world, ROWS[:1])
    assert verdicts(sheet) == ["new"]
    assert row_of(sheet, 0).findings == ""
    row = row_of(sheet, 0)
    for person in (secret, near):
        decide_rows(
            actor=world.staff,
            sheet=sheet,
            expected=sheet.version,
            choices={str(row.public_id): str(person.public_id)},
        )
        row.refresh_from_db()
        assert (row.person, row.target) == (None, None)
        sheet.refresh_from_db()


def test_a_colleague_sees_of_the_candidates_only_whom_he_may_see(world, as_role):
    from accounts.models import Membership, Role

    Membership.objects.create(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    world.staff.__dict__.pop("current_memberships", None)
    secret = known(world.other_programme, "سالم صالح عمر المثال")
    known(world.other_programme, "منى عوض التجربة")
    rows = [["سالم صالح المثال", "", "", ""], ["منى عوض التجربة", "media", "", ""]]
    sheet = hand_in(world, rows)
    assert verdicts(sheet) == ["doubtful", "changed"]
    page = reverse("participants:import", args=[sheet.public_id])
    own = as_role("staff").get(page).content.decode()
    assert str(secret.public_id) in own
    assert "Media</bdi></ins>" in own
    Membership.objects.create(user=world.roleless, role=Role.STAFF, programme=world.programme)
    other = as_role("roleless").get(page)
    assert other.status_code == 200
    words = other.content.decode()
    assert str(secret.public_id) not in words
    assert "سالم صالح عمر المثال" not in words
    assert "Media</bdi></ins>" not in words


def test_contacts_are_shown_on_no_page(world, as_role):
    sheet = hand_in(world, ROWS)
    page = as_role("staff").get(reverse("participants:import", args=[sheet.public_id])).content.decode()
    assert "777123456" not in page
    assert "••••" in page


def test_the_rows_to_be_mended_go_to_whoever_handed_them_in(world):
    sheet = hand_in(world, ROWS)
    assert error_file(actor=world.staff, sheet=sheet, language="ar")
    with pytest.raises(PermissionDenied):
        error_file(actor=world.manager, sheet=sheet, language="ar")


def test_what_a_sheet_knows_of_somebody_goes_with_his_erasure(world):
    taken_in(hand_in(world, ROWS[:1]), world.staff)
    person = Person.objects.get()
    models = {model for model, _rows in rows_of([person.pk])}
    assert ImportRow in models


def test_managers_and_others_do_not_find_it(world, as_role):
    sheet = hand_in(world, ROWS)
    page = reverse("participants:import", args=[sheet.public_id])
    for name in ("manager", "foreign_staff", "administrator", "donor", "auditor", "reviewer", "dual"):
        assert as_role(name).get(page).status_code == 404
