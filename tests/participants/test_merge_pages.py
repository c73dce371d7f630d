"""The pages of merging: what two entries show of each other, and that nothing tells of what the reader does not see."""

import re

import pytest
from django.urls import reverse

from accounts.models import Role
from participants.models import Merge, NotSame, Person
from participants.services.contacts import reveal_contact
from participants.services.not_same import forget_not_same, remember_not_same

from ..factories import (
    AttendanceFactory,
    ConsentFactory,
    InstitutionFactory,
    MembershipFactory,
    MinutesFactory,
    PersonFactory,
)
from .merge_scene import merged, stand_in

pytestmark = pytest.mark.django_db
PHONES = ("+967777000001", "+967777000002")


@pytest.fixture
def pair(world):
    """Two entries of the programme that differ in some of what is chosen."""
    first = PersonFactory(name_ar="سالم تجربة الصفحة", name_en="Salem One", phone=PHONES[0], languages="ar")
    second = PersonFactory(name_ar="سالم تجربه الصفحه", name_en="Salem Two", phone=PHONES[1], age_band="60+")
    for person, post in ((first, "Guard"), (second, "Harbour master")):
        stand_in(world.programme, person, post=post, institution=InstitutionFactory(name_en="Harbour office"))
    return first, second


def bare(answer):
    """The page without what differs at each request."""
    tokens = r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|name="asked" value="[^"]*"'
    return re.sub(tokens, "", answer.content.decode())


def address(name, person):
    return reverse(f"participants:{name}", args=[person.public_id])


def compared(client, first, second):
    return client.get(address("compare", first) + f"?with={second.public_id}")


def sent(pair, **changes):
    """What the form sends."""
    names = ("name_ar", "name_en", "phone")
    return {
        "other": str(pair[1].public_id),
        "version": pair[0].version,
        "version_second": pair[1].version,
        "stays": "first",
        "reason": "المنصب والجهة نفسهما",
        **{f"take_{name}": "first" for name in names},
        **changes,
    }


def test_the_two_stand_side_by_side_without_their_contacts(world, as_role, pair):
    ConsentFactory(person=pair[0], recorded_by=world.staff)
    shown = compared(as_role("staff"), *pair).content.decode()
    for words in ("Salem One", "Salem Two", "Guard", "Harbour master", "Harbour office", "to be named"):
        assert words in shown, words
    for phone in PHONES:
        assert phone not in shown
    assert "checked" not in shown


