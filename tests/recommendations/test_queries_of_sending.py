"""The list narrowed and sorted, and several that are ready: the same few queries for one row and for three."""

import pytest
from django.urls import reverse

from tests import factories
from tests.test_queries import LIST_LIMIT, add_recommendation, repeated, statements

pytestmark = pytest.mark.django_db


def add_ready(world):
    """One more that can be sent."""
    row = factories.RecommendationFactory(programme=world.programme)
    factories.AddresseeFactory(recommendation=row, institution=world.institution, state="ready")


@pytest.mark.parametrize(
    ("actor", "name", "query", "add"),
    [
        ("staff", "recommendations:list", "?state=sent&kind=recommendation&sort=due", add_recommendation),
        ("staff", "recommendations:list", "?priority=normal&sort=priority", add_recommendation),
        ("manager", "recommendations:send_several", "", add_ready),
    ],
)
def test_lists(world, as_role, actor, name, query, add):  # noqa: PLR0917
    client, path = as_role(actor), reverse(name) + query
    add(world)
    one = statements(client, path)
    add(world)
    add(world)
    three = statements(client, path)
    assert len(one) == len(three) <= LIST_LIMIT, "\n".join(three)
    assert repeated(three) == []


def test_what_would_go(world, as_role):
    client = as_role("manager")
    for _ in range(3):
        add_ready(world)
    ids = [row.public_id for row in world.programme.recommendations.all()]
    path = reverse("recommendations:send_several")
    one = statements(client, f"{path}?r={ids[0]}")
    three = statements(client, path + "?" + "&".join(f"r={key}" for key in ids))
    assert len(one) == len(three) <= LIST_LIMIT, "\n".join(three)
