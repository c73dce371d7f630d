"""Pages before and at a meeting ask the database as often for one ask as for three, and no statement twice."""

import pytest
from django.urls import reverse

from .. import factories
from ..test_queries import PAGE_LIMIT, live, repeated, statements


@pytest.mark.parametrize("name", ["brief", "hearing", "invitations"])
def test_pages_of_a_meeting(world, as_role, name):
    earlier = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    forum = factories.MinutesFactory(forum__programme=world.programme).forum
    forum.reviews.add(earlier.forum)
    client, path = as_role("staff"), reverse(f"recommendations:{name}", args=[forum.public_id])

    def add():
        number = world.programme.recommendations.count() + 1
        source = factories.OutputFactory(minutes=earlier)
        row = factories.RecommendationFactory(programme=world.programme, number=number, sources=[source])
        for part, institution in (
            ("lead", world.institution),
            ("supporting", factories.InstitutionFactory()),
        ):
            asked = factories.AddresseeFactory(
                recommendation=row, institution=institution, part=part, sent=True
            )
        live(world, asked)
        row.hearings.create(forum=forum, outcome="not_discussed", made_by=world.staff)
        factories.ForumInvitationFactory(forum=forum, invited_on=None)

    forum.invitations.create(institution=world.institution)
    add()
    one = statements(client, path)
    add()
    add()
    three = statements(client, path)
    assert len(one) == len(three), "\n".join(set(three) - set(one))
    assert len(three) <= PAGE_LIMIT, "\n".join(three)
    assert repeated(three) == []
