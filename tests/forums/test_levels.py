"""From level to level: numbers of a series, and the dialogue that belongs to a forum."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from common.workflow import NotAllowedHere
from forums.models import Forum, Theme
from forums.series import next_number, same_number
from forums.services.forums import create_forum
from forums.services.levels import make_dialogue
from participants.models import Place

from ..factories import MinutesFactory

pytestmark = pytest.mark.django_db


def held(world, number, place="YE2401", kind="forum"):
    return MinutesFactory(
        forum__programme=world.programme,
        forum__kind=kind,
        forum__number=number,
        forum__place=Place.objects.get(code=place),
        forum__title_ar="منتدى تجريبي",
        forum__title_en="A test forum",
    ).forum


def test_each_kind_is_counted_by_itself_in_each_place(world):
    last = held(world, 17)
    held(world, 4, place="YE2402")
    held(world, 30, kind="dialogue")
    assert next_number(held(world, None)) == 18
    opened = create_forum(
        actor=world.staff, programme=world.programme, kind="forum", title_ar="منتدى", place=last.place
    )
    assert opened.number == 18
    given = create_forum(
        actor=world.staff,
        programme=world.programme,
        kind="forum",
        title_ar="منتدى",
        place=last.place,
        number=25,
    )
    assert given.number == 25


def test_a_double_number_is_warned_of_and_not_refused(world, as_role):
    first, other = held(world, 18), held(world, 18, place="YE2402")
    assert same_number(first) is None
    second = held(world, 18)
    assert same_number(second) == first
    assert same_number(other) is None
    client, path = as_role("staff"), reverse("forums:meeting", args=[second.public_id])
    typed = {"version": 1, "kind": "forum", "level": "district", "title_ar": "منتدى", "number": "18"}
    page = client.post(path, typed | {"place": "YE2401", "disclosure": "chatham"}, follow=True)
    assert first.code in page.content.decode()
    second.refresh_from_db()
    assert second.number == 18


def test_a_forum_gets_its_dialogue_once(world, as_role):
    forum = held(world, 18)
    forum.themes.add(Theme.objects.get(code="T01"))
    path = reverse("forums:make_dialogue", args=[forum.public_id])
    client = as_role("staff")
    assert client.post(path).status_code == 302
    dialogue = forum.continued_by.get()
    assert (dialogue.kind, dialogue.number, dialogue.place, dialogue.date) == (
        "dialogue",
        18,
        forum.place,
        None,
    )
    assert [row.code for row in dialogue.themes.all()] == ["T01"]
    assert dialogue.title_ar.endswith("منتدى تجريبي")
    assert dialogue.title_en.endswith("A test forum")
    assert client.post(path)["Location"] == reverse("forums:detail", args=[dialogue.public_id])
    assert Forum.objects.filter(continues=forum).count() == 1


def test_only_a_forum_has_one_and_only_staff_open_it(world):
    with pytest.raises(NotAllowedHere):
        make_dialogue(actor=world.staff, forum=held(world, 1, kind="review"))
    with pytest.raises(PermissionDenied):
        make_dialogue(actor=world.manager, forum=held(world, 2))
