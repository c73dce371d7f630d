"""What an institution answers, and every arrow that an answer can walk."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Addressee, Letter, OutboxMessage, Response
from recommendations.services.answers import confirm_response, record_response, withdraw_response
from recommendations.services.letters import record_letter
from recommendations.services.sending import clarify
from tests import factories

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 9, 15)


@pytest.fixture
def answer(world):
    """answer(addressee, decision, …) by the institution's own account."""

    def make(addressee, decision="accepted", **how):
        how = {"actor": world.reviewer, "summary": "رد تجريبي.", "channel": "account", **how}
        return record_response(addressee=fresh(addressee), decision=decision, **how)

    return make


def fresh(row):
    """As the next request reads it."""
    return type(row)._base_manager.get(pk=row.pk)


@pytest.mark.parametrize(
    "case",
    [
        ("accepted", {}, "accepted"),
        ("conditional", {"condition": "وقود", "condition_by": "السلطة المحلية"}, "conditional"),
        ("partly", {"reason": "سبب"}, "partly"),
        ("declined", {"reason": "سبب"}, "declined"),
        ("already_done", {"reason": "أُنجز العام الماضي"}, "already_done"),
        ("noted", {}, "noted"),
        ("clarification", {"reason": "ما المقصود؟"}, "clarification"),
    ],
)
def test_each_decision_leads_to_its_state(world, sent, answer, case):
    decision, extra, state = case
    addressee = sent().lead
    response = answer(addressee, decision, **extra)
    assert fresh(addressee).state == state
    assert (response.round, response.is_confirmed, response.answered_by) == (1, True, world.reviewer)
    told = OutboxMessage.objects.filter(kind="answer_arrived").values_list("recipient__username", flat=True)
    assert set(told) == {"manager", "second-manager"}


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        ("partly", {"reason"}),
        ("declined", {"reason"}),
        ("already_done", {"reason"}),
        ("clarification", {"reason"}),
        ("conditional", {"condition", "condition_by"}),
        ("beyond_mandate", {"reason", "referred_to"}),
        ("answered", {"decision"}),
        ("", {"decision"}),
    ],
)
def test_what_an_answer_must_say(sent, answer, decision, missing):
    addressee = sent().lead
    with pytest.raises(ValidationError) as refused:
        answer(addressee, decision)
    assert set(refused.value.message_dict) == missing
    assert fresh(addressee).state == "sent"
    assert not Response.objects.exists()


def test_only_questions_are_answered(ask, sent, answer):
    type(ask).objects.filter(pk=ask.pk).update(kind="question")
    ask.refresh_from_db()
    addressee = sent().lead
    answer(addressee, "answered")
    assert fresh(addressee).state == "answered"


def test_a_promise_with_words_is_a_commitment(sent, answer):
    with pytest.raises(ValidationError):
        answer(sent().lead, commitment_text="سننجزه.")
    addressee = Addressee.objects.get()
    response = answer(addressee, commitment_text="سننجزه.", promised_on=DAY, unit="إدارة العمليات")
    commitment = response.commitments.get()
    assert (commitment.due_on, commitment.unit) == (DAY, "إدارة العمليات")


def test_second_click_is_not_allowed_here(sent, answer):
    addressee = sent().lead
    answer(addressee)
    with pytest.raises(NotAllowedHere):
        answer(addressee)
    assert Response.objects.count() == 1


@pytest.mark.parametrize("role", ["manager", "foreign_reviewer", "foreign_staff", "donor", "auditor"])
def test_others_do_not_answer(world, sent, answer, role):
    addressee = sent().lead
    with pytest.raises(PermissionDenied):
        answer(addressee, actor=world.users[role], channel="room")
    assert fresh(addressee).state == "sent"
    assert not Response.objects.exists()


def test_staff_say_how_it_came_and_attach_the_letter(world, sent, answer):
    recommendation = sent()
    addressee = recommendation.lead
    for wrong in ({"channel": "account"}, {"channel": "letter"}):
        with pytest.raises(ValidationError):
            answer(addressee, actor=world.staff, **wrong)
    letter = record_letter(
        actor=world.staff,
        programme=world.programme,
        direction=Letter.Direction.IN,
        purpose=Letter.Purpose.ANSWER,
        number="12/2022",
        date=DAY,
        subject="الرد على التوصية",
        institution=world.institution,
        recommendations=[recommendation],
    )
    assert answer(addressee, actor=world.staff, channel="letter", letter=letter).is_confirmed
    assert list(recommendation.letters.all()) == [letter]