def test_they_become_one_and_two_again(world, as_role, pair):
    client = as_role("staff")
    answer = client.post(address("merge", pair[0]), sent(pair, take_phone="second"), follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain == [(address("person", pair[0]), 302)]
    assert "Merged from" in shown
    assert "Harbour master" in shown
    assert client.get(address("person", pair[1])).url == address("person", pair[0])
    pair[0].refresh_from_db()
    assert (pair[0].phone, pair[0].name_en, pair[0].age_band) == (PHONES[1], "Salem One", "60+")
    undo = reverse("participants:undo_merge", args=[Merge.objects.get().public_id])
    answer = client.post(undo, follow=True)
    assert "Merged from" not in answer.content.decode()
    assert client.get(address("person", pair[1])).status_code == 200
    assert "undone before" in client.post(undo, follow=True).content.decode()


def test_the_second_may_be_the_one_that_stays(world, as_role, pair):
    answer = as_role("staff").post(address("merge", pair[0]), sent(pair, stays="second"))
    assert answer.url == address("person", pair[1])
    pair[1].refresh_from_db()
    assert (pair[1].name_en, pair[1].phone, pair[1].languages) == ("Salem One", PHONES[0], "ar")


@pytest.mark.parametrize("missing", ["stays", "take_phone", "reason"])
def test_what_was_not_chosen_is_asked_for(world, as_role, pair, missing):
    answer = as_role("staff").post(address("merge", pair[0]), sent(pair, **{missing: ""}))
    assert answer.status_code == 200
    assert not Merge.objects.exists()
    assert 'id="name_en-first" value="first" required checked' in answer.content.decode()


def test_what_somebody_changed_meanwhile_is_looked_at_first(world, as_role, pair):
    client, data = as_role("staff"), sent(pair)
    Person.objects.filter(pk=pair[1].pk).update(version=2)
    answer = client.post(address("merge", pair[0]), data)
    assert "Somebody changed one of the two entries" in answer.content.decode()
    assert not Merge.objects.exists()
    assert client.post(address("merge", pair[0]), sent(pair, version_second=2)).status_code == 302


def test_two_lines_of_one_list_are_said(world, as_role, pair):
    forum = pair[0].attendances.get().forum
    AttendanceFactory(forum=forum, person=pair[1])
    client = as_role("staff")
    assert "as the lists are, these are two people" in compared(client, *pair).content.decode()
    answer = client.post(address("merge", pair[0]), sent(pair))
    assert (
        f'on the attendance list of <bdi dir="ltr" class="code">{forum.code}</bdi>' in answer.content.decode()
    )


def test_two_people_are_remembered_and_taken_back(world, as_role, pair):
    client, data = as_role("staff"), {"other": str(pair[1].public_id)}
    shown = client.post(address("not_same", pair[0]), data, follow=True).content.decode()
    assert "They are not proposed any more" in shown
    assert "Make them one" not in shown
    shown = client.post(
        address("not_same", pair[1]), {"other": str(pair[0].public_id), "take_back": "1"}, follow=True
    )
    assert "Make them one" in shown.content.decode()
    assert not NotSame.objects.exists()


def test_another_is_found_by_name_and_never_oneself(world, as_role, pair):
    client = as_role("staff")
    for answer in (
        client.get(address("compare", pair[0])),
        client.post(address("compare", pair[0]), {"q": "سالم"}),
    ):
        shown = answer.content.decode()
        assert f"?with={pair[1].public_id}" in shown
        assert f"?with={pair[0].public_id}" not in shown


@pytest.mark.parametrize("asked", ["", "junk", "{own}", "{foreign}", "00000000-0000-4000-8000-000000000000"])
def test_others_do_not_exist(world, as_role, pair, asked):
    foreign = PersonFactory()
    stand_in(world.other_programme, foreign)
    client = as_role("staff")
    asked = asked.format(own=pair[0].public_id, foreign=foreign.public_id)
    answer = client.get(address("compare", pair[0]) + f"?with={asked}")
    assert answer.status_code == (404 if asked else 200)
    if asked:
        for name in ("merge", "not_same"):
            assert client.post(address(name, pair[0]), {"other": asked}).status_code == 404


def test_attendances_elsewhere_leave_no_trace_on_a_page(world, as_role, pair):
    """The acts are refused where one stands elsewhere too; nothing that is only looked at differs."""
    client = as_role("staff")
    paths = [address("compare", pair[0]), address("person", pair[0]), address("person", pair[1])]
    paths.append(address("compare", pair[0]) + f"?with={pair[1].public_id}")

    before = [bare(client.get(path)) for path in paths]
    forum = stand_in(world.other_programme, pair[0]).forum
    AttendanceFactory(forum=forum, person=pair[1])
    assert [bare(client.get(path)) for path in paths] == before
    answer = client.post(address("merge", pair[0]), sent(pair)).content.decode()
    assert forum.code not in answer
    assert "with your rights alone" in answer


def test_who_merged_what_elsewhere_is_not_shown(world, as_role, pair):
    keep, absorb = pair
    stand_in(world.other_programme, absorb)
    MembershipFactory(user=world.staff, role=Role.STAFF, programme=world.other_programme)
    merge = merged(world, keep, absorb, actor=type(world.staff).objects.get(pk=world.staff.pk))
    client = as_role("manager")
    assert "Merged from" not in client.get(address("person", keep)).content.decode()
    assert client.get(address("person", absorb)).status_code == 404
    assert (
        as_role("foreign_staff").post(reverse("participants:undo_merge", args=[merge.public_id])).status_code
        == 404
    )


def test_a_manager_sees_the_merge_and_has_no_button(world, as_role, pair):
    merged(world, *pair)
    shown = as_role("manager").get(address("person", pair[0])).content.decode()
    assert "Merged from" in shown
    assert "Undo the merge" not in shown


def test_posts_over_time_have_their_days(world, as_role):
    person = PersonFactory()
    body = InstitutionFactory(name_en="Harbour office")
    for day, post in (("2022-03-01", "Guard"), ("2022-05-01", "Guard"), ("2022-09-01", "Harbour master")):
        forum = MinutesFactory(forum__programme=world.programme, forum__date=day).forum
        AttendanceFactory(forum=forum, person=person, post=post, institution=body)
    shown = as_role("staff").get(address("person", person)).content.decode()
    posts = shown[shown.index("Posts over time") : shown.index("Forums and posts")]
    assert posts.index("Harbour master") < posts.index("Guard")
    assert posts.count("Guard") == 1
    assert "2 forums" in posts


def test_somebody_known_by_office_is_named_later(world, as_role):
    person = PersonFactory(name_ar="", known_as="المحامي العام الأول")
    stand_in(world.programme, person)
    assert "Enter the name" in as_role("staff").get(address("person", person)).content.decode()


def test_a_contact_that_was_chosen_is_revealed_under_the_entry_that_stays(world, pair):
    keep, absorb = pair
    merged(world, keep, absorb, take=["phone"])
    keep = Person.objects.get(pk=keep.pk)
    asked = "00000000-0000-4000-8000-000000000001"
    value = reveal_contact(actor=world.staff, person=keep, field="phone", reason="سبب", asked=asked)
    assert value == PHONES[1]


def test_likely_pairs_are_proposed_until_somebody_said_otherwise(world, as_role, pair):
    stranger = PersonFactory(name_ar=pair[0].name_ar)
    stand_in(world.other_programme, stranger)
    client, path = as_role("staff"), reverse("participants:duplicates")
    shown = client.get(path).content.decode()
    assert shown.count("?with=") == 1
    assert str(stranger.public_id) not in shown
    for one in pair:
        assert str(one.public_id) in shown
    remember_not_same(actor=world.staff, first=pair[0], second=pair[1])
    assert "No two entries look like one person" in client.get(path).content.decode()
    forget_not_same(actor=world.staff, first=pair[0], second=pair[1])
    merged(world, *pair)
    assert "No two entries look like one person" in client.get(path).content.decode()


def test_pairs_are_turned_page_by_page(world, as_role):
    for number in range(22):
        for name in ("سالم تجربة القائمة", "سالم تجربه القائمه"):
            stand_in(
                world.programme, PersonFactory(name_ar=f"{name} {chr(0x628 + number)}{chr(0x62D + number)}")
            )
    shown = [
        as_role("staff").get(reverse("participants:duplicates") + f"?page={n}").content.decode()
        for n in (1, 2)
    ]
    assert shown[0].count("?with=") == 20
    assert "?with=" in shown[1]
