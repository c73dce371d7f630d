"""What the list of asks tells a representative, and somebody who has a second role: never more than each role knows."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("recommendations:list")


@pytest.fixture
def both(world):
    """Staff of the programme who represents the institution as well."""
    user = factories.UserFactory()
    factories.MembershipFactory(user=user, role="staff", programme=world.programme)
    factories.MembershipFactory(user=user, role="reviewer", institution=world.institution)
    return User.objects.get(pk=user.pk)


def ask(programme, *addressees, **fields):
    """A sent ask; `addressees`: (institution, state), the lead first."""
    row = factories.RecommendationFactory(programme=programme, number=1, **fields)
    for place, (institution, state) in enumerate(addressees):
        part = "supporting" if place else "lead"
        factories.AddresseeFactory(
            recommendation=row, institution=institution, sent=True, state=state, part=part
        )
    return row


def listed(client, **query):
    """(ask, its chips) of each row."""
    rows = client.get(LIST, query).context["rows"]
    return [(row["recommendation"], [str(words) for _tone, words in row["chips"]]) for row in rows]


def test_of_one_s_own_programme_the_lead_s_state_counts_elsewhere_one_s_own(world, both, sign_in):
    """The filter by state and the chip agree, whichever of the two roles shows an ask."""
    parts = (world.other_institution, "declined"), (world.institution, "sent")
    here, there = ask(world.programme, *parts), ask(world.other_programme, *parts)
    client = sign_in(both)
    assert listed(client, state="declined") == [(here, ["not possible now"])]
    assert listed(client, state="sent") == [(there, ["sent to the institution"])]


def test_a_forum_of_another_programme_is_not_found_by_its_code(world, both, sign_in):
    """An ask reached his institution from there; which meeting it was said in is that programme's own."""
    found = {}
    for programme in (world.programme, world.other_programme):
        output = factories.OutputFactory(minutes__forum__programme=programme)
        row = ask(programme, (world.institution, "sent"), sources=[output])
        rows = listed(sign_in(both), forum=output.minutes.forum.code)
        found[programme] = [one for one, _chips in rows] == [row]
    assert found == {world.programme: True, world.other_programme: False}


def test_archived_asks_are_offered_to_whoever_has_some(world, as_role):
    world.other_programme.archived_at = timezone.now()
    world.other_programme.save()
    ask(world.other_programme, (world.other_institution, "sent"))
    offered = {
        reader: 'name="archived"' in as_role(reader).get(LIST, {"q": "x"}).content.decode()
        for reader in ("staff", "reviewer", "foreign_staff", "foreign_reviewer")
    }
    assert offered == {"staff": False, "reviewer": False, "foreign_staff": True, "foreign_reviewer": True}


def test_the_institutions_to_choose_from_are_those_of_asks_that_are_seen(world, as_role):
    ask(world.programme, (world.institution, "sent"))
    ask(world.other_programme, (world.other_institution, "sent"))
    for reader, chosen in (("staff", world.institution), ("foreign_reviewer", world.other_institution)):
        page = as_role(reader).get(LIST, {"q": "x"})
        assert list(page.context["filter"].form.fields["institution"].queryset) == [chosen]
