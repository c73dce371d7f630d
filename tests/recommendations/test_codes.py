"""One-time codes: made, replaced, withdrawn, used up by one answer; what confirms it; and where a code never stands."""

import datetime
import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from common import audit
from common.models import AuditEntry
from common.printed_codes import ALPHABET, grouped
from common.workflow import NotAllowedHere
from recommendations.models import Addressee, AnswerCode, CodeBearer, Letter, OutboxMessage, Response
from recommendations.services.answers import confirm_response, record_response, withdraw_response
from recommendations.services.codes import (
    CodeRefused,
    answer_by_code,
    find_code,
    make_code,
    receipt_of,
    withdraw_code,
)
from recommendations.services.on_behalf import confirm_by_letter, record_on_behalf
from recommendations.services.withdrawal import withdraw_recommendation
from reports.figures.asks import has_answered

pytestmark = pytest.mark.django_db

ANSWER = {"decision": "accepted", "summary": "تُقبل التوصية."}
LETTER = {
    "letter_number": "٧/٢٠٢٢",
    "letter_date": datetime.date(2022, 8, 9),
    "letter_subject": "تأكيد الرد",
}


@pytest.fixture
def addressee(sent):
    """One that waits for an answer."""
    return sent().lead


@pytest.fixture
def made(world, addressee):
    """made() gives (code, characters) of a new paper."""
    return lambda: make_code(actor=world.staff, addressee=fresh(addressee))


def fresh(row):
    """As the next request reads it."""
    return type(row)._base_manager.get(pk=row.pk)


def is_refused(characters):
    """Whether it opens nothing."""
    try:
        find_code(characters)
    except CodeRefused:
        return True
    return False


def test_a_code_has_sixty_random_bits_that_nobody_mistakes(made):
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("01OI") & set(ALPHABET)
    codes = {made()[1] for _ in range(20)}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {12}, "twelve times five bits"
    assert set("".join(codes)) <= set(ALPHABET)


def test_it_is_found_in_any_spelling(made):
    code, characters = made()
    arabic = characters.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩"))
    persian = characters.translate(str.maketrans("23456789", "۲۳۴۵۶۷۸۹"))
    for typed in (grouped(characters), characters.lower(), f" {arabic} ", persian, "\u200f".join(characters)):
        assert find_code(typed) == code
    assert fresh(code).used_at is None, "looking uses nothing up"


@pytest.mark.parametrize(
    "role", ["manager", "reviewer", "foreign_staff", "foreign_reviewer", "auditor", "donor"]
)
def test_staff_alone_make_and_withdraw(world, addressee, made, role):
    with pytest.raises(PermissionDenied):
        make_code(actor=world.users[role], addressee=addressee)
    made()
    with pytest.raises(PermissionDenied):
        withdraw_code(actor=world.users[role], addressee=addressee)
    assert AnswerCode.objects.unspent().count() == 1


def test_a_newer_one_replaces_it(made):
    _code, first = made()
    second = made()[1]
    assert is_refused(first)
    assert not is_refused(second)
    assert AnswerCode.objects.unspent().count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerCode.objects.update(withdrawn_at=None)


