"""A prepared question gives what its queryset gives, whatever is asked and however much of it."""

import pytest

from common.prepared import Prepared
from forums.models import Attendance
from participants.models import Person
from participants.models.name_keys import beginning_with
from tests.factories import AttendanceFactory, PersonFactory

pytestmark = pytest.mark.django_db
NAMES = ["سالم مثال", "سالم%تجربة", "سالم_نموذج", "هدى مثال"]


@pytest.fixture
def people():
    """One person a name, in the order of `NAMES`, the folded name as written."""
    found = [PersonFactory(name_ar=name) for name in NAMES]
    for person in found:
        Person.objects.filter(pk=person.pk).update(folded=person.name_ar)
    return found


def _of(people, beginning=None):
    rows = Person.objects.filter(pk__in=people).order_by("pk").values_list("pk", "public_id", "updated_at")
    return rows.filter(beginning_with("folded", beginning)) if beginning else rows


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_rows_are_those_of_the_queryset_for_any_number_of_values(people, count):
    ask, keys = Prepared(_of), [person.pk for person in people[:count]]
    for _time in range(2):
        assert ask(people=keys) == list(_of(keys))
    assert ask(people=keys, beginning="سالم") == list(_of(keys, "سالم"))


def test_the_text_is_written_once_for_values_of_one_shape(people, django_assert_num_queries):
    shapes = []

    def build(people):
        shapes.append(len(people))
        return _of(people)

    ask = Prepared(build)
    for some in (people[:3], people[1:], people, people[:1], people[2:3]):
        with django_assert_num_queries(1):
            assert [row[0] for row in ask(people=[one.pk for one in some])] == [one.pk for one in some]
    assert shapes == [4, 1]
    with django_assert_num_queries(0):
        assert ask(people=[]) == []


@pytest.mark.parametrize(
    ("typed", "places"), [("سالم", [0, 1, 2]), ("سالم%", [1]), ("سالم_", [2]), ("%", [])]
)
def test_signs_of_a_pattern_stand_for_themselves(people, typed, places):
    ask = Prepared(_of)
    assert [row[0] for row in ask(people=[one.pk for one in people], beginning=typed)] == [
        people[place].pk for place in places
    ]


def test_objects_come_with_their_relations_and_without_what_was_left_out(django_assert_num_queries):
    rows = [AttendanceFactory(person__name_ar=name) for name in NAMES[:2]]

    @Prepared
    def ask(names):
        found = Attendance.objects.filter(person__name_ar__in=names).order_by("pk")
        return found.select_related("person", "rank", "forum").defer("person__phone", "forum__title_ar")

    with django_assert_num_queries(1):
        found = ask(names=NAMES)
        assert [one.person.name_ar for one in found] == NAMES[:2]
        assert {one.rank for one in found} == {None}
        assert [one.forum.public_id for one in found] == [row.forum.public_id for row in rows]
    assert found == rows
    assert found[0].get_deferred_fields() == set()
    assert found[0].person.get_deferred_fields() == {"phone"}
    assert found[0]._state.db == "default"


def test_several_questions_in_one_and_what_hangs_on_a_further_argument(people):
    @Prepared
    def ask(field, names, others):
        rows = [
            Person.objects.order_by().filter(**{f"{field}__in": some}).values_list("pk")
            for some in (names, others)
        ]
        return rows[0].union(rows[1])

    assert sorted(ask("name_ar", names=NAMES[:1], others=NAMES[3:])) == [(people[0].pk,), (people[3].pk,)]
    assert ask("name_en", names=NAMES[:1], others=NAMES[3:]) == []
