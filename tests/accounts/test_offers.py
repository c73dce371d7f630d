"""What the pages of accounts offer to their readers: by hand, each button for whom it does something."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from tests.access.test_offered import Offers, name_of

from .links import SECRET

INVITED_BY = "Representatives of institutions are invited by an administrator"
KEPT = {"team_link", "team_deactivate"}
ROLE = {"team_grant", "team_end_role"}
#: (reader, account) → acts that the account's page offers him
ACTS = {
    ("auditor", "donor"): set(),
    ("auditor", "auditor"): set(),
    ("manager", "donor"): KEPT | ROLE,
    ("manager", "staff"): KEPT | ROLE | {"team_second_key"},
    ("manager", "auditor"): KEPT | ROLE | {"team_second_key", "team_engage"},
    ("manager", "manager"): set(),
    # staff elsewhere too, where this manager switches nobody off
    ("manager", "dual"): ROLE,
    ("administrator", "donor"): KEPT | ROLE | {"team_factor"},
    ("administrator", "auditor"): KEPT | ROLE | {"team_factor"},
    ("administrator", "reviewer"): KEPT | ROLE | {"team_factor", "team_validator"},
    ("administrator", "administrator"): set(),
}


def offered(client, path):
    """Names of the addresses that the page leads to."""
    answer = client.get(path)
    assert answer.status_code == 200
    return {name_of(where) for _method, where, _form in Offers(answer.content.decode(), path).found}


@pytest.mark.parametrize(("reader", "name"), ACTS)
def test_an_account_s_page_offers_what_its_reader_can_do(world, as_role, reader, name):
    account = world.users[name]
    TOTP.activate(account, SECRET)
    found = offered(as_role(reader), reverse("team_account", args=[account.public_id]))
    assert {one for one in found if one and one.startswith("team_")} - {"team_account"} == ACTS[reader, name]


@pytest.mark.parametrize(
    ("reader", "invites"), [("auditor", False), ("manager", True), ("administrator", True)]
)
def test_who_is_offered_to_invite(as_role, reader, invites):
    assert ("team_invite" in offered(as_role(reader), reverse("team"))) == invites


@pytest.mark.parametrize(("reader", "is_told"), [("manager", True), ("administrator", False)])
def test_a_manager_is_told_who_invites_representatives(as_role, reader, is_told):
    assert (INVITED_BY in as_role(reader).get(reverse("team_invite")).content.decode()) == is_told


@pytest.mark.parametrize(("reader", "has_acts"), [("roleless", False), ("staff", True), ("manager", True)])
def test_ones_own_acts_are_offered_to_whoever_finds_them(as_role, reader, has_acts):
    client = as_role(reader)
    assert ("audit" in offered(client, reverse("my_account"))) == has_acts
    assert client.get(reverse("audit")).status_code == (200 if has_acts else 404)
