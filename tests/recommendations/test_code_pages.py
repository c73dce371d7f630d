"""The pages of a one-time code as somebody without an account meets them, and what they never show."""

import datetime
import re

import pytest
from django.core import signing
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Backoff, User
from accounts.signin.backoff import FREE_OF_ADDRESS, FREE_OF_ALL
from accounts.signin.keys import keyed
from common.models import AuditEntry
from common.printed_codes import grouped
from recommendations.models import Addressee, AnswerCode, Response, Wording
from recommendations.services.codes import make_code, receipt_of, withdraw_code
from recommendations.services.sending import clarify
from recommendations.views.by_code import AnswerByCode
from recommendations.views.code_cookie import COOKIE, OPEN_FOR
from tests import factories

pytestmark = pytest.mark.django_db

ENTER, FORM, RECEIVED, LEAVE = "/answer/", "/answer/form/", "/answer/received/", "/answer/leave/"
ANSWER = {"act": "send", "decision": "accepted", "summary": "تُقبل التوصية.", "unit": "إدارة تجريبية"}


@pytest.fixture
def addressee(sent):
    """One that waits for an answer."""
    return sent().lead


@pytest.fixture
def made(world, addressee):
    """made() gives (code, characters) of a new paper."""
    return lambda: make_code(actor=world.staff, addressee=Addressee.objects.get(pk=addressee.pk))


@pytest.fixture
def official(as_role):
    """official() is the browser of somebody without an account."""
    return lambda language="ar": as_role(None, language)


def opened(client, characters):
    """The same browser, with the code entered."""
    answer = client.post(ENTER, {"code": grouped(characters)})
    assert (answer.status_code, answer["Location"]) == (302, FORM)
    return client


def text_of(answer):
    return answer.content.decode()


def test_from_the_code_to_the_receipt(made, addressee, official):
    code, characters = made()
    client = opened(official(), characters.lower())
    page = text_of(client.get(FORM))
    recommendation = addressee.recommendation
    told = (recommendation.text, recommendation.reference, addressee.institution.name_ar, "موعد الرد")
    assert all(words in page for words in told)
    assert not re.search(r"<input[^>]+checked", page), "nothing is chosen beforehand"
    assert 'value="beyond_mandate"' not in page
    assert "referred_to" not in page
    answer = client.post(FORM, ANSWER)
    assert (answer.status_code, answer["Location"]) == (302, RECEIVED)
    response = Response.objects.get()
    page = text_of(client.get(RECEIVED))
    assert receipt_of(response) in page
    assert ANSWER["summary"] not in page, "on a shared telephone nothing of it stays"
    assert (response.unit, response.language, response.round) == ("إدارة تجريبية", "ar", 1)
    # A second click, and the way back, come to the same receipt.
    again = client.post(FORM, ANSWER | {"summary": "غير ذلك"}, follow=True)
    assert receipt_of(response) in text_of(again)
    assert "وصل الرد من قبل" in text_of(again)
    assert client.get(FORM)["Location"] == RECEIVED
    assert Response.objects.count() == 1
    client.post(LEAVE)
    assert client.get(RECEIVED)["Location"] == ENTER
    assert User.objects.filter(last_login__isnull=False).count() == 0
    assert AnswerCode.objects.get(pk=code.pk).response == response


def test_who_is_overtaken_between_two_looks_comes_to_the_receipt(made, official, monkeypatch):
    characters = made()[1]
    quick, slow = opened(official(), characters), opened(official(), characters)

    def overtaken(view):
        assert view.code.response_id is None
        monkeypatch.undo()
        return bool(quick.post(FORM, ANSWER)) and view.is_open()

    monkeypatch.setattr(AnswerByCode, "is_open", overtaken)
    assert slow.post(FORM, ANSWER)["Location"] == RECEIVED
    assert receipt_of(Response.objects.get()) in text_of(slow.get(RECEIVED))


def test_the_wording_is_the_one_that_was_sent(made, addressee, official):
    recommendation = addressee.recommendation
    Wording.objects.filter(recommendation=recommendation, occasion="sent").update(text="كما أُرسلت")
    assert "كما أُرسلت" in text_of(opened(official(), made()[1]).get(FORM))


