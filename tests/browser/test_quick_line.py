"""The quick line of the attendance list: arrows and Enter for who is known, a key for the category of who is not."""

import pytest
from django.core.management import call_command
from django.test import Client

from common.arabic import fold, fold_bare
from participants.models import Category, Institution, Person, Rank

from ..factories import AttendanceFactory, MembershipFactory, MinutesFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "سالم صالح المثال"
FOCUS = "() => document.activeElement.name === '{}'"


@pytest.fixture
def forum(transactional_db):
    call_command("load_reference", verbosity=0)
    forum = MinutesFactory().forum
    person = PersonFactory(name_ar=NAME, folded=fold(NAME), folded_bare=fold_bare(NAME))
    AttendanceFactory(
        forum=MinutesFactory(forum__programme=forum.programme).forum,
        person=person,
        category=Category.objects.get(code="health"),
        rank=Rank.objects.get(code="colonel"),
        institution=Institution.objects.get(code="HEALTH"),
        post="مدير مثال",
    )
    return forum


@pytest.fixture
def page(forum, live_server, browser):
    user = UserFactory(username="staff", language="ar")
    MembershipFactory(user=user, role="staff", programme=forum.programme)
    client = Client()
    client.force_login(user)
    context = browser.new_context(locale="ar")
    cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "ar"}
    context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/forums/{forum.public_id}/attendance/")
    return page


def added(page):
    """Until the line is empty again, with the focus on the name."""
    page.wait_for_function("() => document.activeElement.name === 'q' && !document.activeElement.value")


def test_three_letters_an_arrow_and_enter_add_with_the_last_time(page, forum):
    page.keyboard.type("سال")
    page.wait_for_selector("#candidates [role=option]")
    assert page.get_attribute("[name=q]", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = page.get_attribute("[name=q]", "aria-activedescendant")
    assert NAME in page.inner_text(f"#{active}")
    page.keyboard.press("Enter")
    added(page)
    row = forum.attendances.get()
    assert (row.person.name_ar, row.post, row.category.code) == (NAME, "مدير مثال", "health")
    assert (row.rank.code, row.institution.code) == ("colonel", "HEALTH")
    page.wait_for_function("() => document.querySelector('#told').textContent.includes('أُضيف')")


def test_tab_takes_it_over_to_be_another_as_of_this_day(page, forum):
    page.keyboard.type("سال")
    page.wait_for_selector("#candidates [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.input_value("[name=post]") == "مدير مثال"
    page.fill("[name=post]", "صفة هذا اليوم")
    page.press("[name=post]", "Enter")
    added(page)
    assert forum.attendances.get().post == "صفة هذا اليوم"
    assert Person.objects.count() == 1


def test_a_walk_in_takes_enter_one_key_and_enter(page, forum):
    page.keyboard.type("منى تجربة السطر")
    page.keyboard.press("Enter")
    page.wait_for_function(FOCUS.format("category"))
    page.keyboard.press("Digit5")
    page.wait_for_function(FOCUS.format("sex_known"))
    page.keyboard.press("Enter")
    added(page)
    row = forum.attendances.get()
    assert (row.person.name_ar, row.category.code, row.person.sex) == ("منى تجربة السطر", "mediator", "")


def test_enter_alone_chooses_nobody(page, forum):
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    page.wait_for_selector("#candidates [aria-selected=true]")
    assert not forum.attendances.exists()


def test_what_is_wrong_is_said_on_the_same_page(page, forum):
    page.fill("[name=q]", "منى تجربة السطر")
    page.press("[name=post]", "Enter")
    page.wait_for_selector("[name=category].is-invalid")
    assert not forum.attendances.exists()
