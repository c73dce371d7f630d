"""The same number of queries for one row and for three, on the pages of merging."""

import datetime

import pytest
from django.urls import reverse

from .. import factories
from ..test_queries import LIST_LIMIT, PAGE_LIMIT, add_person, repeated, statements

pytestmark = pytest.mark.django_db


def test_two_entries_side_by_side(world, as_role):
    client, pair = as_role("staff"), [factories.PersonFactory() for _ in range(2)]

    def add():
        for person in pair:
            forum = factories.MinutesFactory(forum__programme=world.programme).forum
            factories.AttendanceFactory(forum=forum, person=person)
            factories.PersonFactory(merged_into=person)
            factories.ConsentFactory(person=person, withdrawn_on=datetime.date(2022, 2, 1))

    add()
    path = reverse("participants:compare", args=[pair[0].public_id]) + f"?with={pair[1].public_id}"
    one = statements(client, path)
    add()
    add()
    three = statements(client, path)
    assert len(one) == len(three) <= PAGE_LIMIT, "\n".join(three)
    assert repeated(three) == []


def test_who_may_be_the_same(world, as_role):
    client, person = as_role("staff"), factories.PersonFactory()
    path = reverse("participants:compare", args=[person.public_id])
    factories.AttendanceFactory(forum__programme=world.programme, person=person)
    add_person(world)
    one = statements(client, path)
    add_person(world)
    add_person(world)
    three = statements(client, path)
    assert len(one) == len(three) <= LIST_LIMIT, "\n".join(three)
    assert repeated(three) == []


def test_a_person_with_merges(world, as_role):
    client, person = as_role("staff"), factories.PersonFactory()
    factories.AttendanceFactory(forum__programme=world.programme, person=person)
    path, counts = reverse("participants:person", args=[person.public_id]), []
    for _number in range(3):
        factories.MergeFactory(kept=person, programme=world.programme.public_id)
        counts.append(len(statements(client, path)))
    assert len(set(counts)) == 1


def test_the_list_of_pairs(world, as_role):
    client, path, counts = as_role("staff"), reverse("participants:duplicates"), []
    for number in range(3):
        for name in (f"سالم تجربة القائمة {number}", f"سالم تجربه القائمه {number}"):
            person = factories.PersonFactory(name_ar=name)
            factories.AttendanceFactory(forum__programme=world.programme, person=person)
        counts.append(statements(client, path))
    assert len(counts[0]) == len(counts[-1]) <= LIST_LIMIT, "\n".join(counts[-1])
    assert repeated(counts[-1]) == []
