"""Whose a sheet is, by its kind: who finds it, and that nobody else does anything with it at any stage."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Membership
from common.models import AuditEntry
from participants.models import SheetImport
from participants.services.imports.applying import apply_import, ask_to_take_in
from participants.services.imports.deciding import decide_rows
from participants.services.imports.files import error_file
from participants.services.imports.opening import choose_columns, discard_import
from participants.services.imports.undoing import undo_import

from .sheets import hand_in, taken_in

pytestmark = pytest.mark.django_db
BODIES = {"headers": ["الاسم", "النوع"], "kind": "institutions", "programme": None}
#: kind → who finds it, by hand from docs/permissions.md
FOUND_BY = {
    "people": {"staff"},
    "institutions": {"staff", "foreign_staff", "dual", "administrator"},
}


@pytest.fixture
def sheets(world):
    """One of each kind, looked through."""
    return {
        "people": hand_in(world, [["سالم صالح المثال", "", "", ""]]),
        "institutions": hand_in(world, [["مؤسسة تجريبية جديدة", "authority"]], **BODIES),
    }


@pytest.mark.parametrize("kind", FOUND_BY)
def test_who_finds_it(world, sheets, kind):
    found = {
        name
        for name, user in world.users.items()
        if SheetImport.objects.visible_to(user).filter(pk=sheets[kind].pk).exists()
    }
    assert found - {"no_second_factor"} == FOUND_BY[kind]


@pytest.mark.parametrize("stage", ["ready", "applied"])
@pytest.mark.parametrize("kind", FOUND_BY)
def test_nobody_else_does_anything_with_it(world, sheets, kind, stage):
    """Refused for want of the right, not for the stage: that would tell where it stands."""
    sheet = sheets[kind]
    if stage == "applied":
        taken_in(sheet, world.staff)
    before = (sheet.version, AuditEntry.objects.count())
    about = {"sheet": sheet, "expected": sheet.version}
    for name in ("manager", "foreign_manager", "reviewer", "roleless"):
        acts = (
            lambda actor: choose_columns(actor=actor, columns={}, **about),
            lambda actor: decide_rows(actor=actor, choices={}, **about),
            lambda actor: ask_to_take_in(actor=actor, **about),
            lambda actor: undo_import(actor=actor, **about),
            lambda actor: discard_import(actor=actor, sheet=sheet),
            lambda actor: error_file(actor=actor, sheet=sheet, language="ar"),
        )
        for act in acts:
            with pytest.raises(PermissionDenied):
                act(world.users[name])
    sheet.refresh_from_db()
    assert (sheet.version, AuditEntry.objects.count()) == before


@pytest.mark.parametrize("kind", FOUND_BY)
def test_whoever_handed_it_in_has_nothing_of_it_once_his_role_is_over(world, sheets, kind, as_role):
    sheet = sheets[kind]
    Membership.objects.filter(user=world.staff).update(role="donor")
    world.staff.__dict__.pop("current_memberships", None)
    with pytest.raises(PermissionDenied):
        error_file(actor=world.staff, sheet=sheet, language="ar")
    assert as_role("staff").get(reverse("participants:import", args=[sheet.public_id])).status_code == 404


@pytest.mark.parametrize("kind", FOUND_BY)
def test_what_was_asked_for_is_not_taken_in_once_the_role_is_over(world, sheets, kind):
    sheet = sheets[kind]
    ask_to_take_in(actor=world.staff, sheet=sheet, expected=sheet.version)
    Membership.objects.filter(user=world.staff).update(role="donor")
    apply_import(public_id=str(sheet.public_id))
    sheet.refresh_from_db()
    assert (sheet.applied_at, sheet.problem) == (None, "not_allowed")


def test_the_way_in_lists_the_sheets_of_the_reader_s_programmes(world, sheets, as_role):
    foreign = hand_in(
        world, [["منى عوض التجربة", "", "", ""]], actor=world.foreign_staff,
        programme=world.other_programme.public_id, name="foreign-sheet.xlsx",
    )  # fmt: skip
    for reader, own in (("staff", sheets["people"]), ("foreign_staff", foreign)):
        page = as_role(reader).get(reverse("participants:import_people"))
        assert list(page.context["last"]) == [own]


def test_an_administrator_is_led_back_to_the_lists_that_he_keeps(as_role):
    """The office's page of institutions is none of his."""
    way_in = reverse("participants:import_institutions")
    for reader, page in (
        ("staff", "participants:institutions"),
        ("administrator", "admin:participants_institution_changelist"),
    ):
        client = as_role(reader)
        back = client.get(way_in).context["list_url"]
        assert back == reverse(page)
        assert client.get(back).status_code == 200
