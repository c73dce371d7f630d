"""What was reached of indicators: entered by the office where somebody counts it, counted by the portal elsewhere."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from common.models import AuditEntry
from forums.services.indicators import enter_actuals
from reports.forms.indicators import name_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(world):
    return factories.target_by_hand(world.programme, baseline=2)


def test_who_enters_what(world, target):
    for user in (world.donor, world.auditor, world.reviewer, world.foreign_staff):
        with pytest.raises(PermissionDenied):
            enter_actuals(actor=user, programme=world.programme, actuals=[(target, None, Decimal(5))])
    ours = factories.target_by_hand(world.programme, code="I2", source="figure", figure="answered_share")
    foreign = factories.target_by_hand(world.other_programme)
    for wrong in ((ours, None, Decimal(5)), (foreign, None, Decimal(5)), (target, None, Decimal(-1))):
        with pytest.raises(ValidationError):
            enter_actuals(actor=world.staff, programme=world.programme, actuals=[wrong])
    with pytest.raises(ValidationError):
        enter_actuals(
            actor=world.staff, programme=world.programme, actuals=[(target, Decimal(3), Decimal(5))]
        )
    assert not AuditEntry.objects.filter(action="forums.enter_actuals").exists()


def test_beside_the_target_in_any_digits_and_never_over_a_colleagues_value(world, target, as_role):
    client, path = as_role("staff", "ar"), reverse("reports:indicators", args=[world.programme.public_id])
    name = name_of(type(target).objects.select_related("indicator").get(pk=target.pk))
    page = client.get(path)
    assert [(line["target"], line["actual"]) for line in page.context["lines"]] == [(target, None)]
    assert f'name="{name}"' in page.content.decode()
    assert client.post(path, {name: "٧٫٥", f"{name}-was": ""}).status_code == 302
    target.refresh_from_db()
    assert target.actual == Decimal("7.5")
    late = as_role("manager", "ar").post(path, {name: "9", f"{name}-was": ""})
    assert late.status_code == 200
    assert "كُتبت قيمة أخرى" in late.content.decode()
    target.refresh_from_db()
    assert target.actual == Decimal("7.5")
    assert client.post(path, {name: "", f"{name}-was": "7.5"}).status_code == 302
    target.refresh_from_db()
    assert target.actual is None
    assert client.post(path, {name: "x", f"{name}-was": ""}).status_code == 200
    assert AuditEntry.objects.filter(action="forums.enter_actuals").count() == 2


def test_what_the_portal_counts_is_not_typed(world, as_role):
    factories.target_by_hand(world.programme, source="figure", figure="answered_share")
    for number in (1, 2):
        addressee = factories.AddresseeFactory(
            recommendation=factories.RecommendationFactory(programme=world.programme, number=number),
            institution=world.institution,
            sent=True,
            sent_at="2022-08-01T08:00:00Z",
            state="sent" if number == 1 else "accepted",
        )
    factories.ResponseFactory(addressee=addressee, answered_by=world.reviewer)
    page = as_role("staff").get(reverse("reports:indicators", args=[world.programme.public_id]))
    ((line,),) = [page.context["lines"]]
    assert (line["field"], line["actual"]) == (None, 50)
    assert "50" in page.content.decode()