def test_withdrawn_and_late_ones_open_nothing(world, addressee, made):
    code, characters = made()
    withdraw_code(actor=world.staff, addressee=addressee)
    with pytest.raises(NotAllowedHere):
        withdraw_code(actor=world.staff, addressee=addressee)
    late, late_characters = made()
    AnswerCode.objects.filter(pk=late.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    for row, typed in ((code, characters), (late, late_characters)):
        assert is_refused(typed)
        with pytest.raises(CodeRefused):
            answer_by_code(actor=CodeBearer(row), **ANSWER)
    assert not Response.objects.exists()


def test_it_is_good_for_thirty_days_and_until_the_answer_is_due(made, addressee):
    thirty = timezone.localdate() + datetime.timedelta(days=30)
    assert timezone.localdate(made()[0].expires_at) == thirty
    later = thirty + datetime.timedelta(days=20)
    Addressee.objects.filter(pk=addressee.pk).update(answer_due_on=later)
    expiry = timezone.localtime(made()[0].expires_at)
    assert (expiry.date(), expiry.hour, expiry.minute) == (later, 23, 59)


def test_it_dies_with_the_question(world, addressee, made):
    code, characters = made()
    letter = LETTER | {"channel": "letter"}
    response = record_on_behalf(actor=world.staff, addressee=fresh(addressee), **letter, **ANSWER)
    assert is_refused(characters), "answered by letter"
    with pytest.raises(CodeRefused):
        answer_by_code(actor=CodeBearer(code), **ANSWER)
    assert fresh(code).used_at is None, "all of it or nothing"
    with pytest.raises(NotAllowedHere):
        made()
    withdraw_response(actor=world.staff, response=response, note="خطأ")
    assert is_refused(characters), "the next round needs a paper of its own"
    with pytest.raises(CodeRefused):
        answer_by_code(actor=CodeBearer(code), **ANSWER)
    characters = made()[1]
    recommendation = fresh(addressee.recommendation)
    withdraw_recommendation(
        actor=world.manager, recommendation=recommendation, expected=recommendation.version, reason="سبب"
    )
    assert is_refused(characters)


def test_the_answer_uses_it_up_and_counts_once_it_is_confirmed(world, addressee, made):
    code, characters = made()
    response = answer_by_code(actor=CodeBearer(code), **ANSWER)
    code = fresh(code)
    assert (code.response, response.channel, response.answered_by) == (response, "code", None)
    assert code.used_at is not None
    assert fresh(addressee).state == "accepted"
    assert not response.is_confirmed
    assert list(Response.objects.unconfirmed()) == [response]
    assert not has_answered(fresh(addressee))
    assert is_refused(characters)
    with pytest.raises(CodeRefused):
        answer_by_code(actor=CodeBearer(code), **ANSWER)
    told = OutboxMessage.objects.filter(kind="answer_arrived").values_list("recipient__username", flat=True)
    assert set(told) == {"manager", "second-manager"}
    confirm_response(actor=world.reviewer, response=response)
    assert has_answered(fresh(addressee))
    characters = str(response.public_id).upper()
    assert receipt_of(response) == f"{characters[:4]}-{characters[4:8]}"


def test_staff_confirm_it_by_the_institutions_letter(world, addressee, made):
    response = answer_by_code(actor=CodeBearer(made()[0]), **ANSWER)
    for role in ("manager", "reviewer", "foreign_staff", "auditor"):
        with pytest.raises(PermissionDenied):
            confirm_by_letter(actor=world.users[role], response=response, expected=1, **LETTER)
    with pytest.raises(ValidationError) as objection:
        confirm_by_letter(actor=world.staff, response=response, expected=1, **LETTER | {"letter_number": ""})
    assert set(objection.value.message_dict) == {"letter_number"}
    confirm_by_letter(actor=world.staff, response=fresh(response), expected=1, **LETTER)
    response, letter = fresh(response), Letter.objects.get()
    assert (response.is_confirmed, response.letter, response.channel) == (True, letter, "code")
    assert (letter.direction, letter.purpose, letter.institution) == ("in", "answer", world.institution)
    with pytest.raises(NotAllowedHere):
        confirm_by_letter(actor=world.staff, response=response, expected=2, **LETTER | {"letter_number": "٨"})
    assert Letter.objects.count() == 1


def test_staff_take_back_what_the_institution_has_not_claimed(world, addressee, made):
    response = answer_by_code(actor=CodeBearer(made()[0]), **ANSWER)
    assert world.staff.has_perm("recommendations.withdraw_answer", response)
    assert world.reviewer.has_perm("recommendations.withdraw_answer", response)
    assert not world.manager.has_perm("recommendations.withdraw_answer", response)
    confirm_response(actor=world.reviewer, response=response)
    assert not world.staff.has_perm("recommendations.withdraw_answer", fresh(response))


def test_by_a_code_no_other_institution_is_asked(world, addressee, made):
    code = made()[0]
    beyond = ANSWER | {"decision": "beyond_mandate", "reason": "س", "referred_to": world.other_institution}
    with pytest.raises(ValidationError):
        answer_by_code(actor=CodeBearer(code), **beyond)
    assert fresh(code).used_at is None
    assert addressee.recommendation.addressees.count() == 1


def test_a_bearer_is_nobody_else(world, addressee, made, sent):
    bearer = CodeBearer(made()[0])
    assert not bearer.is_authenticated
    assert bearer.has_perm("recommendations.answer", addressee)
    other = Addressee(
        recommendation=addressee.recommendation, institution=world.institution, pk=addressee.pk + 1
    )
    assert not bearer.has_perm("recommendations.answer", other)
    for permission in ("view", "draft", "manage"):
        assert not bearer.has_perm(f"recommendations.{permission}", addressee.recommendation)
    for permission in ("report_progress", "make_code", "view_code", "verify", "send"):
        assert not bearer.has_perm(f"recommendations.{permission}", addressee)
    for actor in (world.staff, world.reviewer):
        with pytest.raises(ValidationError):
            record_response(actor=actor, addressee=fresh(addressee), channel="code", **ANSWER)
    with pytest.raises(ValidationError):
        record_response(actor=bearer, addressee=fresh(addressee), channel="account", **ANSWER)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins(made, addressee):
    code = made()[0]

    def send(n):
        try:
            return answer_by_code(actor=CodeBearer(code), decision="accepted", summary=f"رد {n}").text
        except CodeRefused:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        sent = [text for text in pool.map(send, range(4)) if text]
    assert [response.text for response in Response.objects.all()] == sent
    assert len(sent) == 1
    assert AuditEntry.objects.filter(action="recommendations.use_code").count() == 1
    assert audit.first_broken_link() is None


def test_the_record_tells_of_it_and_the_code_stands_nowhere(world, addressee, made, caplog):
    with caplog.at_level(logging.DEBUG):
        first = made()[1]
        second = made()[1]
        withdraw_code(actor=world.staff, addressee=addressee)
        code, third = made()
        is_refused(second)
        response = answer_by_code(actor=CodeBearer(find_code(third)), **ANSWER)
    entries = AuditEntry.objects.filter(subject_type="recommendations.answercode").order_by("pk")
    acts = [(entry.action.rpartition(".")[2], entry.actor) for entry in entries]
    staff = world.staff.public_id
    assert acts == [
        *(("make_code", staff), ("make_code", staff), ("withdraw_code", staff), ("make_code", staff)),
        ("use_code", None),
    ]
    assert entries.last().details["response"] == str(response.public_id)
    assert {entry.programme for entry in entries} == {world.programme.public_id}
    answered = AuditEntry.objects.get(action="recommendations.addressee.accept")
    assert (answered.actor, answered.details["channel"]) == (None, "code")
    everything = whole_database() + caplog.text
    assert fresh(code).digest in everything, "the search finds what is there"
    for characters in (first, second, third):
        for spelling in (characters, grouped(characters), characters.lower(), grouped(characters).lower()):
            assert spelling not in everything


def whole_database():
    """Every value of every table, one after the other."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
            found += [str(value) for row in cursor.fetchall() for value in row]
    return json.dumps(found, ensure_ascii=False)
