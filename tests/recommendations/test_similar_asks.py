"""Asks that were made before in other words: found while writing, linked or kept apart, and told where they were asked."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from common.arabic import fold
from recommendations.models import KeptApart, Recommendation
from recommendations.raised import raised, raised_words, with_sources
from recommendations.services.similar import keep_apart, link_similar, similar_asks, undecide_similar

from .. import factories

pytestmark = pytest.mark.django_db
LIGHTS = "إنارة الشوارع الرئيسة في المديرية"
AGAIN = "توفير الإنارة لشوارع المديرية الرئيسية"


def ask(programme, text, forum=None, sent=None, institution=None):
    output = factories.OutputFactory(
        minutes=(forum or factories.MinutesFactory(forum__programme=programme).forum).minutes,
        kind="recommendation",
        text=text,
    )
    number = Recommendation.objects.count() + 1 if sent else None
    row = factories.RecommendationFactory(
        programme=programme, text=text, folded=fold(text), sources=[output], number=number
    )
    state = {"state": "sent", "sent_at": sent} if sent else {}
    factories.AddresseeFactory(
        recommendation=row, institution=institution or factories.InstitutionFactory(), **state
    )
    return row


def meeting(world, number, day):
    return factories.MinutesFactory(
        forum__programme=world.programme, forum__number=number, forum__date=day
    ).forum


@pytest.fixture
def earlier(world):
    return ask(world.programme, LIGHTS)


@pytest.fixture
def others(world):
    """Asks about other things, against which words are weighed."""
    texts = ["صرف رواتب أفراد الشرطة", "ترميم المدارس", "حملة توعية بالمخدرات", "تفعيل اللجان المجتمعية"]
    return [ask(world.programme, text) for text in texts]


def found(world, text=AGAIN, user=None, **options):
    rows = similar_asks(user=user or world.staff, programme=world.programme, text=text, **options)
    return [akin.recommendation for akin in rows]


def test_the_one_that_says_it_in_other_words_is_found(world, earlier, others):
    assert found(world) == [earlier]
    assert found(world, "تنظيف الشواطئ من النفايات") == []


def test_a_foreign_programme_never_shows(world, others):
    foreign = ask(world.other_programme, LIGHTS)
    assert found(world) == []
    assert found(world, user=world.foreign_staff) == []
    rows = similar_asks(user=world.foreign_staff, programme=world.other_programme, text=AGAIN)
    assert [akin.recommendation for akin in rows] == [foreign]


def test_what_stands_no_more_is_not_proposed(world, earlier, others):
    Recommendation.objects.filter(pk=earlier.pk).update(standing="withdrawn")
    assert found(world) == []


def test_the_same_statements_for_few_and_many(world, earlier, others, django_assert_num_queries):
    found(world)  # reads the roles of the reader, once
    with django_assert_num_queries(3):
        found(world)
    for _n in range(6):
        ask(world.programme, LIGHTS)
    with django_assert_num_queries(3):
        assert len(found(world)) == 5


def test_a_decision_is_remembered_and_can_be_taken_back(world, earlier, others):
    row = ask(world.programme, AGAIN)
    assert found(world, to=row) == [earlier]
    for service in (link_similar, keep_apart):
        service(actor=world.staff, one=row, other=earlier)
        service(actor=world.staff, one=row, other=earlier)
        assert found(world, to=row) == found(world, LIGHTS, to=earlier) == []
    assert not row.similar.exists(), "kept apart in the end"
    assert KeptApart.objects.get().first == earlier
    undecide_similar(actor=world.staff, one=earlier, other=row)
    assert found(world, to=row) == [earlier]


def test_only_who_drafts_decides_and_only_within_a_programme(world, earlier):
    row, foreign = ask(world.programme, AGAIN), ask(world.other_programme, AGAIN)
    with pytest.raises(PermissionDenied):
        link_similar(actor=world.manager, one=row, other=earlier)
    with pytest.raises(PermissionDenied):
        keep_apart(actor=world.staff, one=row, other=foreign)
    with pytest.raises(ValidationError):
        link_similar(actor=world.staff, one=row, other=row)


def test_where_it_was_asked_and_for_how_long_nobody_answered(world):
    first, second, third = (
        meeting(world, n, datetime.date(2026, month, 1)) for n, month in ((4, 1), (9, 2), (13, 3))
    )
    sent = datetime.datetime(2026, 3, 8, 9, tzinfo=datetime.UTC)
    row = ask(world.programme, LIGHTS, first, sent=sent)
    for forum in (third, second):
        row.sources.add(factories.OutputFactory(minutes=forum.minutes, kind="recommendation"))
    read = with_sources(Recommendation.objects.all()).get()
    told = raised([read], frozenset(), today=datetime.date(2026, 3, 22))
    assert [forum.number for forum in told.forums] == [4, 9, 13]
    assert told.unanswered == 10, "two weeks of five working days"
    with translation.override("en"):
        words = raised_words(told)
    assert words == "Asked in forums 4, 9 and 13, unanswered for 10 working days."
    read.addressees.all()[0].state = "accepted"
    assert raised([read], frozenset()).unanswered is None


def test_the_page_of_writing_shows_it_and_keeps_what_is_chosen(world, as_role, earlier, others):
    output = factories.OutputFactory(
        minutes__forum__programme=world.programme, kind="recommendation", text=AGAIN
    )
    client, path = as_role("staff"), reverse("recommendations:promote", args=[output.public_id])
    assert LIGHTS in client.get(path).content.decode()
    fields = {"version": 0, "text": AGAIN, "addressing": "undetermined", "priority": "normal"}
    chosen = {f"alike-{earlier.public_id}": "link"}
    assert client.post(path, fields | chosen).status_code == 302
    assert list(output.recommendations.get().similar.all()) == [earlier]


def test_looking_again_saves_nothing_and_blames_nobody(world, as_role, earlier, others):
    output = factories.OutputFactory(
        minutes__forum__programme=world.programme, kind="recommendation", text="نص آخر"
    )
    client, path = as_role("staff"), reverse("recommendations:promote", args=[output.public_id])
    page = client.post(path, {"version": 0, "text": AGAIN, "look": "1", "due_on": "no date"}).content.decode()
    assert LIGHTS in page
    assert "invalid-feedback" not in page
    assert AGAIN in page
    assert not output.recommendations.exists()


def test_the_same_ask_joins_the_earlier_one(world, as_role, earlier):
    output = factories.OutputFactory(
        minutes__forum__programme=world.programme, kind="recommendation", text=AGAIN
    )
    foreign = ask(world.other_programme, LIGHTS)
    client, path = as_role("staff"), reverse("recommendations:promote", args=[output.public_id])
    for other, status in ((foreign.public_id, 404), ("no id", 404), (earlier.public_id, 302)):
        assert client.post(path, {"join": other}).status_code == status
    assert earlier.sources.filter(pk=output.pk).exists()
    assert not output.recommendations.exclude(pk=earlier.pk).exists()


def test_the_page_of_an_ask_tells_it_to_the_office_alone(world, as_role):
    sent = timezone.now() - datetime.timedelta(days=30)
    row = ask(world.programme, LIGHTS, meeting(world, 4, datetime.date(2026, 1, 1)), sent, world.institution)
    for number, occasion in ((4, "said"), (9, "reworded")):
        forum = (
            row.sources.get().minutes.forum if number == 4 else meeting(world, 9, datetime.date(2026, 2, 1))
        )
        row.wordings.create(occasion=occasion, forum=forum, made_by=world.staff, text=LIGHTS)
    path = reverse("recommendations:detail", args=[row.public_id])
    for role, told in (("staff", True), ("manager", True), ("reviewer", False)):
        assert ("Asked in forums 4 and 9, unanswered" in as_role(role).get(path).content.decode()) is told


def test_the_page_of_pairs(world, as_role, earlier, others):
    row = ask(world.programme, AGAIN)
    client, path = as_role("staff"), reverse("recommendations:alike", args=[row.public_id])
    assert LIGHTS in client.get(path).content.decode()
    for decision, heading in (("link", "Linked"), ("undo", "not decided"), ("apart", "Kept apart")):
        answer = client.post(path, {"other": earlier.public_id, "decision": decision}, follow=True)
        assert heading in answer.content.decode()
    assert client.post(path, {"other": earlier.public_id, "decision": "merge"}).status_code == 404
    assert client.post(path, {"other": row.public_id, "decision": "link"}).status_code == 404
