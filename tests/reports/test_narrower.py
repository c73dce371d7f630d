"""A line that is kept for a narrower audience stands in no document of a wider one, and nothing is ever widened."""

import pytest
from django.urls import reverse

from forums.models import Forum, Output
from forums.services.freezing import freeze
from recommendations.models import Wording
from reports.projection import project_forum
from tests.reports import meeting

from ..factories import AddresseeFactory, OutputFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
WORDS = "كلام لا يغادر البيت"


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    OutputFactory(minutes=forum.minutes, kind="issue", text=WORDS, position=90)
    return forum


def projected(forum, audience="donor"):
    return project_forum(forum, audience=audience, language="ar", as_of=meeting.AS_OF)


@pytest.mark.parametrize(
    ("narrowed", "reaches"), [("", True), ("internal", False), ("official", False), ("donor", True)]
)
def test_the_donor_gets_what_reaches_him(forum, narrowed, reaches):
    Output.objects.filter(text=WORDS).update(narrowed_to=narrowed)
    content = projected(forum)
    assert (WORDS in str(content)) == reaches
    assert ("narrower" in content["withheld"]) == (not reaches)
    assert content["figures"]["outputs"] == len(content["outputs"])
    assert WORDS in str(projected(forum, "internal"))


def test_predicate_and_queryset_say_the_same():
    for narrowed in ("", *Output.NarrowedTo.values):
        output = OutputFactory(narrowed_to=narrowed)
        for audience in ("internal", "official", "donor", "public"):
            found = Output.objects.reaching(audience).filter(pk=output.pk).exists()
            assert found == output.reaches(audience)


def test_nothing_widens_what_a_closed_forum_allows(forum):
    Forum.objects.update(disclosure="closed")
    for narrowed in ("", *Output.NarrowedTo.values):
        Output.objects.update(narrowed_to=narrowed)
        assert WORDS not in str(projected(Forum.objects.get(pk=forum.pk)))


def test_it_is_part_of_what_is_approved(forum):
    before = freeze(forum.minutes)["content"]
    Output.objects.filter(text=WORDS).update(narrowed_to="internal")
    after = freeze(forum.minutes)["content"]
    assert before["outputs"][-1]["narrowed_to"] == ""
    assert after["outputs"][-1]["narrowed_to"] == "internal"


def test_the_institution_does_not_read_the_words_behind_what_it_was_asked(world, forum, as_role):
    output = Output.objects.get(text=WORDS)
    ask = RecommendationFactory(programme=world.programme, sources=[output], number=77, text="نوصي بغيره")
    AddresseeFactory(recommendation=ask, institution=world.institution, sent=True)
    Wording.objects.filter(recommendation=ask).delete()
    for occasion, text in (("said", WORDS), ("sent", "نوصي بغيره")):
        Wording.objects.create(
            recommendation=ask, occasion=occasion, text=text, forum=forum, made_by=world.staff
        )
    path = reverse("recommendations:detail", args=[ask.public_id])
    assert WORDS in as_role("reviewer").get(path).content.decode()
    Output.objects.filter(pk=output.pk).update(narrowed_to="internal")
    assert WORDS not in as_role("reviewer").get(path).content.decode()
    assert WORDS in as_role("staff").get(path).content.decode()
    Output.objects.filter(pk=output.pk).update(narrowed_to="official")
    assert WORDS in as_role("reviewer").get(path).content.decode()
