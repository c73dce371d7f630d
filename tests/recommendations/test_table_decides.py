"""The rights table decides: a right that it takes away is missed on pages which the reader opens by another right.

As the table stands, the office has these rights together, so that no reader shows whether each of them is asked.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import Role
from accounts.rights import ANYBODY, RIGHTS
from recommendations.institution_panel import asked_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_away(monkeypatch):
    """take_away(data, role): from now on the role holds nothing of these data, or what is `left` to it."""

    def take(data, role, left=""):
        monkeypatch.setitem(RIGHTS, data, {**RIGHTS[data], role: left})

    return take


@pytest.fixture
def addressee(world):
    """The institution is asked something."""
    ask = factories.RecommendationFactory(programme=world.programme, number=1)
    return factories.AddresseeFactory(recommendation=ask, institution=world.institution, sent=True)


def test_letters_in_the_correspondence(world, as_role, take_away):
    factories.LetterFactory(programme=world.programme, institution=world.institution, number="7141/2022")
    path = reverse("recommendations:correspondence", args=[world.institution.public_id])
    assert "7141/2022" in as_role("manager").get(path).content.decode()
    take_away("attachment", Role.MANAGER)
    page = as_role("manager").get(path)
    assert page.status_code == 200
    assert "7141/2022" not in page.content.decode()


def test_the_way_to_the_correspondence(world, addressee, take_away):
    assert asked_of(world.manager, world.institution).writes_letters
    take_away("recommendation draft", Role.MANAGER)
    assert not asked_of(world.manager, world.institution).writes_letters


@pytest.mark.parametrize("about", ["forum", "recommendation"])
def test_the_translations_of_one_meeting_or_ask(world, addressee, as_role, take_away, about):
    forum = factories.MinutesFactory(forum__programme=world.programme).forum
    row = forum if about == "forum" else addressee.recommendation
    path = f"{reverse('recommendations:translations')}?{about}={row.public_id}"
    assert as_role("manager").get(path).status_code == 200
    for data in ("forum", "recommendation", "recommendation draft"):
        take_away(data, Role.MANAGER)
    assert as_role("manager").get(path).status_code == 404
    assert as_role("manager").get(reverse("recommendations:translations")).status_code == 200


def test_the_ask_that_is_linked_to_another(world, addressee, as_role, take_away):
    draft = factories.RecommendationFactory(programme=world.programme)
    path = reverse("recommendations:alike", args=[addressee.recommendation.public_id])
    data = {"other": draft.public_id, "decision": "link"}
    take_away("recommendation draft", Role.STAFF, left="w")
    assert as_role("staff").post(path, data).status_code == 404
    take_away("recommendation draft", Role.STAFF, left="rw")
    assert as_role("staff").post(path, data).status_code == 302
    assert draft.similar.get() == addressee.recommendation


def test_the_next_ask_that_awaits_an_answer(world, addressee, as_role, take_away):
    answered = factories.ResponseFactory(
        addressee__institution=world.institution, addressee__recommendation__programme=world.programme
    )
    following = reverse("recommendations:answer", args=[addressee.public_id])
    path = reverse("recommendations:response", args=[answered.public_id])
    assert following in as_role("reviewer").get(path).content.decode()
    take_away("recommendation", Role.REVIEWER)
    page = as_role("reviewer").get(path)
    assert page.status_code == 200
    assert following not in page.content.decode()


def test_the_voice_of_whoever_is_not_signed_in(take_away):
    assert AnonymousUser().has_perm("recommendations.give_voice")
    take_away("witness voice", ANYBODY)
    assert not AnonymousUser().has_perm("recommendations.give_voice")
