"""What makes lists quick among many rows says the same as the long way, and asks what an index answers."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Role
from recommendations.filters import addressed_institutions
from recommendations.institution_panel import asked_of
from recommendations.models import Addressee, Recommendation
from recommendations.views import reading

from .. import factories

LIST = reverse("recommendations:list")


def make(world, number=None, state="sent", institution=None):
    """An ask of the programme; its addressee."""
    row = factories.RecommendationFactory(programme=world.programme, number=number)
    addressee = factories.AddresseeFactory(
        recommendation=row, institution=institution or world.institution, sent=number is not None
    )
    Addressee.objects.filter(pk=addressee.pk).update(state=state)
    return addressee


def test_drafts_come_first_and_then_the_newest_number(world, as_role):
    made = [make(world, 1), make(world, None, "draft"), make(world, 2), make(world, None, "draft")]
    shown = as_role("staff").get(LIST).context["rows"]
    assert [row["recommendation"].pk for row in shown] == [made[n].recommendation_id for n in (3, 1, 2, 0)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sorts the few rows of a test")
def test_the_order_comes_from_an_index(world):
    rows = Recommendation.objects.visible_to(world.staff).newest_first()[:50]
    assert "recommendation_newest" in rows.explain()
    assert "TEMP B-TREE" not in rows.explain()


@pytest.mark.parametrize("also_reviewer", [False, True])
def test_one_state_is_counted_like_several(world, as_role, also_reviewer):
    if also_reviewer:
        factories.MembershipFactory(
            user=world.staff, role=Role.REVIEWER, programme=None, institution=world.institution
        )
    for number, state in enumerate(("sent", "accepted", "sent"), start=1):
        make(world, number, state)
    answer = as_role("staff").get(LIST, {"state": "sent"})
    assert [(state, count) for state, _chip, count in answer.context["by_state"]] == [("sent", 2)]
    assert as_role("staff").get(LIST, {"state": "verified"}).context["by_state"] == []


def test_more_rows_than_a_statement_takes_values_are_counted_in_parts(world, as_role, monkeypatch):
    """Each once, whatever part it is in."""
    monkeypatch.setattr(reading, "KEYS_AT_ONCE", 2)
    for number, state in enumerate(("sent", "accepted", "sent", "sent", "accepted"), start=1):
        make(world, number, state)
    answer = as_role("staff").get(LIST, {"kind": "recommendation"})
    assert [(state, count) for state, _chip, count in answer.context["by_state"]] == [
        ("sent", 3),
        ("accepted", 2),
    ]


def test_the_panel_of_an_institution_shows_the_newest(world):
    made = [make(world, number) for number in range(1, 13)]
    shown = [row.number for row, _chip in asked_of(world.staff, world.institution).rows]
    assert shown == [addressee.recommendation.number for addressee in reversed(made)][:10]


@pytest.mark.parametrize("name", ["staff", "reviewer", "auditor", "donor"])
def test_the_filter_offers_who_is_addressed_in_what_the_reader_sees(world, name):
    make(world, 1)
    make(world, None, "draft", institution=factories.InstitutionFactory())
    make(world, 2, institution=factories.InstitutionFactory())
    reader = world.users[name]
    seen = Recommendation.objects.visible_to(reader)
    wanted = Addressee.objects.filter(recommendation__in=seen).values_list("institution", flat=True)
    assert {row.pk for row in addressed_institutions(reader)} == set(wanted)
