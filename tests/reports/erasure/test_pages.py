"""The page of an erasure: asked, waiting, looked at, done; and what it shows to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TwoPersonAct
from accounts.services import allow_act
from forums.models import Output
from participants.models import Person

from ... import factories
from .canary import NAME, PARTS

pytestmark = [pytest.mark.django_db, pytest.mark.turns(3)]


def address(person):
    return reverse("reports:erase_person", args=[person.public_id])


def page(answer):
    return answer.content.decode()


@pytest.fixture
def allowed(world, person, as_role):
    """The manager asked on the page, and the second one allowed it there."""
    client = as_role("manager")
    client.post(address(person), {"do": "ask", "reason": "he wishes so"})
    allow_act(actor=world.second_manager, request=TwoPersonAct.objects.get(act="erase_person"))
    return client


def decision(answer, **changed):
    """What the form of the page sends, as it was ticked."""
    context = answer.context
    shown = [*context["certain"], *context["doubtful"]]
    return {
        "do": "erase",
        "seen": context["findings"].seen,
        "place": [place.key for place, is_ticked in shown if is_ticked],
        "file": [str(one.public_id) for one, _ in context["files"]],
    } | changed


def test_asked_on_the_page_of_the_person_and_seen_by_the_second_one(world, person, as_role):
    client = as_role("manager")
    at_home = page(client.get(reverse("participants:person", args=[person.public_id])))
    assert address(person) in at_home
    assert address(person) not in page(
        as_role("staff").get(reverse("participants:person", args=[person.public_id]))
    )
    first = page(client.get(address(person)))
    assert "Ask a second person" in first
    assert "Erase for good" not in first
    empty = page(client.post(address(person), {"do": "ask", "reason": " "}))
    assert "Ask a second person" in empty
    asked = client.post(address(person), {"do": "ask", "reason": "he wishes so"}, follow=True)
    assert "It waits for a second person" in page(asked)
    waiting = page(as_role("second_manager").get(reverse("second_person")))
    assert "he wishes so" in waiting
    assert str(person.public_id)[:8] in waiting
    assert address(person) in waiting
    assert NAME not in waiting


def test_all_places_are_looked_at_before_it_is_done(world, person, allowed):
    minutes = person.attendances.get().forum.minutes
    doubtful = Output.objects.create(minutes=minutes, kind="issue", text=f"كلمة {PARTS[0]} أمس")
    certain = Output.objects.create(minutes=minutes, kind="issue", text=f"قال {NAME}")
    answer = allowed.get(address(person))
    html = page(answer)
    assert "Erase for good" in html
    for key in (f"{doubtful.public_id}:part", f"{certain.public_id}:whole"):
        assert key in html
    ticks = {
        place.key: is_ticked for place, is_ticked in (*answer.context["certain"], *answer.context["doubtful"])
    }
    assert ticks[f"forums.Output.text:{doubtful.public_id}:part"] is False
    assert all(is_ticked == key.endswith(":whole") for key, is_ticked in ticks.items())
    (snippet,) = next(
        place for place in answer.context["findings"].places if str(doubtful.public_id) in place.row
    ).snippets
    assert (snippet.before, snippet.words, snippet.after) == ("كلمة السيد ", "كناري الأحمري", " أمس")
    assert "TST-RPT-" in html


def test_ciphertext_and_what_others_have_not_sent_is_not_shown(world, person, allowed):
    other = Person.objects.exclude(pk=person.pk).get(attendances__forum__attendances__person=person)
    Person.objects.filter(pk=other.pk).update(notes=f"سرّ عن {NAME} وأخيه")
    html = page(allowed.get(address(person)))
    assert "سرّ عن" not in html
    assert "Texts that you may not read" in html
    assert "غير ذلك" not in html


def test_done_and_a_second_click_leads_to_the_page_of_the_person(world, person, allowed):
    sent = decision(allowed.get(address(person)))
    done = allowed.post(address(person), sent, follow=True)
    assert "The person was erased." in page(done)
    assert done.redirect_chain[-1][0] == reverse("participants:person", args=[person.public_id])
    assert "erased person" in page(done)
    assert address(person) not in page(done)
    again = allowed.post(address(person), sent, follow=True)
    assert "This was done already." in page(again)
    assert allowed.get(address(person)).status_code == 302


def test_what_is_to_be_mended_is_said_and_the_ticks_stay(world, person, allowed):
    sent = decision(allowed.get(address(person)), file=[])
    sent["place"] = sent["place"][1:]
    answer = allowed.post(address(person), sent)
    assert "why the files that are not deleted stay" in page(answer)
    assert sum(not is_ticked for _, is_ticked in answer.context["certain"]) == 1
    outdated = allowed.post(address(person), decision(answer, seen="x"))
    assert "Something was written since you looked" in page(outdated)
    assert not Person.objects.get(pk=person.pk).erased_at


def test_before_anybody_allowed_it_nothing_is_done(world, person, as_role):
    client = as_role("manager")
    client.post(address(person), {"do": "ask", "reason": "x"})
    answer = client.post(address(person), {"do": "erase", "seen": ""}, follow=True)
    assert answer.status_code == 200
    assert not Person.objects.get(pk=person.pk).erased_at


def test_an_entry_that_is_used_elsewhere_is_refused_without_a_word_about_where(world, person, as_role):
    forum = factories.MinutesFactory(forum__programme=world.other_programme, forum__title_en="Secret").forum
    factories.AttendanceFactory(forum=forum, person=person)
    client = as_role("manager")
    html = page(client.get(address(person)))
    assert "cannot be erased from here alone" in html
    assert "Ask a second person" not in html
    for word in (forum.code, "Secret", world.other_programme.title_en, world.other_programme.code):
        assert word not in html
    client.post(address(person), {"do": "ask", "reason": "x"})
    assert not TwoPersonAct.objects.filter(act="erase_person").exists()


def test_one_word_that_stands_everywhere_is_not_offered(world, person, allowed):
    minutes = person.attendances.get().forum.minutes
    Output.objects.bulk_create(
        Output(minutes=minutes, kind="issue", text=f"قال كناري {number}") for number in range(41)
    )
    html = page(allowed.get(address(person)))
    assert "One word of the name stands alone in" in html
    assert ":word" not in html


def test_as_many_queries_for_many_places_as_for_few(world, person, allowed):
    minutes = person.attendances.get().forum.minutes

    def count():
        with CaptureQueriesContext(connection) as captured:
            allowed.get(address(person))
        return len(captured)

    count()
    before = count()
    for _ in range(5):
        factories.OutputFactory(minutes=minutes, text=f"قال {NAME}")
        factories.AttendanceFactory(forum=minutes.forum, post=f"نائب {NAME}")
    assert count() == before
