"""Pairs of entries that may be one person: which, in what order, of whom, and how fast."""

import random
from importlib import import_module
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from participants.models import NameKey, Person
from participants.services.candidates import find_candidates
from participants.services.duplicates import similar_pairs, similar_people
from participants.services.people import create_person, update_person
from tests.factories import AttendanceFactory, ForumFactory, PersonFactory

NAMES = [
    (11, "عبد الرحمن محمد تجربة"),
    (12, "عبدالرحمان محمد تجربه"),
    (13, "عبدالرحمن تجربة"),
    (14, "أروى إبراهيم مثال"),
    (15, "أروى عثمان مثال"),
    (16, "سعيد بن سالم الباكر"),
    (17, "سعيد سالم باكر"),
    (18, "أروى إبراهيم سعيد مثال"),
    (19, "…"),
    (20, "أروى"),
    (21, "اروى"),
]


def test_pairs_are_told_likeliest_first_with_the_reason():
    with translation.override("en"):
        found = [(one, other, round(score), str(why)) for one, other, score, why in similar_pairs(NAMES)]
    assert found == [
        (20, 21, 100, "same name in another spelling"),
        (16, 17, 95, "same name but for the article or «bin»"),
        (14, 18, 90, "one is a shorter form of the other"),
        (11, 13, 88, "same first and family name"),
        (11, 12, 87, "similar spelling"),
        (12, 13, 83, "similar spelling"),
    ]
    with translation.override("ar"):
        assert str(similar_pairs(NAMES)[2].why) == "أحد الاسمين صيغة أقصر من الآخر"


def test_the_order_of_the_rows_changes_nothing():
    shuffled = random.sample(NAMES, len(NAMES))
    assert similar_pairs(shuffled) == similar_pairs(NAMES)
    assert similar_pairs([]) == similar_pairs([(1, "")]) == []
    assert similar_pairs(NAMES, least=100) == similar_pairs(NAMES)[:1]


@pytest.fixture
def people(world, db):
    """Two who are alike in the programme, one more in the other."""
    call_command("load_reference", stdout=StringIO())
    here, there = ForumFactory(programme=world.programme), ForumFactory(programme=world.other_programme)
    return [
        AttendanceFactory(forum=forum, person__name_ar=name).person
        for forum, name in (
            (here, "وحيد عبد الولي نموذج"),
            (here, "وحيد عبدالولى نموذج"),
            (there, "وحيد عبدالولي نموذج"),
        )
    ]


def test_pairs_are_of_people_whom_the_reader_sees(world, people):
    here = [(people[0].pk, people[1].pk)]
    assert [pair[:2] for pair in similar_people(world.staff)] == here
    for other in (world.foreign_staff, world.donor, world.reviewer, world.auditor):
        assert similar_people(other) == []
    AttendanceFactory(forum=ForumFactory(programme=world.programme), person=people[2])
    assert len(similar_people(world.staff)) == 3


def test_merged_erased_and_nameless_people_make_no_pair(world, people):
    Person.objects.filter(pk=people[1].pk).update(merged_into=people[0])
    assert similar_people(world.staff) == []
    Person.objects.filter(pk=people[1].pk).update(merged_into=None, erased_at="2026-01-01T00:00Z")
    assert similar_people(world.staff) == []
    forum = people[0].attendances.get().forum
    for _number in range(2):
        AttendanceFactory(forum=forum, person__name_ar="", person__known_as="المحامي العام الأول")
    assert similar_people(world.staff) == []


def test_as_many_queries_for_few_and_for_many(world, people, django_assert_num_queries):
    assert world.staff.current_memberships
    with django_assert_num_queries(1):
        similar_people(world.staff)
    for number in range(20):
        AttendanceFactory(forum=people[0].attendances.get().forum, person__name_ar=f"سالم تجربة {number}")
    with django_assert_num_queries(1):
        similar_people(world.staff)


def keys_of(person):
    return set(person.name_keys.values_list("folded", flat=True))


def test_keys_follow_the_name(world, people):
    person = create_person(actor=world.staff, name_ar="سالم علي تجربة")
    assert {"سالم", "علي", "تجربه", "=سلم عل تجربه", "^سلم تجربه"} <= keys_of(person)
    AttendanceFactory(forum=ForumFactory(programme=world.programme), person=person)
    update_person(actor=world.staff, person=person, expected=person.version, name_ar="زكريا مثال")
    assert "زكريا" in keys_of(person)
    assert "سالم" not in keys_of(person)
    assert [one.person for one in find_candidates(user=world.staff, text="زكريا مثال")] == [person]
    assert find_candidates(user=world.staff, text="سالم علي تجربة") == []
    update_person(actor=world.staff, person=person, expected=person.version, languages="ar")
    assert "زكريا" in keys_of(person)


def test_keys_can_be_made_anew_and_are_the_same(people):
    before = set(NameKey.objects.values_list("person", "folded"))
    NameKey.objects.all().delete()
    erased = PersonFactory(name_ar="سالم محو")
    Person.objects.filter(pk=erased.pk).update(name_ar="", erased_at="2026-01-01T00:00Z")
    assert erased.name_keys.exists()
    out = StringIO()
    call_command("renew_name_keys", stdout=out)
    assert set(NameKey.objects.values_list("person", "folded")) == before
    assert out.getvalue().startswith(f"{len(people)} people; ")


def test_the_migration_makes_the_keys_of_whom_was_there_before(people):
    before = set(NameKey.objects.values_list("person", "folded"))
    NameKey.objects.all().delete()
    Person.objects.update(folded="", folded_bare="")
    migration = import_module("participants.migrations.0005_fill_name_keys")
    migration.make_keys(apps, SimpleNamespace(connection=connection))
    assert set(NameKey.objects.values_list("person", "folded")) == before
    assert people[0].folded == Person.objects.get(pk=people[0].pk).folded
