"""An institution answers through the pages: its list, the form, the draft, what was sent, taking it back."""

import datetime

import pytest
from django.urls import reverse

from recommendations.models import Addressee, Recommendation, Response
from recommendations.services.answers import record_response
from tests import factories

pytestmark = pytest.mark.django_db

TYPED = {"decision": "accepted", "summary": "نقبل التوصية.", "draft": "0", "act": "send"}


def url(name, thing):
    """Address of a page about something."""
    return reverse(f"recommendations:{name}", args=[thing.public_id])


@pytest.fixture
def addressee(sent):
    """One that waits for the answer of the world's institution."""
    return sent().lead


def typed(addressee, **changes):
    """What the form sends."""
    return {**TYPED, "version": str(Addressee.objects.get(pk=addressee.pk).version), **changes}


def test_what_was_asked_is_shown_in_the_reader_s_language(addressee, as_role):
    Recommendation.objects.filter(pk=addressee.recommendation_id).update(
        translation="Review the checkpoints."
    )
    client = as_role("reviewer", "en")
    answer = client.post(url("answer", addressee), typed(addressee), follow=True).content.decode()
    assert "Review the checkpoints." in answer
    assert addressee.recommendation.text not in answer


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_is_chosen_and_each_text_says_who_reads_it(addressee, as_role, language):
    body = as_role("reviewer", language).get(url("answer", addressee)).content.decode()
    assert body.count('type="radio"') == 8
    assert " checked" not in body
    words = {
        "ar": (
            "يطّلع عليه المانح بعد نشره",
            "لا يطّلع عليها إلا مكتب البرنامج والجهة",
            "إرسال الرد",
            "حفظ المسودة",
        ),
        "en": (
            "its donor reads it once it is released",
            "It is never released",
            "Send the answer",
            "Save the draft",
        ),
    }
    for expected in words[language]:
        assert expected in body


def test_the_first_that_waits_stands_open_in_the_list(addressee, as_role):
    body = as_role("reviewer").get("/").content.decode()
    assert f'action="{url("answer", addressee)}"' in body
    assert " checked" not in body
    assert addressee.recommendation.text in body


def test_it_is_sent_and_shown_with_thanks(addressee, as_role):
    client = as_role("reviewer")
    answer = client.post(
        url("answer", addressee),
        typed(
            addressee,
            unit="إدارة العمليات",
            promised_on="١٥ سبتمبر ٢٠٢٢",
            commitment_text="مراجعة النقاط كلها.",
            detail="تفصيل داخلي",
        ),
        follow=True,
    )
    response = Response.objects.get()
    assert (response.decision, response.unit, response.channel) == ("accepted", "إدارة العمليات", "account")
    assert response.promised_on == datetime.date(2022, 9, 15)
    assert response.commitments.get().text == "مراجعة النقاط كلها."
    assert answer.redirect_chain[-1][0] == url("response", response)
    body = answer.content.decode()
    for words in (
        "Thank you for the answer",
        "نقبل التوصية.",
        "مراجعة النقاط كلها.",
        "تفصيل داخلي",
        "Withdraw the answer",
    ):
        assert words in body


