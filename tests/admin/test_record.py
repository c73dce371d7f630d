"""The record in the back office: what an administrator keeps, what he did, and what a second role lets him read."""

import pytest
from django.urls import reverse

from accounts.models import Role
from common import audit
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
LIST = "admin:common_auditentry_changelist"


@pytest.fixture
def entries(world):
    """One act of each sort, each by somebody else than the administrator but one."""

    def act(actor, action, subject, programme=None):
        return audit.append(actor=actor, action=action, subject=subject, programme=programme).pk

    own, foreign, body = world.programme, world.other_programme, world.institution
    return {
        "account": act(world.staff, "accounts.sign_in", world.staff),
        "institution": act(world.staff, "participants.update_institution", body),
        # About a person of the programme too, so it belongs to that.
        "focal point": act(world.staff, "participants.name_focal_point", body, own),
        "focal point elsewhere": act(world.foreign_staff, "participants.name_focal_point", body, foreign),
        "person": act(world.staff, "participants.create_person", PersonFactory()),
        "programme": act(world.staff, "forums.add_output", own, own),
        "programme elsewhere": act(world.foreign_staff, "forums.add_output", foreign, foreign),
        "his own": act(world.administrator, "forums.change_programme", foreign, foreign),
    }


KEPT = {"account", "institution", "his own"}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (None, KEPT),
        (Role.STAFF, KEPT),
        (Role.MANAGER, KEPT | {"focal point", "programme"}),
        (Role.AUDITOR, KEPT | {"focal point", "programme"}),
    ],
)
def test_what_an_administrator_reads(world, as_role, entries, role, seen):
    if role:
        MembershipFactory(user=world.administrator, role=role, programme=world.programme)
    page = as_role("administrator").get(reverse(LIST))
    found = set(page.context["cl"].queryset.values_list("pk", flat=True))
    assert {name for name, pk in entries.items() if pk in found} == seen
