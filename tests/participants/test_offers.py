"""What the pages of the directory offer to their readers: by hand, each act for whom it does something."""

import pytest
from django.urls import reverse

from tests.access.test_offered import Offers, name_of
from tests.factories import ConsentFactory, MembershipFactory

from .imports.sheets import known
from .merge_scene import merged

#: On every page, or the same for all who open it.
EVERYWHERE = {
    "home",
    *(f"participants:{name}" for name in ("people", "person", "institutions", "institution")),
}
WRITES = {f"participants:{name}" for name in ("edit_person", "compare", "undo_merge")}
AGREED = {"participants:record_consent", "participants:withdraw_consent"}
#: reader → acts that the page of somebody of his programme offers
ON_A_PERSON = {
    "staff": WRITES | AGREED | {"participants:contacts", "participants:reveal"},
    "manager": {"participants:reveal", "reports:erase_person"},
    # staff in the programme and manager in another one
    "both": WRITES | AGREED | {"participants:contacts", "participants:reveal"},
    # manager in the programme and staff in another one
    "crossed": {"participants:reveal", "reports:erase_person"},
}
ON_LISTS = {
    "participants:people": {
        "staff": {"participants:import_people", "participants:duplicates", "reports:exports"},
        "manager": {"reports:exports"},
    },
    "participants:institutions": {
        "staff": {
            "participants:import_institutions",
            "participants:add_institution",
            "reports:exports",
            "forums:word_lists",
        },
        "manager": {"reports:exports", "forums:word_lists"},
    },
}


def offered(client, path):
    """Names of the addresses in the middle of the page."""
    answer = client.get(path)
    assert answer.status_code == 200
    middle = answer.content.decode().split("<main")[1].split("</main>")[0]
    return {name_of(where) for _method, where, _form in Offers("<main" + middle, path).found}


@pytest.fixture
def two_offices(world):
    """Two accounts with a role in either programme."""
    for name, own, other in (("both", "staff", "manager"), ("crossed", "manager", "staff")):
        user = MembershipFactory(role=own, programme=world.programme).user
        MembershipFactory(user=user, role=other, programme=world.other_programme)
        world.users[name] = user
    return world


@pytest.mark.parametrize("reader", ON_A_PERSON)
def test_a_person_s_page_offers_what_its_reader_may(two_offices, as_role, reader):
    world = two_offices
    person = known(world.programme, "سالم تجربة الصفحة", phone="+967777000001")
    merged(world, person, known(world.programme, "سالم تجربه الصفحه"))
    ConsentFactory(person=person, recorded_by=world.staff)
    found = offered(as_role(reader), reverse("participants:person", args=[person.public_id]))
    acts = {one for one in found if one and one.startswith(("participants:", "reports:"))}
    assert acts - EVERYWHERE == ON_A_PERSON[reader]


@pytest.mark.parametrize("reader", ["staff", "manager"])
@pytest.mark.parametrize("name", ON_LISTS)
def test_lists_offer_what_their_reader_may(world, as_role, name, reader):
    found = offered(as_role(reader), reverse(name))
    assert found - EVERYWHERE - {None} == ON_LISTS[name][reader]


@pytest.mark.parametrize(("reader", "writes"), [("staff", True), ("manager", False)])
def test_only_who_writes_institutions_finds_forms_on_the_page_of_one(world, as_role, reader, writes):
    page = reverse("participants:institution", args=[world.institution.public_id])
    acts = {
        f"participants:{name}"
        for name in ("edit_institution", "institution_names", "institution_posts", "archive_institution")
    }
    found = offered(as_role(reader), page) & acts
    assert found == (acts if writes else set())
