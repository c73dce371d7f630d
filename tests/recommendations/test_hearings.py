"""A review meeting goes through earlier asks: answers said in the room, raised again, not discussed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Hearing, Response
from recommendations.services.answers import confirm_response
from recommendations.services.hearings import answer_in_room, asks_of, mark_not_discussed, raise_again

from ..factories import AddresseeFactory, MinutesFactory, OutputFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(world):
    """Three asks of one forum: two to the institution, the second also to the other one, the third unsent."""
    minutes = MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    found = []
    for number in (1, 2, None):
        row = RecommendationFactory(
            programme=world.programme, number=number, sources=[OutputFactory(minutes=minutes)]
        )
        AddresseeFactory(
            recommendation=row,
            institution=world.institution,
            **({"sent": True} if number else {"state": "ready"}),
        )
        found.append(row)
    AddresseeFactory(
        recommendation=found[1], institution=world.other_institution, part="supporting", sent=True
    )
    return found


@pytest.fixture
def review(world, asks):
    forum = MinutesFactory(
        forum__programme=world.programme, forum__kind="review", forum__date=timezone.localdate()
    ).forum
    forum.reviews.add(asks[0].sources.get().minutes.forum)
    return forum


def lead(ask):
    return ask.addressees.get(part="lead")


def say(world, review, ask, **answer):
    given = {
        "decision": "accepted",
        "summary": "سنقوم بذلك",
        "promised_on": datetime.date(2030, 1, 1),
    } | answer
    return answer_in_room(actor=world.staff, forum=review, addressee=lead(ask), **given)


def test_what_is_said_in_the_room_counts_once_the_institution_confirms(world, review, asks):
    response = say(world, review, asks[0])
    assert (response.channel, response.is_confirmed) == (Response.Channel.ROOM, False)
    assert lead(asks[0]).state == "accepted"
    assert Hearing.objects.get().response == response
    assert confirm_response(actor=world.reviewer, response=response).is_confirmed


def test_an_answer_is_dated_on_the_day_of_the_meeting(world, review, asks):
    day = timezone.localdate() - datetime.timedelta(days=3)
    type(review).objects.filter(pk=review.pk).update(date=day)
    review.refresh_from_db()
    type(lead(asks[0])).objects.filter(recommendation=asks[0]).update(
        sent_at=timezone.now() - datetime.timedelta(days=30)
    )
    assert timezone.localdate(say(world, review, asks[0]).sent_at) == day
    type(lead(asks[1])).objects.filter(recommendation=asks[1]).update(sent_at=timezone.now())
    assert timezone.localdate(say(world, review, asks[1]).sent_at) == timezone.localdate()


def test_raised_again_is_an_output_of_the_meeting_and_the_same_ask(world, review, asks):
    hearing = raise_again(actor=world.staff, forum=review, recommendation=asks[0], text="بصياغة جديدة")
    assert hearing.output.minutes.forum == review
    assert hearing.output in asks[0].sources.all()
    assert [row.text for row in asks[0].wordings.filter(forum=review)] == ["بصياغة جديدة"]
    asks[0].refresh_from_db()
    assert asks[0].text != "بصياغة جديدة"
    with pytest.raises(ValidationError):
        raise_again(actor=world.staff, forum=review, recommendation=asks[0])


def test_not_discussed_gives_way_to_whatever_is_said_later(world, review, asks):
    mark_not_discussed(actor=world.staff, forum=review, recommendation=asks[0])
    mark_not_discussed(actor=world.staff, forum=review, recommendation=asks[0])
    assert Hearing.objects.count() == 1
    say(world, review, asks[0])
    assert [row.outcome for row in Hearing.objects.all()] == ["answered"]
    with pytest.raises(ValidationError):
        mark_not_discussed(actor=world.staff, forum=review, recommendation=asks[0])


def test_an_ask_of_other_forums_is_none_of_this_meeting(world, review):
    stranger = RecommendationFactory(programme=world.programme, number=9, sources=[OutputFactory()])
    AddresseeFactory(recommendation=stranger, institution=world.institution, sent=True)
    assert stranger not in asks_of(review)
    with pytest.raises(ValidationError):
        say(world, review, stranger)


@pytest.mark.parametrize("name", ["manager", "reviewer", "donor", "auditor", "foreign_staff"])
def test_staff_alone_take_down(world, review, asks, name):
    with pytest.raises(PermissionDenied):
        mark_not_discussed(actor=world.users[name], forum=review, recommendation=asks[0])


def test_going_through_them_one_by_one(world, review, asks, as_role):
    client, path = as_role("staff"), reverse("recommendations:hearing", args=[review.public_id])
    page = client.get(path)
    assert [line["reference"] for line in page.context["lines"]] == [
        "TST-R-0001",
        "TST-R-0002",
        "not sent yet",
    ]
    typed = {"act": "answer", "version": lead(asks[0]).version, "decision": "noted", "summary": "أُخذ العلم"}
    after = client.post(path, typed | {"reason": "سبب"})
    assert str(asks[1].public_id) in after["Location"]
    second = client.get(after["Location"])
    assert second.context["done"] == 1
    assert second.context["addressee"] == lead(asks[1])
    after = client.post(after["Location"], {"act": "leave"})
    third = client.get(after["Location"])
    assert "answer_form" not in third.context
    client.post(after["Location"], {"act": "raise", "text": asks[2].text})
    outcomes = {row.recommendation_id: row.outcome for row in Hearing.objects.all()}
    assert outcomes == {asks[0].pk: "answered", asks[1].pk: "not_discussed", asks[2].pk: "raised_again"}


def test_narrowed_to_one_institution(world, review, asks, as_role):
    client, path = as_role("staff"), reverse("recommendations:hearing", args=[review.public_id])
    page = client.get(path + "?institution=OTHER")
    assert page.context["total"] == 1
    assert page.context["addressee"].institution == world.other_institution
    assert client.get(path + f"?institution=OTHER&ask={asks[0].public_id}").status_code == 404
    assert client.get(path + "?institution=NONE").context["total"] == 3


def test_a_second_click_does_nothing_twice(world, review, asks, as_role):
    client = as_role("staff")
    path = reverse("recommendations:hearing", args=[review.public_id]) + f"?ask={asks[0].public_id}"
    typed = {
        "act": "answer",
        "version": lead(asks[0]).version,
        "decision": "noted",
        "summary": "نص",
        "reason": "س",
    }
    assert client.post(path, typed).status_code == 302
    assert client.post(path, typed).status_code == 302
    assert Response.objects.count() == 1


def test_the_journey_shows_the_levels_to_the_office_alone(world, review, asks, as_role):
    mark_not_discussed(actor=world.staff, forum=review, recommendation=asks[0])
    raise_again(actor=world.staff, forum=review, recommendation=asks[1], text=asks[1].text)
    pages = {
        (name, ask): as_role(name)
        .get(reverse("recommendations:detail", args=[ask.public_id]))
        .content.decode()
        for name in ("staff", "reviewer", "auditor")
        for ask in asks[:2]
    }
    assert "not discussed" in pages["staff", asks[0]]
    assert "review meeting" in pages["staff", asks[1]]
    for name in ("reviewer", "auditor"):
        assert "not discussed" not in pages[name, asks[0]]
        assert "review meeting" not in pages[name, asks[1]]
