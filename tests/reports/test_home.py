"""The first page, role by role: what waits, real figures, and nothing of what is foreign."""

import datetime
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common import audit
from forums.models import Forum
from recommendations.deadlines import holidays
from recommendations.models import Addressee
from reports.figures import figures_so_far
from tests.factories import (
    AddresseeFactory,
    AttendanceFactory,
    MembershipFactory,
    MinutesFactory,
    OutputFactory,
    PersonFactory,
    ProgrammeFactory,
    RecommendationFactory,
)

LONG_AGO = datetime.date(2022, 8, 1)


def page(client, query=""):
    response = client.get("/" + query)
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def words_of(client, query=""):
    """The words of the page, single-spaced."""
    body = page(client, query).split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def office(world):
    """One of each thing that may wait, and one approved forum behind the figures."""
    programme = world.programme
    draft = MinutesFactory(
        forum__programme=programme, forum__title_ar="مسودة تجريبية", forum__title_en="A draft"
    )
    MinutesFactory(
        forum__programme=programme,
        forum__title_ar="محضر مرفوع",
        forum__title_en="A submitted one",
        state="submitted",
    )
    Forum.objects.filter(pk=draft.forum.pk).update(date_standing="undecided")
    approved = MinutesFactory(forum__programme=programme, state="approved", revision=1)
    for sex in ("f", "m", "m"):
        AttendanceFactory(forum=approved.forum, person=PersonFactory(sex=sex, sex_source="said"))

    def ask(**addressee):
        recommendation = RecommendationFactory(
            programme=programme,
            sources=[OutputFactory(minutes=approved)],
            number=addressee.pop("number", None),
        )
        return AddresseeFactory(recommendation=recommendation, **addressee)

    ask(institution=None)
    ask(institution=world.institution, is_guess=True)
    ask(institution=world.institution, state=Addressee.State.READY)
    ask(institution=world.institution, sent=True, answer_due_on=LONG_AGO, number=1)
    ask(institution=world.institution, sent=True, number=2, answer_due_on=_working_day(6))
    ask(institution=world.other_institution, sent=True, state=Addressee.State.ACCEPTED, number=3)
    return programme


def _working_day(count):
    from common.dates import add_working_days

    return add_working_days(timezone.localdate(), count)


def test_staff_sees_what_is_to_be_completed(office, as_role):
    words = words_of(as_role("staff", "ar"))
    for expected in (
        "البرنامج التجريبي",
        "محضر جديد",
        "مسودة تجريبية ينقصه: الحضور، المخرجات".replace("مسودة تجريبية ", ""),
        "تاريخ محل شك",
        "لم تُحدَّد الجهة بعد",
        "جهة مقترحة بانتظار التأكيد: جهة تجريبية",
        "دون رد من جهة تجريبية",
        "TST-R-0001",
    ):
        assert expected in words, expected
    assert "المراجعة والاعتماد" not in words
    assert "بانتظار الإحالة" not in words


def test_the_manager_sees_what_to_approve_and_to_send(office, as_role):
    words = words_of(as_role("manager", "ar"))
    for expected in (
        "محضر مرفوع",
        "المراجعة والاعتماد",
        "بانتظار الإحالة",
        "تاريخ محل شك",
        "دون رد من جهة تجريبية",
    ):
        assert expected in words, expected
    for absent in ("محضر جديد", "إكمال", "جهة مقترحة بانتظار التأكيد"):
        assert absent not in words, absent


def test_who_submitted_is_not_asked_to_approve(office, world, as_role):
    minutes = Forum.objects.get(title_en="A submitted one").minutes
    type(minutes).objects.filter(pk=minutes.pk).update(submitted_by=world.manager)
    assert "A submitted one" not in words_of(as_role("manager"))
    assert "A submitted one" in words_of(as_role("second_manager"))


def test_tiles_are_the_figures_and_lead_to_their_lists(office, as_role):
    figures = figures_so_far(office, closed=holidays())
    assert (figures.forums, figures.persons, figures.recommendations) == (1, 3, 6)
    assert (figures.sent, figures.answered, figures.overdue_answers) == (3, 1, 1)
    client = as_role("manager", "ar")
    words = words_of(client)
    assert "١ منتدى معتمد المحضر يوليو ٢٠٢٢" in words
    assert "٣ أشخاص (دون تكرار) ٣ مشاركات · نساء ٣٣٪" in words
    assert "٦ توصيات وردَ الرد على ٣٣٪ من المُحالة" in words
    assert "١ رد متأخر أقدمها: متأخرة" in words
    listed = client.get("/forums/?stage=reached").content.decode()
    assert listed.count('scope="row"') == figures.forums
    assert 'href="/forums/?stage=reached"' in page(client)
    late = client.get("/recommendations/?state=late").content.decode()
    assert "TST-R-0001" in late
    assert "TST-R-0002" not in late


def test_an_office_without_anything(world, as_role):
    assert "Nothing waits for you. A meeting that was held" in words_of(as_role("staff"))
    assert "Figures appear here once the first minutes are approved." in words_of(as_role("manager"))
    assert "لا شيء بانتظاركم." in words_of(as_role("manager", "ar"))


