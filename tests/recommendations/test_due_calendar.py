"""Days that answers and promises are due on, as a telephone reads them: number and day, to whom they concern."""

import datetime
from urllib.parse import urlparse

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Addressee
from tests import factories

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + datetime.timedelta(days=9)


@pytest.fixture
def awaited(world):
    """One whose answer is due."""
    recommendation = factories.RecommendationFactory(
        programme=world.programme, number=7, text="كلمات لا تُنقل"
    )
    return factories.AddresseeFactory(
        recommendation=recommendation, institution=world.institution, sent=True, answer_due_on=SOON
    )


def days(client, path=""):
    answer = client.get(path or reverse("recommendations:due_file"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert "كلمات" not in answer.content.decode()
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in found]


def test_to_the_institution_and_to_the_office_and_to_nobody_else(world, awaited, as_role):
    told = [(f"{awaited.recommendation.reference}: answer due", SOON)]
    assert {actor: days(as_role(actor)) for actor in ("reviewer", "staff", "manager")} == dict.fromkeys(
        ("reviewer", "staff", "manager"), told
    )
    assert days(as_role("foreign_reviewer")) == days(as_role("foreign_staff")) == []
    assert as_role("auditor").get(reverse("recommendations:due_file")).status_code == 404


def test_the_private_address_has_both_and_asks_rights_at_each_reading(world, awaited, as_role):
    factories.MinutesFactory(forum__programme=world.programme, forum__date=SOON, forum__code="TST-1")
    page = as_role("staff", "ar").post(reverse("forums:calendar_feed"), {"act": "make"})
    path = urlparse(page.context["address"]).path
    reference = awaited.recommendation.reference
    assert [words for words, _day in days(Client(), path)] == ["منتدى TST-1", f"{reference}: موعد الرد"]
    world.staff.memberships.update(ended_at=timezone.now())
    assert days(Client(), path) == []


@pytest.mark.parametrize("state", ["accepted", "in_progress"])
def test_promises_by_the_latest_day_that_stands(world, awaited, as_role, state):
    Addressee.objects.filter(pk=awaited.pk).update(state=state)
    response = factories.ResponseFactory(addressee=awaited, answered_by=world.staff)
    assert days(as_role("reviewer")) == []
    factories.CommitmentFactory(response=response, due_on=SOON)
    told = [(f"{awaited.recommendation.reference}: promise due", SOON)]
    assert days(as_role("reviewer")) == days(as_role("staff")) == told
    type(response).objects.update(withdrawn_at=timezone.now(), withdrawn_because="خطأ")
    assert days(as_role("staff")) == []


def test_what_is_long_over_settled_or_archived_is_left_out(world, awaited, as_role):
    client = as_role("staff")
    awaited.recommendation.standing = "withdrawn"
    awaited.recommendation.save(update_fields=["standing"])
    assert days(client) == []
    awaited.recommendation.standing = "open"
    awaited.recommendation.save(update_fields=["standing"])
    Addressee.objects.update(answer_due_on=timezone.localdate() - datetime.timedelta(days=40))
    assert days(client) == []
    Addressee.objects.update(answer_due_on=SOON)
    world.programme.archived_at = timezone.now()
    world.programme.save(update_fields=["archived_at"])
    assert days(client) == days(as_role("reviewer")) == []


def test_as_many_statements_for_three_as_for_one(world, awaited, as_role):
    client = as_role("staff")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            days(client)
        return len(queries)

    days(client)
    one = asked()
    for number in (8, 9):
        factories.AddresseeFactory(
            recommendation=factories.RecommendationFactory(programme=world.programme, number=number),
            institution=world.institution,
            sent=True,
            answer_due_on=SOON,
        )
    assert asked() == one
