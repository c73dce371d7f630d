"""The list and the page of an institution ask as often for many rows as for few."""

import datetime

import pytest
from django.urls import reverse

from common.arabic import fold
from tests.factories import (
    AddresseeFactory,
    AttendanceFactory,
    ForumFactory,
    ForumInvitationFactory,
    InstitutionFactory,
    PlaceFactory,
    RecommendationFactory,
)
from tests.test_queries import LIST_LIMIT, PAGE_LIMIT, repeated, statements

pytestmark = pytest.mark.django_db


def live(world, number):
    """One more of everything that hangs on the institution."""
    body = world.institution
    InstitutionFactory(parent=body, place=PlaceFactory())
    body.names.create(text=f"اسم {number}", folded=fold(f"اسم {number}"), use="formal")
    body.positions.create(title_ar=f"منصب {number}", folded=fold(f"منصب {number}"))
    forum = ForumFactory(programme=world.programme, date=datetime.date(2022, 7, 20))
    attendance = AttendanceFactory(forum=forum, institution=body, post=f"منصب {number}")
    body.focal_points.create(person=attendance.person)
    ForumInvitationFactory(forum=forum, institution=body)
    AddresseeFactory(
        recommendation=RecommendationFactory(programme=world.programme), institution=body, sent=True
    )


@pytest.mark.parametrize("actor", ["staff", "manager"])
@pytest.mark.parametrize(
    ("name", "query", "most"),
    [
        ("institutions", "", LIST_LIMIT),
        ("institutions", "?q=جهة&kind=security", LIST_LIMIT),
        ("institution", "", PAGE_LIMIT),
    ],
)
def test_queries(world, as_role, actor, name, query, most):  # noqa: PLR0917
    arguments = [world.institution.public_id] if name == "institution" else []
    path, client = reverse(f"participants:{name}", args=arguments) + query, as_role(actor)
    live(world, 1)
    one = statements(client, path)
    live(world, 2)
    live(world, 3)
    three = statements(client, path)
    assert len(one) == len(three), "\n".join(set(three) - set(one))
    assert len(three) <= most, "\n".join(three)
    assert repeated(three) == []