def test_a_chooser_for_several_programmes_and_no_foreign_one(office, world, as_role):
    assert "Programmes" not in page(as_role("staff"))
    second = ProgrammeFactory(
        title_en="Second programme", start=datetime.date(2023, 1, 1), end=datetime.date(2024, 1, 1)
    )
    MembershipFactory(user=world.staff, role="staff", programme=second)
    client = as_role("staff")
    assert "A draft" not in words_of(client)
    assert "A draft" in words_of(client, f"?programme={world.programme.public_id}")
    for foreign in (world.other_programme.public_id, "00000000-0000-4000-8000-000000000000", "x"):
        assert client.get(f"/?programme={foreign}").status_code == 404


@pytest.mark.parametrize(
    "role", ["staff", "manager", "reviewer", "donor", "auditor", "administrator", "roleless"]
)
def test_foreign_work_changes_nothing(office, world, as_role, role):
    client = as_role(role, "ar")
    page(client)
    before = page(client)
    foreign = MinutesFactory(forum__programme=world.other_programme, state="approved", revision=1)
    MinutesFactory(forum__programme=world.other_programme, state="submitted")
    AttendanceFactory(forum=foreign.forum)
    recommendation = RecommendationFactory(
        programme=world.other_programme, sources=[OutputFactory(minutes=foreign)], number=5
    )
    AddresseeFactory(
        recommendation=recommendation, institution=world.other_institution, sent=True, answer_due_on=LONG_AGO
    )
    assert page(client) == before


@pytest.mark.parametrize("role", ["staff", "manager", "reviewer"])
def test_the_same_queries_for_few_rows_and_many(office, world, as_role, role):
    client = as_role(role)
    page(client)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            page(client)
        return len(counted)

    few = queries()
    approved = Forum.objects.get(minutes__state="approved").minutes
    for number in range(10, 22):
        recommendation = RecommendationFactory(
            programme=world.programme, sources=[OutputFactory(minutes=approved)], number=number
        )
        AddresseeFactory(
            recommendation=recommendation, institution=world.institution, sent=True, answer_due_on=LONG_AGO
        )
        MinutesFactory(forum__programme=world.programme)
        AddresseeFactory(recommendation__programme=world.programme, institution=None)
    assert queries() == few


def test_long_lists_end_with_a_way_to_the_rest(world, as_role):
    for number in range(1, 11):
        AddresseeFactory(
            recommendation__programme=world.programme,
            recommendation__number=number,
            sent=True,
            answer_due_on=LONG_AGO,
        )
    body = page(as_role("manager"))
    assert len(set(re.findall(r"TST-R-\d+", body))) == 6
    assert 'href="/recommendations/?state=late"' in body


def test_the_representative_sees_what_awaits_his_answer(office, as_role):
    words = words_of(as_role("reviewer", "ar"))
    for expected in (
        "توصيات تنتظر ردكم",
        "توصيتان تنتظران ردكم · واحدة متأخرة",
        "كان الرد مستحقًا في ١ أغسطس ٢٠٢٢م",
        "الرد مستحق خلال ٦ أيام عمل",
        "من لقاء ٢٠ يوليو ٢٠٢٢م",
    ):
        assert expected in words, expected
    assert "TST-R-0003" not in words
    assert "Answer due within 6 working days" in words_of(as_role("reviewer"))
    assert "No recommendation awaits your answer." in words_of(as_role("foreign_reviewer"))


def test_the_donor_is_told_what_will_stand_here(office, as_role):
    assert "No report has been released to you yet." in words_of(as_role("donor"))
    words = words_of(as_role("donor", "ar"))
    assert "لم يُصدر لكم أي تقرير بعد." in words
    assert "TST-R" not in words


def test_the_auditor_sees_his_entries_and_the_head(world, as_role):
    with transaction.atomic():
        for programme in (world.programme, world.programme, world.programme, world.other_programme):
            audit.append(actor=None, action="test.act", subject=programme, programme=programme)
    words = words_of(as_role("auditor", "ar"))
    assert "٣ قيود" in words
    assert audit.head() in words
    assert "3 entries" in words_of(as_role("auditor"))


def test_the_administrator_is_told_what_can_be_done_now(world, as_role):
    words = words_of(as_role("administrator"))
    assert "What to do first" in words
    assert "To the back office" in words
    assert "إدارة النظام" in words_of(as_role("administrator", "ar"))


@pytest.mark.parametrize("role", ["roleless", "superuser"])
def test_no_role_says_whom_to_ask(world, as_role, role):
    assert "Please ask the manager of your programme" in words_of(as_role(role))
    assert "لا دور لحسابكم بعد" in words_of(as_role(role, "ar"))


def test_two_roles_give_two_sections_and_one_main_heading(office, as_role):
    body = page(as_role("dual"))
    assert "Foreign programme" in body
    assert "No report has been released to you yet." in body
    assert body.count("<h1") == 1
    assert "Test programme" not in body


def test_signed_out_leads_to_the_sign_in(db, as_role):
    assert as_role(None).get("/").status_code == 302
