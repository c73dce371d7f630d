"""The record of one forum: what it says, to whom, what may be done, and that it never says who said it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from forums.models import AttendanceTotal, Forum, Minutes, MinutesRevision, OutputLink, OutputSpeaker, Theme
from forums.record import AttendanceSummary, ForumRecord
from participants.models import Category, Place, Rank
from tests.factories import (
    AcknowledgementFactory,
    AddresseeFactory,
    AttendanceFactory,
    ForumFactory,
    MinutesFactory,
    OutputFactory,
    PersonFactory,
    RecommendationFactory,
)


def record_of(client, minutes):
    response = client.get(f"/forums/{minutes.forum.public_id}/")
    assert response.status_code == 200
    return response.content.decode()


def plain(body):
    """The words of the page, single-spaced."""
    return " ".join(re.sub(r"<[^>]+>", " ", body.split("<main")[1].split("</main>")[0]).split())


@pytest.fixture
def minutes(world):
    """Draft minutes of a meeting with a pledge and its condition, one ask that was sent, three people."""
    minutes = MinutesFactory(
        forum__programme=world.programme,
        forum__code="TST-2022-CLOSING",
        forum__title_ar="لقاء ختامي تجريبي",
        forum__title_en="",
        forum__kind="closing",
        forum__place=Place.objects.get(code="YE24"),
        forum__weekday_as_written=0,
        forum__venue="قاعة تجريبية",
    )
    security, media = Category.objects.get(code="security"), Category.objects.get(code="media")
    AttendanceFactory(
        forum=minutes.forum, category=security, rank=Rank.objects.get(code="colonel"), part="host",
        person=PersonFactory(name_ar="شخص المضيف التجريبي"), post="مدير إدارة تجريبية",
    )  # fmt: skip
    AttendanceFactory(
        forum=minutes.forum, category=security, person=PersonFactory(sex="f", sex_source="said")
    )
    AttendanceFactory(forum=minutes.forum, category=media, person=PersonFactory(name_ar="شخص إعلامي تجريبي"))
    AttendanceFactory(forum=minutes.forum, category=media, presence="not_listed")
    ask = OutputFactory(minutes=minutes, text="نوصي بأمر تجريبي", spoken_by="participants", position=1)
    ask.themes.add(Theme.objects.get(code="T01"))
    pledge = OutputFactory(minutes=minutes, kind="pledge", text="أبدت القيادات استعدادها", position=2)
    condition = OutputFactory(minutes=minutes, kind="demand", text="تقديم الدعم", position=3)
    OutputLink.objects.create(source=pledge, target=condition, kind="condition")
    sent = RecommendationFactory(programme=world.programme, sources=[ask], number=7)
    AddresseeFactory(recommendation=sent, institution=world.institution, sent=True)
    undetermined = RecommendationFactory(programme=world.programme, sources=[condition])
    AddresseeFactory(recommendation=undetermined, institution=None)
    AcknowledgementFactory(forum=minutes.forum, person=PersonFactory(name_ar="شخص مشكور تجريبي"))
    return minutes


def approve(minutes, user, number=1, reason=""):
    MinutesRevision.objects.create(
        minutes=minutes, number=number, content={}, digest="0" * 64, approved_by=user,
        approved_at=timezone.now(), reason=reason,
        warnings=[{"key": "date-weekday", "message": "", "reason": "سبب تجريبي للتاريخ"}],
    )  # fmt: skip
    Minutes.objects.filter(pk=minutes.pk).update(state="approved", revision=number)


def test_the_record_in_arabic(minutes, as_role):
    words = plain(record_of(as_role("staff", "ar"), minutes))
    for expected in (
        "لقاء ختامي تجريبي",
        "TST-2022-CLOSING مسودة",
        "٢٠ يوليو ٢٠٢٢م (الأربعاء · ٢١ ذو الحجة ١٤٤٣هـ)",
        "محافظة عدن",
        "٣ مخرجات: توصية واحدة · مطلب واحد · تعهّد شفهي واحد",
        "٣ مشاركين",
        "رهنًا بالمخرج ٣",
        "شرط للمخرج ٢",
        "TST-R-0007",
        "إلى : جهة تجريبية".replace(" :", ":"),
        "واحد لم يرد في الكشف (لا يُعدّ غائبًا)",
        "شخص مشكور تجريبي",
        "المضيف شخص المضيف التجريبي",
        "قيد الكتابة",
    ):
        assert expected in words, expected


def test_the_record_in_english_keeps_untranslated_words_in_their_language(minutes, as_role):
    body = record_of(as_role("staff"), minutes)
    assert '<h1 lang="ar" dir="rtl">لقاء ختامي تجريبي</h1>' in body
    assert '<div lang="ar" dir="rtl">نوصي بأمر تجريبي</div>' in body
    assert '<bdi lang="ar" dir="rtl">قاعة تجريبية</bdi>' in body
    assert "3 outputs: 1 recommendation · 1 demand · 1 oral pledge" in plain(body)


def test_a_translation_is_shown_to_its_readers(minutes, as_role):
    minutes.outputs.filter(kind="pledge").update(translation="Leaders declared themselves ready")
    assert "<div >Leaders declared themselves ready</div>" in record_of(as_role("staff"), minutes)
    assert "Leaders declared" not in record_of(as_role("staff", "ar"), minutes)


def test_who_said_it_is_never_on_the_page(minutes, as_role):
    speaker = PersonFactory(name_ar="قائل سري تجريبي")
    OutputSpeaker.objects.create(output=minutes.outputs.first(), person=str(speaker.public_id))
    for role in ("staff", "manager"):
        body = record_of(as_role(role), minutes)
        assert "قائل سري" not in body
        assert str(speaker.public_id) not in body


def test_sex_that_nobody_recorded_is_said_and_never_guessed(minutes, as_role):
    assert "women: 1 not recorded: 2" in plain(record_of(as_role("staff"), minutes))
    minutes.forum.attendances.filter(person__sex="f").delete()
    assert "The sex of those present was not recorded." in plain(record_of(as_role("staff"), minutes))
    assert "لم يُسجَّل جنس الحاضرين." in record_of(as_role("staff", "ar"), minutes)


def test_bare_totals_add_up_in_every_line(minutes, world):
    for dimension, key, count in (("sex", "m", 4), ("category", "mediator", 3), ("district", "YE2401", 2)):
        AttendanceTotal.objects.create(forum=minutes.forum, dimension=dimension, key=key, count=count)
    with override("en"):
        summary = AttendanceSummary(ForumRecord(minutes.forum, world.staff))
        assert (summary.present, summary.named, summary.unnamed) == (7, 3, 4)
        lines = [(line.label, line.count) for line in summary.by_category]
        assert lines == [("Security", 2), ("Media", 1), ("Mediator", 3), ("not recorded", 1)]
        assert [count for _tone, count, _label in summary.by_sex] == [1, 4, 2]


@pytest.mark.parametrize(
    "role",
    ["reviewer", "donor", "auditor", "administrator", "superuser", "roleless", "foreign_staff", "dual"],
)
def test_no_record_without_the_right(minutes, as_role, role):
    assert as_role(role).get(f"/forums/{minutes.forum.public_id}/").status_code == 404


def test_a_forum_without_minutes_is_absent(world, as_role):
    forum = ForumFactory(programme=world.programme)
    assert as_role("staff").get(f"/forums/{forum.public_id}/").status_code == 404


ACTS = ("Continue writing", "Review and approve", "Download the report (PDF)", "Amend the minutes")


@pytest.mark.parametrize(
    "case",
    [
        ("draft", "staff", {"Continue writing"}),
        ("draft", "manager", set()),
        ("submitted", "staff", set()),
        ("submitted", "manager", {"Review and approve"}),
        ("submitted", "second_manager", set()),
        ("approved", "staff", {"Download the report (PDF)"}),
        ("approved", "manager", {"Download the report (PDF)", "Amend the minutes"}),
        ("amending", "staff", {"Continue writing", "Download the report (PDF)"}),
    ],
)
def test_acts_by_right_and_state(minutes, world, as_role, case):
    state, role, offered = case
    if state in ("approved", "amending"):
        approve(minutes, world.manager)
    # The second manager submitted it himself, so he may not approve it.
    Minutes.objects.update(state=state, submitted_by=world.second_manager)
    # The page itself: the dialog of signing out has a button of its own.
    body = record_of(as_role(role), minutes).partition("<main")[2].partition("</main>")[0]
    assert {act for act in ACTS if act in body} == offered
    assert body.count("btn btn-primary") - body.count("Open the next revision") <= 1


def test_the_doubtful_date_asks_for_a_decision_then_is_explained(minutes, as_role):
    forum = minutes.forum
    Forum.objects.update(date_standing="undecided")
    body = record_of(as_role("staff", "ar"), minutes)
    assert "التاريخ محل شك." in body
    assert f"/forums/{forum.public_id}/date/" in body
    Forum.objects.update(date_standing="kept", date_reason="كما في البيان التجريبي")
    body = record_of(as_role("staff", "ar"), minutes)
    assert "يوم الأسبوع في المصدر (الاثنين) لا يوافق التاريخ: ٢٠ يوليو ٢٠٢٢م يوم الأربعاء." in body
    assert "كما في البيان التجريبي" in body
    Forum.objects.update(date_standing="clear")
    assert "لا يوافق" not in record_of(as_role("staff", "ar"), minutes)


def test_the_path_shows_revisions_reasons_and_answers(minutes, world, as_role):
    approve(minutes, world.manager)
    approve(minutes, world.manager, number=2, reason="تصحيح تجريبي")
    words = plain(record_of(as_role("manager", "ar"), minutes))
    assert "اعتُمدت النسخة ١" in words
    assert "اعتُمدت النسخة ٢" in words
    assert "تصحيح تجريبي — اعتُمد مع تنبيه واحد: سبب تجريبي للتاريخ" in words
    assert "التوصيات المُحالة: ١ من ٢" in words
    assert "ردود الجهات: ٠ من ١" in words


def test_neighbours_of_the_thread_but_no_foreign_ones(minutes, world, as_role):
    earlier = ForumFactory(programme=world.programme, title_en="Earlier forum")
    foreign = ForumFactory(programme=world.other_programme, title_en="Foreign forum")
    ForumFactory(programme=world.programme, title_en="Later forum", continues=minutes.forum)
    minutes.forum.reviews.add(earlier, foreign)
    words = plain(record_of(as_role("staff"), minutes))
    assert "Reviews the outcomes of (1) Earlier forum" in words
    assert "Continued by (1) Later forum" in words
    assert "Foreign forum" not in words


def test_a_foreign_ask_on_the_output_is_not_shown(minutes, world, as_role):
    before = plain(record_of(as_role("staff"), minutes))
    RecommendationFactory(programme=world.other_programme, sources=[minutes.outputs.first()], number=99)
    assert plain(record_of(as_role("staff"), minutes)) == before


def test_the_same_queries_for_few_rows_and_many(minutes, world, as_role):
    approve(minutes, world.manager)
    client = as_role("manager")
    record_of(client, minutes)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            record_of(client, minutes)
        return len(counted)

    few = queries()
    for _row in range(15):
        output = OutputFactory(minutes=minutes)
        output.themes.set(Theme.objects.all())
        AddresseeFactory(recommendation=RecommendationFactory(programme=world.programme, sources=[output]))
        AttendanceFactory(forum=minutes.forum, rank=Rank.objects.first(), institution=world.institution)
        AcknowledgementFactory(forum=minutes.forum)
        minutes.forum.reviews.add(ForumFactory(programme=world.programme))
    AttendanceTotal.objects.create(forum=minutes.forum, dimension="sex", key="m", count=3)
    assert queries() == few <= 12


def test_a_planned_forum_says_what_to_write_first(world, as_role):
    later = timezone.localdate() + datetime.timedelta(days=30)
    minutes = MinutesFactory(forum__programme=world.programme, forum__date=later)
    words = plain(record_of(as_role("staff", "ar"), minutes))
    assert "مخطَّط له" in words
    assert "تسجيل الحضور" in words
    assert "تدوين ما قيل" in words
