"""The list of people: who is in it, how it is searched, and that it counts as the figures do."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.models import Person
from participants.services.directory import listed, people_of
from reports.figures import figures_so_far
from tests.factories import (
    AttendanceFactory,
    ForumFactory,
    InstitutionFactory,
    MinutesFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
PEOPLE = reverse("participants:people")


def held(programme, **fields):
    """A forum whose minutes were approved once."""
    return MinutesFactory(forum__programme=programme, state="approved", revision=1, **fields).forum


def names(client, **asked):
    """Names on the first page of a search, in their order."""
    lines = client.post(PEOPLE, asked).context["lines"]
    return [line.name for line in lines]


def test_only_people_of_the_reader_s_programmes(world, as_role):
    mine = AttendanceFactory(forum=ForumFactory(programme=world.programme)).person
    other = AttendanceFactory(forum=ForumFactory(programme=world.other_programme)).person
    PersonFactory()
    page = as_role("staff").get(PEOPLE)
    assert [line.person for line in page.context["lines"]] == [mine]
    assert str(other.public_id) not in page.content.decode()
    assert other.name_ar not in page.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["احمد شئون", "أحمَد شؤون", "ﺃﺣﻤﺪ  شــئون", "شئون", "AHMED"],
)
def test_found_in_any_spelling(world, as_role, typed):
    person = PersonFactory(name_ar="أحمد شئون التجريبي", name_en="Ahmed Test")
    AttendanceFactory(forum=ForumFactory(programme=world.programme), person=person)
    AttendanceFactory(forum=ForumFactory(programme=world.programme))
    assert names(as_role("staff", "ar"), q=typed) == [person.name_ar]


def test_a_name_is_asked_for_by_post_and_stands_in_no_address(world, as_role):
    for number in range(30):
        person = PersonFactory(name_ar=f"سالم تجربة {number}", folded=f"سالم تجربه {number:02d}")
        AttendanceFactory(forum=ForumFactory(programme=world.programme), person=person)
    client = as_role("staff")
    first = client.post(PEOPLE, {"q": "سالم"})
    page = first.content.decode()
    assert len(first.context["lines"]) == 25
    assert 'name="page" value="2"' in page
    assert "?q=" not in page
    assert "page=" not in page
    assert len(client.post(PEOPLE, {"q": "سالم", "page": "2"}).context["lines"]) == 5
    # What stands in an address by mistake is passed over and not shown again.
    passed = client.get(PEOPLE, {"q": "منى سريتجربة"})
    assert "سريتجربة" not in passed.content.decode()
    assert len(passed.context["lines"]) == 25


def test_filters_by_programme_and_category(world, as_role, reference):
    media = reference["categories"].objects.get(code="media")
    one = AttendanceFactory(forum__programme=world.programme, person=PersonFactory(category=media)).person
    AttendanceFactory(forum__programme=world.programme)
    client = as_role("manager")
    page = client.get(PEOPLE, {"category": "media"})
    assert [line.person for line in page.context["lines"]] == [one]
    foreign = client.get(PEOPLE, {"programme": world.other_programme.public_id})
    absent = client.get(PEOPLE, {"programme": "00000000-0000-4000-8000-000000000000"})
    assert len(foreign.context["lines"]) == len(absent.context["lines"]) == 2
    assert foreign.context["form"].errors == absent.context["form"].errors != {}


def test_present_is_exactly_whom_the_figures_count(world, as_role):
    forum, later = held(world.programme), held(world.programme, forum__date=datetime.date(2022, 9, 1))
    twice = AttendanceFactory(forum=forum).person
    AttendanceFactory(forum=later, person=twice)
    erased = AttendanceFactory(forum=forum, person=PersonFactory(erased_at=timezone.now())).person
    # Merged once and twice: each counts as the one he became, who has no attendance here himself.
    head, middle = PersonFactory(name_ar="الأصل"), PersonFactory()
    low = PersonFactory(merged_into=middle)
    Person.objects.filter(pk=middle.pk).update(merged_into=head)
    AttendanceFactory(forum=forum, person=low)
    AttendanceFactory(forum=later, person=middle)
    # Not counted: absent, taken out, no date, never approved, elsewhere.
    AttendanceFactory(forum=forum, presence="absent")
    AttendanceFactory(forum=forum, removed_at=timezone.now())
    AttendanceFactory(forum=held(world.programme, forum__date=None))
    AttendanceFactory(forum=MinutesFactory(forum__programme=world.programme).forum)
    AttendanceFactory(forum=held(world.other_programme))
    shown = list(people_of(user=world.manager, programme=world.programme, present=True))
    assert set(shown) == {twice, erased, head}
    assert len(shown) == figures_so_far(world.programme, closed=[]).persons == 3
    address = f"{PEOPLE}?programme={world.programme.public_id}&present=1"
    page = as_role("manager").get(address)
    assert page.context["page_obj"].paginator.count == 3
    assert as_role("manager").get(reverse("participants:person", args=[head.public_id])).status_code == 200
    by_person = {line.person: line for line in listed(user=world.manager, people=shown)}
    assert len(by_person[head].forums) == 2
    assert by_person[erased].name == "erased person"
    assert (by_person[erased].words, by_person[erased].district) == ([], None)


def test_the_list_without_a_filter_leaves_out_the_merged_and_the_erased(world):
    head = AttendanceFactory(forum__programme=world.programme).person
    AttendanceFactory(forum__programme=world.programme, person=PersonFactory(merged_into=head))
    AttendanceFactory(forum__programme=world.programme, person=PersonFactory(erased_at=timezone.now()))
    assert list(people_of(user=world.staff)) == [head]


def test_who_was_merged_is_seen_where_either_stands(world):
    """The queryset and the predicate agree, and the page of the one leads to the other."""
    head = PersonFactory()
    low = PersonFactory(merged_into=head)
    AttendanceFactory(forum__programme=world.programme, person=low)
    for user, seen in ((world.staff, True), (world.foreign_staff, False)):
        assert Person.objects.visible_to(user).filter(pk=head.pk).exists() is seen
        assert user.has_perm("participants.view_person", head) is seen


def test_two_of_the_same_name_are_told_apart(world, as_role, reference):
    district = reference["places"].objects.get(code="YE2402")
    body = InstitutionFactory(name_en="Harbour office")
    for day, fields in (
        (datetime.date(2022, 5, 1), {"post": "Guard", "institution": body}),
        (datetime.date(2022, 6, 1), {"post": "Teacher", "home_district": district}),
    ):
        forum = ForumFactory(programme=world.programme, date=day)
        AttendanceFactory(forum=forum, person=PersonFactory(name_ar="سالم أحمد تجربة"), **fields)
    first, second = as_role("staff").post(PEOPLE, {"q": "سالم احمد"}).context["lines"]
    assert (first.name, first.words) == (second.name, ["Guard", "Harbour office"])
    assert (second.words, second.district, second.last.forum.date) == (["Teacher"], district, forum.date)


def test_contacts_are_not_even_loaded_for_the_list(world, django_assert_num_queries):
    AttendanceFactory(forum__programme=world.programme, person=PersonFactory(phone="777000111"))
    person = people_of(user=world.staff).get()
    assert {"phone", "email", "notes"} <= person.get_deferred_fields()
    assert (bool(person.phone_length), bool(person.email_length)) == (True, False)


def test_an_empty_directory_says_what_to_do_first(world, as_role):
    page = as_role("staff").get(PEOPLE).content.decode()
    assert "Nobody is in the directory yet." in page
    assert "Nobody fits what was asked." in as_role("staff").post(PEOPLE, {"q": "سالم"}).content.decode()