def test_what_was_said_in_the_room_is_confirmed_by_the_institution(world, sent, answer):
    response = answer(sent().lead, actor=world.staff, channel="room")
    assert not response.is_confirmed
    for role in ("staff", "manager", "foreign_reviewer"):
        with pytest.raises(PermissionDenied):
            confirm_response(actor=world.users[role], response=response)
    confirm_response(actor=world.reviewer, response=response)
    assert fresh(response).is_confirmed
    with pytest.raises(NotAllowedHere):
        confirm_response(actor=world.reviewer, response=fresh(response))


def test_copies_do_not_answer(world, sent, answer):
    recommendation = sent(lead=factories.InstitutionFactory(), copies=[world.institution])
    with pytest.raises(NotAllowedHere):
        answer(recommendation.addressees.get(part="copy"))


def test_beyond_mandate_closes_one_and_opens_another_as_lead(world, sent, answer):
    other = factories.InstitutionFactory()
    recommendation = sent()
    old = recommendation.lead
    answer(old, "beyond_mandate", reason="من اختصاص جهة أخرى", referred_to=other)
    new = recommendation.addressees.get(institution=other)
    assert fresh(old).state == "referred"
    assert (new.state, new.part, new.referred_from) == ("sent", "lead", old)
    assert new.answer_due_on is not None
    assert fresh(recommendation).lead == new
    assert OutboxMessage.objects.filter(institution=other, kind="answer_awaited").count() == 1
    # It cannot come back to who said so, and a copy that takes over becomes the lead.
    letter = factories.LetterFactory(programme=world.programme)
    with pytest.raises(ValidationError) as circle:
        answer(
            new,
            "beyond_mandate",
            actor=world.staff,
            channel="letter",
            letter=letter,
            reason="ليس لنا",
            referred_to=world.institution,
        )
    assert set(circle.value.message_dict) == {"referred_to"}


def test_a_copy_that_is_referred_to_takes_over(world, sent, answer):
    recommendation = sent(copies=[world.other_institution])
    answer(recommendation.lead, "beyond_mandate", reason="سبب", referred_to=world.other_institution)
    assert fresh(recommendation).lead.institution == world.other_institution
    assert recommendation.addressees.count() == 2


def test_clarification_begins_the_next_round(world, sent, answer):
    addressee = sent().lead
    answer(addressee, "clarification", reason="ما المقصود؟")
    with pytest.raises(NoteMissing):
        clarify(actor=world.manager, addressee=fresh(addressee), note="")
    with pytest.raises(PermissionDenied):
        clarify(actor=world.reviewer, addressee=fresh(addressee), note="توضيح")
    clarify(actor=world.manager, addressee=fresh(addressee), note="توضيح", today=DAY)
    now = fresh(addressee)
    assert (now.state, now.round, now.answer_due_on) == ("sent", 2, datetime.date(2022, 10, 6))
    assert answer(addressee).round == 2


@pytest.mark.parametrize("decision", ["accepted", "noted"])
def test_a_wrong_answer_is_withdrawn_and_given_anew(world, sent, answer, decision):
    addressee = sent().lead
    response = answer(addressee, decision)
    with pytest.raises(NoteMissing):
        withdraw_response(actor=world.reviewer, response=fresh(response), note="")
    assert fresh(response).withdrawn_at is None
    withdraw_response(actor=world.reviewer, response=fresh(response), note="خطأ في الكتابة")
    assert (fresh(addressee).state, fresh(addressee).round) == ("sent", 2)
    assert answer(addressee).round == 2


def test_a_released_answer_stays(world, sent, answer):
    response = answer(sent().lead)
    Response.objects.update(released_at=response.sent_at)
    with pytest.raises(NotAllowedHere):
        withdraw_response(actor=world.reviewer, response=fresh(response), note="خطأ")


@pytest.mark.parametrize("role", ["manager", "reviewer", "foreign_staff", "auditor"])
def test_only_staff_of_the_programme_record_letters(world, role):
    with pytest.raises(PermissionDenied):
        record_letter(
            actor=world.users[role],
            programme=world.programme,
            direction="in",
            purpose="answer",
            number="1",
            date=DAY,
            subject="موضوع",
            institution=world.institution,
        )
    assert not Letter.objects.exists()
