"""The paper that staff print, what the office sees of it, and the letter by which an institution confirms."""

import base64
import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from common.models import AuditEntry
from common.printed_codes import normalise_code
from recommendations.models import Addressee, AnswerCode, CodeBearer, Letter, OutboxMessage, Response
from recommendations.services.codes import answer_by_code, find_code, make_code, receipt_of
from recommendations.services.sending import send_recommendation
from tests import factories

from .conftest import SENT_ON

pytestmark = pytest.mark.django_db


def url(name, thing):
    """Address of a page about something."""
    return reverse(f"recommendations:{name}", args=[thing.public_id])


@pytest.fixture
def addressee(sent):
    """One that waits for an answer."""
    return sent().lead


@pytest.fixture
def answered(world, addressee):
    """The same, answered by a code."""
    code = make_code(actor=world.staff, addressee=addressee)[0]
    return answer_by_code(actor=CodeBearer(code), decision="accepted", summary="تُقبل التوصية.")


def code_on(page):
    """The code that a paper shows."""
    return normalise_code(re.search(r'class="one-time"><bdi[^>]*>([^<]+)<', page)[1])


def test_the_paper_is_shown_once_and_names_nobody(addressee, as_role, settings, world):
    settings.SITE_URL = "https://muntada.example.org"
    staff, path = as_role("staff", "en"), url("paper", addressee)
    page = staff.get(path).content.decode()
    assert "Make the paper" in page
    assert not AnswerCode.objects.exists(), "looking makes nothing"
    page = staff.post(path, {"language": "ar"}).content.decode()
    code = AnswerCode.objects.get()
    assert find_code(code_on(page)) == code
    paper = page[page.index("<article") : page.index("</article>")]
    assert paper.startswith('<article class="sheet paper" lang="ar" dir="rtl"')
    recommendation = addressee.recommendation
    for words in (
        *(recommendation.reference, recommendation.text, world.institution.name_ar, "ختم الجهة", "موعد الرد"),
        *("muntada.example.org/answer/", "خارج الاختصاص", "الصفة والتوقيع"),
    ):
        assert words in paper
    assert world.staff.display_name not in paper
    assert world.staff.username not in paper
    picture = unquote(re.search(r'src="(data:image/svg[^"]+)"', paper)[1])
    assert "<svg" in picture or "svg" in base64.b64decode(picture.partition(",")[2]).decode()
    again = staff.get(path).content.decode()
    assert "its code is good until" in again
    assert code_on(page) not in normalise_code(again)
    staff.post(path, {"language": "en"})
    assert AnswerCode.objects.unspent().count() == 1


def test_nothing_is_made_where_nothing_is_asked(answered, addressee, as_role):
    staff = as_role("staff", "en")
    for answer in (
        staff.get(url("paper", addressee)),
        staff.post(url("paper", addressee), {"language": "ar"}),
    ):
        assert answer["Location"] == url("detail", addressee.recommendation)
    assert AnswerCode.objects.count() == 1
    assert (
        "Paper with a one-time code"
        not in staff.get(url("detail", addressee.recommendation)).content.decode()
    )


def test_the_office_sees_that_there_is_one_and_staff_withdraw_it(addressee, as_role):
    as_role("staff").post(url("paper", addressee), {"language": "ar"})
    detail = url("detail", addressee.recommendation)
    words = "A one-time code on paper is good until"
    for role, sees in (("staff", True), ("manager", True), ("reviewer", False), ("auditor", False)):
        assert (words in as_role(role).get(detail).content.decode()) == sees, role
    assert as_role("manager").post(url("withdraw_code", addressee)).status_code == 404
    for said in ("was withdrawn", "no code to withdraw"):
        page = as_role("staff").post(url("withdraw_code", addressee), follow=True).content.decode()
        assert said in page
    assert words not in as_role("staff").get(detail).content.decode()


def test_it_stands_as_unconfirmed_wherever_it_is_shown(answered, addressee, as_role, world):
    receipt = receipt_of(answered)
    for role in ("staff", "reviewer"):
        page = as_role(role, "ar").get(url("response", answered)).content.decode()
        assert "غير مؤكد" in page
        assert receipt in page
    for role in ("staff", "manager", "reviewer", "auditor"):
        page = as_role(role, "ar").get(url("detail", addressee.recommendation)).content.decode()
        assert "غير مؤكد" in page, role
        assert "برمز يُستخدم مرة واحدة" in page
        assert "غير مؤكد" in as_role(role, "ar").get(reverse("recommendations:list")).content.decode()
    home = as_role("reviewer", "ar").get("/").content.decode()
    assert "ردود تنتظر تأكيدكم" in home
    as_role("reviewer").post(url("confirm_answer", answered))
    assert (
        "غير مؤكد" not in as_role("staff", "ar").get(url("detail", addressee.recommendation)).content.decode()
    )


def test_staff_enter_the_confirming_letter(answered, addressee, as_role):
    staff, path = as_role("staff", "en"), url("confirm_by_letter", answered)
    assert path in staff.get(url("detail", addressee.recommendation)).content.decode()
    letter = {"version": "1", "letter_number": "٧/٢٠٢٢", "letter_date": "٩ أغسطس ٢٠٢٢"}
    page = staff.post(path, letter).content.decode()
    assert "Please write the subject of the letter." in page
    assert "٧/٢٠٢٢" in page, "nothing typed is lost"
    for role in ("manager", "reviewer", "foreign_staff", "auditor"):
        assert as_role(role).post(path, letter).status_code == 404
    answer = staff.post(path, letter | {"letter_subject": "تأكيد"}, follow=True)
    assert "The answer is confirmed" in answer.content.decode()
    assert Response.objects.get().is_confirmed
    assert Letter.objects.get() == Response.objects.get().letter
    again = staff.post(path, letter | {"letter_number": "٨", "letter_subject": "تأكيد"}, follow=True)
    assert "nothing was done twice" in again.content.decode()
    assert Letter.objects.count() == 1
    assert AuditEntry.objects.filter(action="recommendations.confirm_by_letter").count() == 1


def test_the_outbox_leads_to_the_paper_where_nobody_has_an_account(world, ready, as_role):
    body = factories.InstitutionFactory(code="NOACCOUNT", name_ar="جهة بلا حساب")
    recommendation = ready(lead=body)
    send_recommendation(
        actor=world.manager, recommendation=recommendation, expected=recommendation.version, today=SENT_ON
    )
    message = OutboxMessage.objects.get(kind="answer_awaited")
    page = as_role("staff", "en").get(url("outbox_message", message)).content.decode()
    assert "A paper with a one-time code lets it answer" in page
    assert f'href="{url("detail", recommendation)}"' in page


def test_a_found_paper_that_was_answered_by_a_stranger_is_taken_back(answered, addressee, as_role):
    as_role("staff").post(url("withdraw_answer", answered), {"note": "لم يصدر عن الجهة"})
    assert Addressee.objects.get(pk=addressee.pk).state == "sent"
    assert "Make the paper" in as_role("staff").get(url("paper", addressee)).content.decode()
