"""The list and the page of one recommendation: who finds what, in both languages, by how many queries."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.models import Theme
from recommendations.models import Recommendation
from recommendations.services.answers import record_response
from tests import factories

pytestmark = pytest.mark.django_db

LIST = reverse("recommendations:list")


def page(recommendation):
    """Its address."""
    return reverse("recommendations:detail", args=[recommendation.public_id])


def rows_for(world, count, **fields):
    """Sent recommendations with lead, supporting, an answer and a promise each."""
    for _n in range(count):
        recommendation = factories.RecommendationFactory(
            programme=world.programme, number=Recommendation.objects.count() + 1, **fields
        )
        lead = factories.AddresseeFactory(
            recommendation=recommendation, institution=world.institution, sent=True, state="accepted"
        )
        factories.AddresseeFactory(recommendation=recommendation, part="supporting", sent=True)
        factories.CommitmentFactory(response=factories.ResponseFactory(addressee=lead))


@pytest.mark.parametrize("role", ["staff", "reviewer"])
def test_list_asks_the_same_queries_for_one_and_fifty(world, as_role, role):
    client = as_role(role)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    client.get(LIST)
    rows_for(world, 1)
    one = count()
    rows_for(world, 49)
    assert count() == one


def test_list_shows_fifty_a_page_and_keeps_filters(world, as_role):
    rows_for(world, 51)
    response = as_role("staff").get(LIST, {"state": "accepted"})
    assert len(response.context["rows"]) == 50
    assert "?state=accepted&amp;page=2" in response.content.decode()


def test_who_finds_what(world, as_role, sent, promote):
    own, unsent = sent(), promote(text="مسودة لم تُحَل.")
    seen = {}
    for role in ("staff", "manager", "auditor", "reviewer", "foreign_reviewer", "foreign_staff"):
        response = as_role(role).get(LIST)
        seen[role] = {row["recommendation"].pk for row in response.context["rows"]}
    assert seen == {
        "staff": {own.pk, unsent.pk},
        "manager": {own.pk, unsent.pk},
        "auditor": {own.pk},
        "reviewer": {own.pk},
        "foreign_reviewer": set(),
        "foreign_staff": set(),
    }
    assert as_role("donor").get(LIST).status_code == 404


def test_foreign_is_answered_like_absent(world, as_role, sent):
    recommendation = sent()
    for role in ("foreign_reviewer", "foreign_staff", "donor", "administrator", "superuser"):
        client = as_role(role)
        foreign = client.get(page(recommendation))
        absent = client.get(reverse("recommendations:detail", args=[uuid.uuid4()]))
        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert foreign.content == absent.content


@pytest.mark.parametrize(
    "case",
    [
        ({"q": "اجهزه حديثه"}, True),
        ({"q": "TST-R-0001"}, True),
        ({"q": "١"}, True),
        ({"q": "كهرباء"}, False),
        ({"state": "sent"}, True),
        ({"state": "accepted"}, False),
        ({"state": "late"}, True),
        ({"state": "withdrawn"}, False),
        ({"kind": "recommendation"}, True),
        ({"kind": "question"}, False),
        ({"theme": "T01"}, True),
        ({"theme": "T02"}, False),
        ({"institution": str(uuid.UUID(int=0))}, False),
        ({"institution": "not-an-id"}, False),
        ({"q": "\x00"}, False),
    ],
)
def test_filters(ask, as_role, sent, case):
    filters, found = case
    ask.themes.add(Theme.objects.get(code="T01"))
    sent()
    response = as_role("staff").get(LIST, filters)
    assert response.status_code == 200
    assert bool(response.context["rows"]) is found


def test_a_reviewer_learns_nothing_of_what_another_answered(world, as_role, sent):
    recommendation = sent(lead=world.other_institution, supporting=[world.institution])
    record_response(
        actor=world.foreign_reviewer,
        addressee=recommendation.lead,
        decision="declined",
        summary="سرّ الجهة الأخرى",
        reason="سبب خفي",
        channel="account",
    )
    client = as_role("reviewer")
    assert [row["recommendation"].pk for row in client.get(LIST, {"state": "sent"}).context["rows"]] == [
        recommendation.pk
    ]
    assert client.get(LIST, {"state": "declined"}).context["rows"] == []
    text = client.get(page(recommendation)).content.decode()
    assert "Other body" in text
    for hidden in ("سرّ الجهة الأخرى", "سبب خفي", "not possible now"):
        assert hidden not in text
    assert "سرّ الجهة الأخرى" in as_role("staff").get(page(recommendation)).content.decode()


def test_the_thread_is_walked_both_ways_by_staff_only(world, ask, as_role, sent):
    recommendation = sent()
    forum = ask.minutes.forum
    staff = as_role("staff").get(page(recommendation)).content.decode()
    link = reverse("forums:detail", args=[forum.public_id])
    assert link in staff
    assert ask.text in staff
    reviewer = as_role("reviewer").get(page(recommendation)).content.decode()
    assert ask.text in reviewer
    for hidden in (link, forum.title_en, forum.code, str(forum.public_id)):
        assert hidden not in reviewer


def test_an_auditor_reads_the_wording_that_was_sent_only(as_role, sent):
    recommendation = sent(text="الصيغة المرسلة.")
    text = as_role("auditor").get(page(recommendation)).content.decode()
    assert "الصيغة المرسلة." in text
    assert "توفير أجهزة حديثة" not in text


def test_detail_stays_with_the_programme_and_the_institution(world, as_role, sent):
    recommendation = sent()
    record_response(
        actor=world.reviewer,
        addressee=recommendation.lead,
        decision="accepted",
        summary="نوافق.",
        detail="تفصيل داخلي",
        channel="account",
        promised_on=datetime.date(2022, 10, 2),
        commitment_text="التزام أول",
    )
    for role, reads in (("staff", True), ("manager", True), ("reviewer", True), ("auditor", False)):
        text = as_role(role).get(page(recommendation)).content.decode()
        assert "نوافق." in text
        assert "التزام أول" in text
        assert ("تفصيل داخلي" in text) is reads, role


def test_arabic_page_has_arabic_chips_and_digits(world, as_role, sent):
    recommendation = sent()
    text = as_role("manager", "ar").get(page(recommendation)).content.decode()
    for words in ("مسار التوصية", "مُحالة إلى الجهة", "يُنتظر الرد حتى", "الجهات الموجَّه إليها", "يوم عمل"):
        assert words in text
    assert '<bdi dir="ltr" class="code">TST-R-0001</bdi>' in text
    assert "٢٢ أغسطس ٢٠٢٢م" in text


def test_empty_lists_say_what_to_do_first(as_role):
    assert "take up its asks in the fourth step" in as_role("staff").get(LIST).content.decode()
    assert "as soon as they are sent" in as_role("reviewer").get(LIST).content.decode()
    assert "No recommendation fits" in as_role("staff").get(LIST, {"q": "x"}).content.decode()
