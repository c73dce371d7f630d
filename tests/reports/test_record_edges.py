"""The record where roles ended or overlap: what is one's own, what is told of others, and names that are not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Refusal
from common import audit
from reports.auditing import entries_for
from tests import factories

pytestmark = pytest.mark.django_db


def act(actor, action, subject, programme=None):
    return audit.append(actor=actor, action=action, subject=subject, programme=programme)


@pytest.mark.parametrize("name", ["staff", "donor", "reviewer", "administrator"])
def test_what_others_do_with_an_account_is_not_told_to_its_owner(world, name):
    account = world.users[name]
    own, others = (act(actor, "accounts.change_account", account) for actor in (account, world.manager))
    assert set(entries_for(account)) == {own}
    assert others in set(entries_for(world.manager))


def test_a_programme_is_not_named_once_the_role_in_it_is_over(world, as_role):
    """What he did there stays his; where it was he need not know any more."""
    act(world.staff, "forums.add_output", world.programme, world.programme)
    assert [row.programme for row in as_role("staff").get(reverse("audit")).context["rows"]] == [
        world.programme.title
    ]
    Membership.objects.filter(user=world.staff).update(role="staff", programme=world.other_programme)
    page = as_role("staff").get(reverse("audit"))
    assert [row.programme for row in page.context["rows"]] == [""]
    assert world.programme.title not in page.content.decode()


def test_refusals_name_nobody_whom_the_auditor_does_not_read(world, as_role):
    stranger = factories.UserFactory(username="stranger-8", display_name="Stranger of the test")
    for account in (world.staff, world.foreign_staff, stranger):
        for _number in range(3):
            Refusal.objects.create(
                account=account.public_id, address="audit", method="GET", at=timezone.now()
            )
    page = as_role("auditor").get(reverse("audit_refusals")).content.decode()
    assert str(world.staff) in page
    for account in (world.foreign_staff, stranger):
        assert str(account) not in page


@pytest.mark.parametrize("name", ["audit", "audit_refusals"])
def test_the_filter_names_the_accounts_that_its_reader_reads(world, as_role, name):
    """In the own programme: its roles, and of `dual`, who is of the staff elsewhere, that he is a donor here."""
    filters = as_role("auditor").get(reverse(name)).context["filter"].form.fields
    named = {account.public_id for account in filters["account"].queryset}
    own = (
        "manager",
        "second_manager",
        "staff",
        "donor",
        "auditor",
        "dual",
        "no_second_factor",
        "deactivated",
    )
    assert named <= {world.users[name].public_id for name in own}
    assert {world.users[name].public_id for name in ("manager", "staff", "donor", "auditor", "dual")} <= named
