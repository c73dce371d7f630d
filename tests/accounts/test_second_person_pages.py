"""The page of acts that take two: what it lists, the three words, and the line on the home page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import TwoPersonAct
from accounts.services import allow_act, ask_second_person

State = TwoPersonAct.State


@pytest.fixture
def asked(world):
    """A request of the manager's."""
    return ask_second_person(
        actor=world.manager,
        act="open_seal",
        subject=world.programme,
        reason="A court asked <b>twice</b>",
        label="TST-2024-F01",
        path="/somewhere/",
        programme=world.programme,
    )


def say(client, word, act, **fields):
    page = reverse(f"second_person_{word}", args=[act.public_id])
    return client.post(page, {"version": act.version} | fields, follow=True)


def state(act):
    return TwoPersonAct.objects.get(pk=act.pk).state


def test_who_finds_it_and_what_it_says(world, asked, as_role):
    page = as_role("second_manager").get("/second-person/")
    assert [row["act"] for row in page.context["waiting"]] == [asked]
    text = page.content.decode()
    for words in ("TST-2024-F01", "A court asked &lt;b&gt;twice", str(world.manager)):
        assert words in text
    mine = as_role("manager").get("/second-person/")
    assert mine.context["waiting"] == []
    assert [row["act"] for row in mine.context["asked"]] == [asked]
    for name in ("foreign_manager", "administrator", "staff", "auditor"):
        page = as_role(name).get("/second-person/")
        assert page.context["waiting"] == page.context["asked"] == []


def test_allowed_then_done_from_its_page(world, asked, as_role):
    assert "/somewhere/" not in as_role("manager").get("/second-person/").content.decode()
    say(as_role("second_manager"), "allow", asked)
    assert state(asked) == State.ALLOWED
    assert "/somewhere/" in as_role("manager").get("/second-person/").content.decode()
    again = say(as_role("second_manager"), "allow", asked)
    assert "nothing was done twice" in again.content.decode()


def test_refused_with_a_reason_that_the_one_who_asked_reads(world, asked, as_role):
    say(as_role("second_manager"), "refuse", asked, note=" ")
    assert state(asked) == State.ASKED
    say(as_role("second_manager"), "refuse", asked, note="not without the letter")
    assert state(asked) == State.REFUSED
    assert "not without the letter" in as_role("manager").get("/second-person/").content.decode()


def test_taken_back_by_the_one_who_asked_alone(world, asked, as_role):
    assert say(as_role("second_manager"), "take_back", asked).status_code == 404
    assert say(as_role("manager"), "allow", asked).status_code == 404
    assert state(asked) == State.ASKED
    say(as_role("manager"), "take_back", asked)
    assert state(asked) == State.TAKEN_BACK


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 12])
def test_a_word_on_another_version_changes_nothing(world, asked, as_role, version):
    page = reverse("second_person_allow", args=[asked.public_id])
    assert as_role("second_manager").post(page, {"version": version}).status_code == 302
    assert state(asked) == State.ASKED


def test_one_that_is_over_is_shown_so_and_cannot_be_allowed(world, asked, as_role):
    TwoPersonAct.objects.update(created_at=timezone.now() - timedelta(hours=73))
    assert as_role("second_manager").get("/second-person/").context["waiting"] == []
    say(as_role("second_manager"), "allow", asked)
    assert state(asked) == State.ASKED
    assert "time is over" in as_role("manager").get("/second-person/").content.decode()


@pytest.mark.parametrize("name", ["foreign_manager", "administrator", "staff", "auditor"])
@pytest.mark.parametrize("is_over", [False, True])
def test_whom_it_does_not_concern_learns_nothing_of_it(world, asked, as_role, name, is_over):
    """Not that its time is over or its state has changed either."""
    if is_over:
        TwoPersonAct.objects.update(created_at=timezone.now() - timedelta(hours=73))
    for word in ("allow", "refuse", "take_back"):
        page = reverse(f"second_person_{word}", args=[asked.public_id])
        answer = as_role(name).post(page, {"version": asked.version + 1, "note": "no"})
        assert answer.status_code == 404, word
    assert state(asked) == State.ASKED


def test_home_counts_what_awaits_the_reader(world, asked, as_role):
    assert "1 act awaits a second person" in as_role("second_manager").get("/").content.decode()
    assert "awaits a second person" not in as_role("manager").get("/").content.decode()
    allow_act(actor=world.second_manager, request=asked)
    assert "awaits a second person" not in as_role("second_manager").get("/").content.decode()


def test_home_tells_an_administrator_too(world, as_role):
    other = world.roleless
    other.memberships.create(role="administrator")
    act = {"act": "reset_second_factor", "subject": world.staff, "label": "staff", "path": "/", "reason": "x"}
    ask_second_person(actor=other, **act)
    assert "1 act awaits a second person" in as_role("administrator").get("/").content.decode()


def test_a_manager_without_anybody_beside_him_is_told(world, as_role):
    assert (
        "Nobody could be the second person"
        in as_role("foreign_manager").get("/second-person/").content.decode()
    )
    assert "Nobody could be" not in as_role("manager").get("/second-person/").content.decode()
