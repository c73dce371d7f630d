"""A one-time code attacked from outside: two web processes, one database, one of them killed in between."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from accounts.signin.backoff import FREE_OF_ADDRESS
from bench.portal import Visitor
from common.printed_codes import grouped
from recommendations.models import AnswerCode, Response
from recommendations.services.codes import make_code, withdraw_code
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.turns(2)]

ANSWER = {"act": "send", "decision": "accepted", "summary": "تُقبل التوصية."}
#: Each test has a street of its own.
streets = itertools.count(1)


@pytest.fixture
def street():
    """Gives addresses of one neighbourhood: street(7)."""
    cache.clear()
    number = next(streets)
    return lambda house: f"203.0.{number}.{house}"


@pytest.fixture
def staff(transactional_db):
    """Of the programme that asks."""
    user = factories.UserFactory(username="staff")
    factories.MembershipFactory(user=user, role="staff", programme=factories.ProgrammeFactory(code="TST"))
    return user


@pytest.fixture
def addressee(staff):
    """One that waits for an answer."""
    programme = staff.memberships.get().programme
    recommendation = factories.RecommendationFactory(programme=programme, number=1)
    return factories.AddresseeFactory(recommendation=recommendation, sent=True)


@pytest.fixture
def made(staff, addressee):
    """made() gives the characters of a new paper."""
    return lambda: make_code(actor=staff, addressee=type(addressee).objects.get(pk=addressee.pk))[1]


def enter(web, address, characters):
    """(browser, answer) of somebody who enters a code."""
    visitor = Visitor(web, address)
    return visitor, visitor.post("/answer/", {"code": grouped(characters)})


def test_guesses_are_held_back_also_after_a_restart(webs, street, made):
    characters = made()
    visitors = [Visitor(web, street(1)) for web in webs]
    answers = [visitors[n % 2].post("/answer/", {"code": f"GUESS-{n}"}).status for n in range(10)]
    assert answers == [200] * (FREE_OF_ADDRESS + 1) + [429]
    webs[0].restart()
    for web in webs:
        held = enter(web, street(1), characters)[1]
        assert (held.status, held.location) == (429, "")
        assert int(held.headers["Retry-After"]) > 0
    assert enter(webs[0], street(2), characters)[1].location == "/answer/form/", "elsewhere"


def test_tries_at_the_same_moment_are_all_counted(webs, street, made):
    def one(n):
        return enter(webs[n % 2], street(1), "WRNG")[1].status

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(one, range(14)))
    assert answers.count(200) <= FREE_OF_ADDRESS + 1
    assert set(answers) == {200, 429}


def test_of_four_who_send_at_the_same_moment_one_answers(webs, street, made):
    characters = made()
    visitors = [enter(webs[n % 2], street(n), characters)[0] for n in range(4)]
    answers = []

    def send(numbered):
        number, visitor = numbered
        return visitor.post("/answer/form/", ANSWER | {"summary": f"الرد {number}"})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, enumerate(visitors)))
    assert Response.objects.count() == 1
    assert {(answer.status, answer.location) for answer in answers} == {(302, "/answer/received/")}
    receipts = {visitor.get("/answer/received/").text.count("Receipt number") for visitor in visitors}
    assert receipts == {1}
    assert AnswerCode.objects.get().response == Response.objects.get()


def test_a_used_code_is_dead_at_both_also_after_a_restart(webs, street, made, staff, addressee):
    characters = made()
    visitor, _answer = enter(webs[0], street(1), characters)
    assert visitor.post("/answer/form/", ANSWER).location == "/answer/received/"
    webs[1].restart()
    cache.clear()
    for n, web in enumerate(webs, start=2):
        again, answer = enter(web, street(n), characters)
        assert (answer.status, answer.location) == (200, "")
        assert again.get("/answer/form/").location == "/answer/"
    # The browser that sent it comes to its receipt, at the other process too, and sends nothing twice.
    assert visitor.at(webs[1]).post("/answer/form/", ANSWER).location == "/answer/received/"
    assert Response.objects.count() == 1


def test_replaced_and_withdrawn_while_somebody_writes(webs, street, made, staff, addressee):
    first = enter(webs[0], street(1), made())[0]
    second = enter(webs[1], street(2), made())[0]
    refused = first.post("/answer/form/", ANSWER)
    assert (refused.status, "Nothing was sent" in refused.text) == (200, True)
    assert ANSWER["summary"] in refused.text
    withdraw_code(actor=staff, addressee=addressee)
    assert "Nothing was sent" in second.post("/answer/form/", ANSWER).text
    assert not Response.objects.exists()


def test_the_processes_wrote_the_code_nowhere(webs, street, made):
    characters = made()
    visitor, _answer = enter(webs[0], street(1), characters)
    enter(webs[1], street(2), f"{characters[:-1]}2")
    visitor.post("/answer/form/", ANSWER)
    logs = "".join(web.log.read_text() for web in webs)
    for spelling in (characters, grouped(characters), characters[:8]):
        assert spelling not in logs
