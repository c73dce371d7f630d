"""The validating authority of an institution: named by an administrator, at the invitation, with a role, or later."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Membership, Role, User
from accounts.services import grant_membership, invite_user, name_validator
from common.models import AuditEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def address(membership):
    """Where one is named."""
    return reverse("team_validator", args=[membership.public_id])


def test_it_is_chosen_in_the_invitation(world, as_role):
    typed = {
        "username": "minister",
        "display_name": "الوزير",
        "role": "reviewer",
        "institution": str(world.institution.public_id),
        "validates": "on",
    }
    assert as_role("administrator").post(reverse("team_invite"), typed).status_code == 200
    assert User.objects.get(username="minister").memberships.get().validates
    actions = list(AuditEntry.objects.values_list("action", flat=True)[:3])
    assert actions == ["accounts.name_validator", "accounts.grant_membership", "accounts.invite_user"]


@pytest.mark.parametrize("role", ["manager", "staff", "donor", "auditor"])
def test_no_other_role_validates(world, role):
    with pytest.raises(ValidationError) as refused:
        invite_user(
            actor=world.administrator,
            username="x",
            display_name="x",
            email="",
            role=role,
            programme=world.programme,
            validates=True,
        )
    assert set(refused.value.message_dict) == {"validates"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=UserFactory(), role=role, programme=world.programme, validates=True)


def test_given_again_with_it_the_role_that_stands_has_it(world):
    fields = {"user": world.reviewer, "role": Role.REVIEWER, "institution": world.institution}
    again = grant_membership(actor=world.administrator, validates=True, **fields)
    assert again == world.reviewer.memberships.get()
    assert again.validates
    count = AuditEntry.objects.count()
    grant_membership(actor=world.administrator, **fields)
    assert world.reviewer.memberships.get().validates
    assert AuditEntry.objects.count() == count


def test_it_is_named_and_withdrawn_on_the_account_s_page(world, as_role):
    role, client = world.reviewer.memberships.get(), as_role("administrator")
    where = reverse("team_account", args=[world.reviewer.public_id])
    for named, action, button in (
        ("1", "accounts.name_validator", "Withdraw as validating authority"),
        ("0", "accounts.unname_validator", "Name as validating authority"),
    ):
        page = client.post(address(role), {"named": named}, follow=True).content.decode()
        assert button in page
        role.refresh_from_db()
        assert role.validates == (named == "1")
        assert AuditEntry.objects.first().action == action
        client.post(address(role), {"named": named})
        assert AuditEntry.objects.filter(action=action).count() == 1, "doing it twice changes nothing"
    assert client.get(where).status_code == 200


def test_an_administrator_alone_names_and_never_himself(world, as_role):
    role = world.reviewer.memberships.get()
    for name in ("manager", "staff", "reviewer", "auditor"):
        assert as_role(name).post(address(role), {"named": "1"}).status_code == 404
    mine = Membership.objects.create(
        user=world.administrator, role=Role.REVIEWER, institution=world.institution
    )
    staff = world.staff.memberships.get()
    for other in (mine, staff):
        assert as_role("administrator").post(address(other), {"named": "1"}).status_code == 404
    role.ended_at = role.started_at
    role.save()
    with pytest.raises(PermissionDenied):
        name_validator(actor=world.administrator, membership=role)
    assert not Membership.objects.filter(validates=True).exists()


def test_it_stands_beside_the_role(world, as_role):
    Membership.objects.filter(user=world.reviewer).update(validates=True)
    for client, path in (
        (as_role("administrator"), reverse("team")),
        (as_role("administrator"), reverse("team_account", args=[world.reviewer.public_id])),
        (as_role("reviewer"), reverse("my_account")),
    ):
        assert "validating authority" in client.get(path).content.decode()


def test_a_manager_is_not_offered_it(as_role):
    for path in (reverse("team_invite"), reverse("team")):
        assert "alidating authority" not in as_role("manager").get(path).content.decode()