def test_nothing_typed_is_lost_and_enter_sends_nothing(made, official):
    client = opened(official(), made()[1])
    typed = ANSWER | {"decision": "declined", "detail": "تفصيل لا يضيع"}
    page = text_of(client.post(FORM, typed))
    assert "تفصيل لا يضيع" in page
    assert "يُرجى ذكر السبب" in page
    page = text_of(client.post(FORM, ANSWER | {"act": "look"}))
    assert ANSWER["summary"] in page
    assert not Response.objects.exists()


def test_all_refusals_are_one(world, addressee, made, official):
    _first, replaced = made()
    late, late_characters = made()
    AnswerCode.objects.filter(pk=late.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    _gone, withdrawn = made()
    withdraw_code(actor=world.staff, addressee=addressee)
    _good, used = made()
    opened(official(), used).post(FORM, ANSWER)
    pages = set()
    for characters in ("2345-6789-ABCD", "2", replaced, late_characters, withdrawn, used):
        answer = official().post(ENTER, {"code": characters})
        assert answer.status_code == 200
        assert COOKIE not in answer.cookies
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(answer))
        pages.add(page.replace(f'value="{characters}"', ""))
        assert "هذا الرمز غير صالح" in page
    assert len(pages) == 1


def later(seconds):
    """Move all counts into the past."""
    step = datetime.timedelta(seconds=seconds)
    Backoff.objects.update(held_until=F("held_until") - step, last_at=F("last_at") - step)


