"""Who of the office looks after an ask: named by the office, found in the list and among what waits, told to nobody else."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from common.models import AuditEntry
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from recommendations.models import Recommendation
from recommendations.services.owning import name_owner
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(world):
    """Two that are late with their answer."""
    found = [factories.RecommendationFactory(programme=world.programme, number=number) for number in (1, 2)]
    for row in found:
        factories.AddresseeFactory(
            recommendation=row, institution=world.institution, sent=True, answer_due_on="2022-08-01"
        )
    return found


def own(world, ask, owner, **how):
    how = {"actor": world.staff, "expected": 1, **how}
    return name_owner(recommendation=Recommendation.objects.get(pk=ask.pk), owner=owner, **how)


def test_who_may_name_whom(world, asks):
    for user in (world.reviewer, world.auditor, world.foreign_staff):
        with pytest.raises(PermissionDenied):
            own(world, asks[0], world.staff, actor=user)
    for user in (world.reviewer, world.foreign_staff, world.donor, world.deactivated):
        with pytest.raises(ValidationError):
            own(world, asks[0], user)
    assert own(world, asks[0], world.manager).owner == world.manager
    with pytest.raises(StaleVersion):
        own(world, asks[0], world.staff)
    assert own(world, asks[0], None, actor=world.manager, expected=2).owner is None
    entries = AuditEntry.objects.filter(action="recommendations.name_owner").order_by("id")
    assert [row.details["owner"] for row in entries] == [str(world.manager.public_id), None]
    Recommendation.objects.filter(pk=asks[1].pk).update(standing="withdrawn")
    with pytest.raises(NotAllowedHere):
        own(world, asks[1], world.staff)


def test_named_on_the_page_and_found_by_the_filter(world, asks, as_role):
    client = as_role("staff", "ar")
    path = reverse("recommendations:owner", args=[asks[0].public_id])
    assert str(world.staff.public_id) in client.get(path).content.decode()
    sent = {"owner": str(world.staff.public_id), "version": 1}
    assert client.post(path, sent)["Location"] == reverse("recommendations:detail", args=[asks[0].public_id])
    assert (
        str(world.staff) in client.get(client.post(path, sent | {"version": 2})["Location"]).content.decode()
    )
    rows = {
        query: [
            row["recommendation"]
            for row in client.get(reverse("recommendations:list") + query).context["rows"]
        ]
        for query in ("?owner=me", "?owner=none")
    }
    assert rows == {"?owner=me": [asks[0]], "?owner=none": [asks[1]]}
    refused = client.post(path, {"owner": str(world.reviewer.public_id), "version": 3})
    assert refused.status_code == 200


def test_his_own_come_first_among_what_waits(world, asks, as_role):
    own(world, asks[1], world.staff)
    late = [row for row in as_role("staff", "ar").get("/").context["waiting"] if row.code]
    assert [row.code for row in late] == [asks[1].reference, asks[0].reference]
    assert ["بعهدتكم" in row.note for row in late] == [True, False]
    assert not [row for row in as_role("manager", "ar").get("/").context["waiting"] if "بعهدتكم" in row.note]


def test_others_learn_nothing_of_it(world, asks, as_role):
    world.staff.display_name = "زنبقة خزامى"
    world.staff.save(update_fields=["display_name"])
    own(world, asks[0], world.staff)
    paths = [
        reverse("recommendations:detail", args=[asks[0].public_id]),
        reverse("recommendations:list"),
        reverse("recommendations:list") + "?owner=none",
    ]
    for actor in ("reviewer", "auditor"):
        for path in paths:
            page = as_role(actor, "ar").get(path)
            assert "زنبقة" not in page.content.decode()
    assert len(as_role("reviewer").get(paths[2]).context["rows"]) == 2, "the filter is not there for him"
