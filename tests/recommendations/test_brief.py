"""The brief before a meeting: what is owed to its place by whom it invites."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from participants.models import Place
from recommendations.brief import brief_for
from recommendations.models import Addressee

from ..factories import (
    AddresseeFactory,
    CommitmentFactory,
    ForumInvitationFactory,
    MinutesFactory,
    OutputFactory,
    RecommendationFactory,
    ResponseFactory,
)

pytestmark = pytest.mark.django_db


def ask(world, number, place, institution, state="sent", **fields):
    output = OutputFactory(
        minutes=MinutesFactory(
            forum__programme=world.programme,
            forum__place=Place.objects.get(code=place),
            state="approved",
            revision=1,
        )
    )
    row = RecommendationFactory(programme=world.programme, number=number, sources=[output], **fields)
    addressee = AddresseeFactory(recommendation=row, institution=institution, sent=True)
    Addressee.objects.filter(pk=addressee.pk).update(state=state)
    return addressee


def coming(world, place="YE2401"):
    found = Place.objects.get(code=place) if place else None
    return MinutesFactory(forum__programme=world.programme, forum__place=found, forum__date=None).forum


def numbers(forum):
    brief = brief_for(forum)
    rows = [row for debt in brief.institutions for row in (*debt.unanswered, *debt.promised)]
    return sorted(row.recommendation.number for row in rows)


def test_only_of_its_place_and_a_governorate_has_its_districts(world):
    ask(world, 1, "YE2401", world.institution)
    ask(world, 2, "YE2402", world.institution)
    assert numbers(coming(world)) == [1]
    assert numbers(coming(world, "YE24")) == [1, 2]
    assert numbers(coming(world, "")) == [1, 2]


def test_only_of_whom_it_invites(world):
    ask(world, 1, "YE2401", world.institution)
    ask(world, 2, "YE2401", world.other_institution)
    forum = coming(world)
    assert numbers(forum) == [1, 2]
    ForumInvitationFactory(forum=forum, institution=world.other_institution, invited_on=None)
    assert numbers(forum) == [2]


def test_what_is_done_declined_withdrawn_or_unsent_is_not_owed(world):
    for number, state in enumerate(("verified", "declined", "noted", "reported_done", "referred"), start=1):
        ask(world, number, "YE2401", world.institution, state=state)
    ask(world, 8, "YE2401", world.institution, standing="withdrawn")
    assert numbers(coming(world)) == []


def test_whoever_is_late_comes_first_with_what_was_promised(world):
    late = ask(world, 2, "YE2401", world.other_institution)
    Addressee.objects.filter(pk=late.pk).update(
        answer_due_on=timezone.localdate() - datetime.timedelta(days=30)
    )
    kept = ask(world, 1, "YE2401", world.institution, state="accepted")
    response = ResponseFactory(addressee=kept, answered_by=world.staff)
    CommitmentFactory(response=response, text="سننجز الأمر", due_on=datetime.date(2030, 1, 1))
    with translation.override("en"):
        brief = brief_for(coming(world))
        assert brief.institutions[0].name == "Other body"
    assert (brief.unanswered, brief.promised, brief.late) == (1, 1, 1)
    assert brief.institutions[1].promised[0].promise == "سننجز الأمر"


def test_its_page_and_its_file(world, as_role):
    ask(world, 1, "YE2401", world.institution, text="نوصي بإنارة الشارع")
    forum = coming(world)
    for name in ("staff", "manager"):
        page = as_role(name).get(reverse("recommendations:brief", args=[forum.public_id]))
        assert "نوصي بإنارة الشارع" in page.content.decode()
    file = as_role("staff", "ar").get(reverse("reports:brief_pdf", args=[forum.public_id]))
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")