def test_guessing_is_held_back_by_the_tenth_try(made, official):
    characters = made()[1]
    client = official("en")
    answers = [client.post(ENTER, {"code": f"WRNG-{n}"}) for n in range(10)]
    assert [answer.status_code for answer in answers] == [200] * (FREE_OF_ADDRESS + 1) + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "try again in" in text_of(answers[-1])
    held = client.post(ENTER, {"code": characters})
    assert held.status_code == 429, "the right one waits too"
    elsewhere = official().post(ENTER, {"code": characters}, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302, "a stranger keeps nobody out"
    later(16)
    assert client.post(ENTER, {"code": characters}).status_code == 302
    rows = str(list(Backoff.objects.values("key")))
    assert characters not in rows
    assert "127.0.0.1" not in rows


def test_many_places_at_once_slow_all_down_for_seconds_only(made, official):
    characters = made()[1]
    client = official("en")
    client.post(ENTER, {"code": "WRNG"}, REMOTE_ADDR="198.51.100.1")
    assert Backoff.objects.count() == 2, "one of the place, one of all"
    Backoff.objects.filter(key=keyed("everywhere", "answer code")).update(failures=FREE_OF_ALL + 50)
    assert client.post(ENTER, {"code": "WRNG"}, REMOTE_ADDR="198.51.100.2").status_code == 200
    held = client.post(ENTER, {"code": characters}, REMOTE_ADDR="198.51.100.3")
    assert held.status_code == 429
    assert int(held["Retry-After"]) <= 15, "no lock that a stranger can cause"
    later(16)
    assert client.post(ENTER, {"code": characters}, REMOTE_ADDR="198.51.100.3").status_code == 302


def test_the_cookie_holds_no_code_and_is_for_these_pages_alone(made, official, settings):
    settings.SESSION_COOKIE_SECURE = True
    code, characters = made()
    client = official()
    answer = client.post(ENTER, {"code": characters})
    cookie = answer.cookies[f"__Secure-{COOKIE}"]
    assert (cookie["path"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == (
        *("/answer/", True, True, "Lax"),
    )
    assert characters not in cookie.value
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store, private"
    assert "sessionid" not in answer.cookies
    # Forged, of another salt, or old: as if there were none.
    for value in ("", str(code.public_id), signing.TimestampSigner(salt="x").sign(str(code.public_id))):
        stranger = official()
        stranger.cookies[f"__Secure-{COOKIE}"] = value
        assert 'name="decision"' not in text_of(stranger.get(FORM, follow=True))
    settings.SECRET_KEY = "another " * 10
    assert 'name="decision"' not in text_of(client.get(FORM))


def test_after_a_while_the_code_is_entered_again(made, official, monkeypatch):
    client = opened(official(), made()[1])
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + OPEN_FOR + 5)
    page = text_of(client.post(FORM, ANSWER))
    assert "لم يُرسل شيء" in page
    assert ANSWER["summary"] in page, "what was typed can be copied"
    assert not Response.objects.exists()


@pytest.mark.parametrize("how", ["withdrawn", "replaced", "late"])
def test_what_dies_while_somebody_writes_sends_nothing(world, addressee, made, official, how):
    code, characters = made()
    client = opened(official(), characters)
    if how == "withdrawn":
        withdraw_code(actor=world.staff, addressee=addressee)
    elif how == "replaced":
        made()
    else:
        AnswerCode.objects.filter(pk=code.pk).update(expires_at=timezone.now())
    page = text_of(client.post(FORM, ANSWER))
    assert "لم يُرسل شيء" in page
    assert ANSWER["summary"] in page
    assert not Response.objects.exists()
    assert COOKIE not in {name for name, morsel in client.cookies.items() if morsel.value}


def test_with_an_open_code_one_is_as_much_a_stranger_as_before(world, addressee, made, official):
    client = opened(official(), made()[1])
    # Even where a browser sent the cookie everywhere.
    client.cookies[COOKIE]["path"] = "/"
    recommendation = addressee.recommendation
    for path in (
        "/",
        reverse("recommendations:list"),
        reverse("recommendations:detail", args=[recommendation.public_id]),
        reverse("recommendations:answer", args=[addressee.public_id]),
        reverse("recommendations:paper", args=[addressee.public_id]),
        reverse("forums:list"),
        reverse("participants:people"),
        reverse("admin:index"),
    ):
        assert client.get(path)["Location"].startswith(reverse("account_login")), path
    page = text_of(client.get(FORM))
    for hidden in (
        world.other_institution.name_ar,
        world.programme.title_ar,
        recommendation.sources.get().minutes.forum.title_ar,
        str(recommendation.public_id),
        str(addressee.public_id),
    ):
        assert hidden not in page


def test_a_code_opens_its_own_recommendation_alone(world, made, official):
    other = factories.AddresseeFactory(
        recommendation=factories.RecommendationFactory(
            programme=world.programme, number=77, text="توصية أخرى"
        ),
        institution=world.institution,
        sent=True,
    )
    client = opened(official(), made()[1])
    assert "توصية أخرى" not in text_of(client.get(FORM))
    client.post(FORM, ANSWER | {"addressee": str(other.public_id), "recommendation": "77"})
    assert not other.responses.exists()


@pytest.mark.parametrize("role", ["staff", "manager", "reviewer", "administrator", "roleless"])
def test_who_is_signed_in_answers_under_his_own_name(made, as_role, role):
    client = as_role(role)
    for path, data in ((ENTER, {"code": made()[1]}), (FORM, ANSWER), (LEAVE, {})):
        assert client.post(path, data)["Location"] == "/"
        assert client.get(path)["Location"] == "/"
    assert "You are signed in" in text_of(client.get("/"))
    assert not Response.objects.exists() | Backoff.objects.exists(), "nothing was looked at"


def test_another_site_sends_nothing(made, official):
    characters = made()[1]
    client = Client(enforce_csrf_checks=True)
    assert client.post(ENTER, {"code": characters}).status_code == 403
    client.cookies.load(opened(official(), characters).cookies.output(header=""))
    assert {client.post(path, ANSWER).status_code for path in (FORM, LEAVE)} == {403}
    assert not Response.objects.exists()


def test_the_code_is_in_no_address_and_no_entry(made, official, caplog):
    characters = made()[1]
    opened(official(), characters).post(FORM, ANSWER)
    assert characters not in caplog.text
    assert not any(characters in f"{entry.details}{entry.origin}" for entry in AuditEntry.objects.all())


def test_the_explanation_that_was_asked_for_is_shown(world, addressee, made, official):
    opened(official(), made()[1]).post(
        FORM, ANSWER | {"decision": "clarification", "reason": "ما المقصود بالأجهزة؟"}
    )
    clarify(actor=world.manager, addressee=Addressee.objects.get(pk=addressee.pk), note="أجهزة الفحص.")
    page = text_of(opened(official(), made()[1]).get(FORM))
    assert "ما المقصود بالأجهزة؟" in page
    assert "أجهزة الفحص." in page
