"""Each act asks every cell of the table that it needs: with one cell taken away from staff, that alone is closed."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Role
from accounts.rights import RIGHTS
from participants.models import FocalPoint
from participants.services.bodies import end_focal_point, name_focal_point
from participants.services.people import create_person, update_person

from .imports.sheets import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_read(monkeypatch):
    """only_read("contacts"): staff write no contacts any more, and all else."""

    def take_away(data):
        monkeypatch.setitem(RIGHTS, data, RIGHTS[data] | {Role.STAFF: "r"})

    return take_away


@pytest.fixture
def person(world):
    """Somebody of the programme, who speaks for the institution."""
    found = known(world.programme, "سالم تجربة الخانات")
    FocalPoint.objects.create(institution=world.institution, person=found, part="main")
    return found


def refused(act, **given):
    try:
        act(**given)
    except PermissionDenied as error:
        return str(error)
    return None


FIELDS = {
    "person": {"name_en": "Salem"},
    "person traits": {"age_band": "60+"},
    "contacts": {"email": "a@example.org"},
}


@pytest.mark.parametrize("closed", FIELDS)
def test_names_traits_and_contacts_are_closed_one_by_one(world, person, only_read, closed):
    only_read(closed)
    for data, fields in FIELDS.items():
        person.refresh_from_db()
        said = refused(update_person, actor=world.staff, person=person, expected=person.version, **fields)
        assert bool(said) == (closed in (data, "person")), data
        # Whoever writes no person enters none, whatever is said of him.
        said = refused(create_person, actor=world.staff, name_ar="منى تجربة الخانات", **fields)
        assert bool(said) == (closed in (data, "person")), data


@pytest.mark.parametrize("closed", ["institution", "person"])
def test_who_speaks_for_an_institution_is_about_both(world, person, only_read, closed):
    only_read(closed)
    about = {"institution": world.institution, "person": person, "part": "confirms"}
    assert refused(name_focal_point, actor=world.staff, **about)
    assert refused(end_focal_point, actor=world.staff, focal_point=FocalPoint.objects.get())
    assert FocalPoint.objects.get().until is None


@pytest.mark.parametrize("closed", ["institution", "person"])
def test_whoever_takes_in_one_kind_of_sheet_finds_the_way_in(world, only_read, closed):
    only_read(closed)
    assert world.staff.has_perm("participants.use_import")
    only_read("institution")
    only_read("person")
    assert not world.staff.has_perm("participants.use_import")
    assert world.administrator.has_perm("participants.use_import")