def test_a_second_click_changes_nothing(addressee, as_role):
    client, sent_form = as_role("reviewer"), typed(addressee)
    client.post(url("answer", addressee), sent_form)
    answer = client.post(url("answer", addressee), sent_form, follow=True)
    assert "answered already" in answer.content.decode()
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decision": ""}, "Please choose what the answer comes to."),
        ({"summary": ""}, "Please write the answer."),
        ({"decision": "declined"}, "Please give the reason."),
        ({"decision": "conditional"}, "Please say what must be provided."),
        ({"decision": "beyond_mandate", "reason": "سبب"}, "Please name the institution"),
        ({"promised_on": "قريبًا"}, "The date was not understood"),
        ({"commitment_text": "نلتزم."}, "A commitment needs a date."),
        ({"decision": "answered"}, "Select a valid choice"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_lost(addressee, as_role, changes, words):
    answer = as_role("reviewer").post(url("answer", addressee), typed(addressee, detail="كُتب هنا", **changes))
    body = answer.content.decode()
    assert words in body
    assert "كُتب هنا" in body
    assert not Response.objects.exists()


def test_what_belongs_to_another_decision_is_not_sent(addressee, as_role):
    as_role("reviewer").post(
        url("answer", addressee),
        typed(
            addressee,
            decision="noted",
            condition="وقود",
            condition_by="جهة",
            promised_on="1/10/2022",
            unit="وحدة",
        ),
    )
    response = Response.objects.get()
    assert (response.condition, response.condition_by, response.promised_on, response.unit) == (
        "",
        "",
        None,
        "",
    )


def test_an_english_answer_is_kept_as_english(addressee, as_role):
    as_role("reviewer").post(url("answer", addressee), typed(addressee, summary="We agree."))
    assert Response.objects.get().language == "en"


def test_a_draft_is_its_institution_s_alone(world, addressee, as_role):
    client = as_role("reviewer")
    answer = client.post(
        url("answer", addressee),
        typed(addressee, act="draft", decision="partly", summary="مسودة سرية"),
        follow=True,
    )
    body = answer.content.decode()
    assert "Only your institution sees it" in body
    assert "مسودة سرية" in body
    assert 'value="partly" id="id_decision_2" required checked' in body
    assert Addressee.objects.get(pk=addressee.pk).state == "sent"
    assert "Complete the draft" in client.get(url("detail", addressee.recommendation)).content.decode()
    for role in ("staff", "manager", "auditor"):
        other = as_role(role)
        for path in ("/", url("detail", addressee.recommendation), reverse("recommendations:list")):
            assert "مسودة سرية" not in other.get(path).content.decode(), (role, path)
    assert "مسودة سرية" not in as_role("staff").get(url("answer", addressee)).content.decode()
    assert client.get(url("response", Response.objects.get())).status_code == 404


def test_an_empty_draft_is_a_draft_and_is_sent_in_its_place(addressee, as_role):
    client = as_role("reviewer")
    client.post(url("answer", addressee), typed(addressee, act="draft", decision="", summary=""))
    draft = Response.objects.get()
    assert draft.is_draft
    client.post(url("answer", addressee), typed(addressee, draft=str(draft.version)))
    assert [row.is_draft for row in Response.objects.all()] == [False]


def test_a_colleague_s_draft_is_not_overwritten_unseen(world, addressee, as_role, sign_in):
    colleague = factories.UserFactory()
    factories.MembershipFactory(user=colleague, role="reviewer", institution=world.institution)
    form = typed(addressee, act="draft", summary="نص الأول")
    as_role("reviewer").post(url("answer", addressee), form)
    for act in ("draft", "send"):
        answer = sign_in(colleague).post(
            url("answer", addressee), form | {"summary": "نص الثاني", "act": act}
        )
        body = answer.content.decode()
        assert "نص الأول" in body
        assert "نص الثاني" in body
        assert "Saved meanwhile by" in body
    assert Response.objects.get().text == "نص الأول"
    assert f'name="draft" value="{Response.objects.get().version}"' in body


def test_it_is_taken_back_with_a_reason_and_its_words_are_there_again(world, addressee, as_role):
    client = as_role("reviewer")
    client.post(url("answer", addressee), typed(addressee))
    response = Response.objects.get()
    client.post(url("withdraw_answer", response), {"note": " "})
    assert Response.objects.get().withdrawn_at is None
    client.post(url("withdraw_answer", response), {"note": "خطأ في الكتابة"})
    body = client.get(url("answer", addressee)).content.decode()
    assert "نقبل التوصية." in body
    assert " checked" not in body
    office = as_role("staff").get(url("detail", addressee.recommendation)).content.decode()
    assert "خطأ في الكتابة" in office
    assert (
        "خطأ في الكتابة"
        not in as_role("auditor").get(url("detail", addressee.recommendation)).content.decode()
    )
    client.post(url("answer", addressee), typed(addressee, summary="نقبلها كلها."))
    assert Addressee.objects.get().round == 2


def test_what_an_institution_entered_staff_do_not_take_back(addressee, as_role):
    as_role("reviewer").post(url("answer", addressee), typed(addressee))
    response = Response.objects.get()
    assert as_role("staff").post(url("withdraw_answer", response), {"note": "سبب"}).status_code == 404
    assert Response.objects.get().withdrawn_at is None


def test_a_question_is_replied_to_and_asked_anew(world, addressee, as_role):
    record_response(
        actor=world.reviewer,
        addressee=addressee,
        decision="clarification",
        summary="نطلب إيضاحًا.",
        reason="أي نقاط؟",
        channel="account",
    )
    manager = as_role("manager")
    detail = url("detail", addressee.recommendation)
    assert "Reply to the question" in manager.get(detail).content.decode()
    assert "Reply to the question" in manager.get("/").content.decode()
    version = str(Addressee.objects.get().version)
    manager.post(url("clarify", addressee), {"version": version, "note": ""})
    assert Addressee.objects.get().state == "clarification"
    for _click in range(2):
        manager.post(url("clarify", addressee), {"version": version, "note": "نقاط المدخل الشمالي."})
    assert (Addressee.objects.get().state, Addressee.objects.get().round) == ("sent", 2)
    for path in (url("answer", addressee), detail):
        body = as_role("reviewer").get(path).content.decode()
        assert "أي نقاط؟" in body
        assert "نقاط المدخل الشمالي." in body


@pytest.mark.parametrize("role", ["foreign_reviewer", "manager", "auditor", "donor", "foreign_staff"])
def test_others_find_no_form(addressee, as_role, role):
    client = as_role(role)
    assert client.get(url("answer", addressee)).status_code == 404
    assert client.post(url("answer", addressee), typed(addressee)).status_code == 404
    assert not Response.objects.exists()
