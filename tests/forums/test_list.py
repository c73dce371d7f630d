"""The list of forums: what its rows say, what its filters offer, and that it tells nothing of foreign forums."""

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from forums.models import AttendanceTotal, Forum, Minutes
from forums.overview import Stage, stage_of, with_counts, with_stage
from forums.presentation import forum_count, output_count, people_count, recommendation_count
from participants.models import Place
from tests.factories import (
    AttendanceFactory,
    MembershipFactory,
    MinutesFactory,
    OutputFactory,
    ProgrammeFactory,
    RecommendationFactory,
)

URL = "/forums/"


def page(client, query=""):
    """The body of the list without what is random on every page."""
    response = client.get(URL + query)
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.fixture
def minutes(world):
    """Approved minutes of a forum in Aden, with three present, two outputs and one recommendation of both."""
    minutes = MinutesFactory(
        forum__programme=world.programme,
        forum__code="TST-2022-F18",
        forum__title_ar="المنتدى الثامن عشر في المنطقة",
        forum__title_en="",
        forum__folded="المنتدي الثامن عشر في المنطقه tst 2022 f18 18",
        forum__kind="forum",
        forum__place=Place.objects.get(code="YE2401"),
        state=Minutes.State.APPROVED,
        revision=1,
    )
    AttendanceFactory.create_batch(3, forum=minutes.forum)
    AttendanceFactory(forum=minutes.forum, presence="not_listed")
    AttendanceFactory(forum=minutes.forum, removed_at=timezone.now())
    outputs = OutputFactory.create_batch(2, minutes=minutes)
    OutputFactory(minutes=minutes, removed_at=timezone.now())
    RecommendationFactory(programme=world.programme, sources=outputs)
    RecommendationFactory(programme=world.programme, sources=outputs, standing="withdrawn")
    return minutes


def test_row_counts_each_thing_once(minutes):
    forum = with_counts(Forum.objects.all()).get()
    assert (forum.present, forum.output_count, forum.recommendation_count) == (3, 2, 1)


def test_bare_totals_count_by_their_largest_dimension(minutes):
    for dimension, key, count in (("sex", "f", 4), ("sex", "m", 6), ("category", "media", 7)):
        AttendanceTotal.objects.create(forum=minutes.forum, dimension=dimension, key=key, count=count)
    assert with_counts(Forum.objects.all()).get().present == 3 + 10


@pytest.mark.parametrize(
    ("state", "days", "written", "stage"),
    [
        ("draft", 5, False, Stage.PLANNED),
        ("draft", None, False, Stage.PLANNED),
        ("draft", -5, False, Stage.HELD),
        ("draft", -5, True, Stage.DRAFT),
        ("submitted", -5, True, Stage.SUBMITTED),
        ("approved", -5, True, Stage.APPROVED),
        ("amending", -5, True, Stage.AMENDING),
    ],
)
def test_stage_from_day_rows_and_state(db, state, days, written, stage):
    day = None if days is None else timezone.localdate() + datetime.timedelta(days=days)
    minutes = MinutesFactory(forum__date=day, state=state)
    if written:
        OutputFactory(minutes=minutes)
    forum = with_stage(Forum.objects.all()).get()
    assert forum.stage == stage
    assert stage_of(forum, written=written) == stage


def test_row_in_arabic(minutes, as_role):
    body = page(as_role("staff", "ar"))
    for words in (
        "المنتدى الثامن عشر",
        "TST-2022-F18",
        "منتدى حواري",
        "معتمد",
        "٢٠/\u200f٧/\u200f٢٠٢٢م",
        "منتدى واحد",
        "محضر جديد",
    ):
        assert words in body
    assert "محل شك" not in body
    Forum.objects.update(date_standing="kept")
    assert "محل شك" in page(as_role("staff", "ar"))


def test_untranslated_title_keeps_its_language(minutes, as_role):
    assert 'lang="ar" dir="rtl">المنتدى الثامن عشر' in page(as_role("staff", "en"))


def test_only_staff_is_offered_new_minutes(minutes, as_role):
    assert "New minutes" in page(as_role("staff"))
    assert "New minutes" not in page(as_role("manager"))


@pytest.mark.parametrize("role", ["reviewer", "donor", "auditor", "administrator", "superuser", "roleless"])
def test_no_list_without_the_right(world, as_role, role):
    assert as_role(role).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=المنتدي الثامن عشر", True),
        ("?q=tst-2022-f18", True),
        ("?q=٢٠٢٢ عَشَر", True),
        ("?q=تدشين", False),
        ("?kind=forum", True),
        ("?kind=launch", False),
        ("?stage=approved", True),
        ("?stage=reached", True),
        ("?stage=draft", False),
        ("?place=YE2401", True),
        ("?since=٢٠ يوليو ٢٠٢٢&until=20/7/2022", True),
        ("?since=21/7/2022", False),
    ],
)
def test_filters(minutes, as_role, query, found):
    assert ("TST-2022-F18" in page(as_role("staff"), query)) is found


def test_a_date_that_is_not_understood_is_said(minutes, as_role):
    body = page(as_role("staff", "ar"), "?since=غدا ربما")
    assert "لم يُفهم التاريخ" in body
    assert "TST-2022-F18" in body


def test_empty_list_says_what_to_do(world, as_role):
    assert "البداية من بيانات اللقاء" in page(as_role("staff", "ar"))
    assert "تظهر المنتديات هنا فور إدخالها" in page(as_role("manager", "ar"))
    assert "No forum has been entered yet." in page(as_role("staff"))
    assert "No forum fits these filters." in page(as_role("staff"), "?q=zzz")


def test_twenty_five_a_page_newest_first(world, as_role):
    for day in range(1, 29):
        MinutesFactory(forum__programme=world.programme, forum__date=datetime.date(2022, 2, day))
    codes = list(Forum.objects.order_by("-date").values_list("code", flat=True))
    shown = re.findall(r'class="code">([^<]+)<', page(as_role("staff")))
    assert shown == codes[:25]
    assert re.findall(r'class="code">([^<]+)<', page(as_role("staff"), "?page=2")) == codes[25:]


def test_the_same_queries_for_one_row_and_many(world, as_role):
    client = as_role("staff")
    page(client)

    def queries_with(rows):
        for _row in range(rows):
            minutes = MinutesFactory(forum__programme=world.programme)
            AttendanceFactory(forum=minutes.forum)
            RecommendationFactory(programme=world.programme, sources=[OutputFactory(minutes=minutes)])
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    first = queries_with(1)
    assert queries_with(20) == first <= 10


@pytest.mark.parametrize(
    "query", ["", "?q=لقاء", "?stage=draft", "?place=YE2402", "?kind=dialogue", "?page=1"]
)
@pytest.mark.parametrize("role", ["staff", "manager"])
def test_a_foreign_forum_changes_nothing(world, minutes, as_role, role, query):
    client = as_role(role, "ar")
    before = page(client, query)
    foreign = MinutesFactory(
        forum__programme=world.other_programme, forum__place=Place.objects.get(code="YE2402")
    )
    RecommendationFactory(
        programme=world.other_programme, sources=[OutputFactory(minutes=foreign)], kind="demand"
    )
    AttendanceFactory(forum=foreign.forum)
    assert page(client, query) == before


def test_programme_filter_only_with_several_and_only_own(world, minutes, as_role):
    assert 'name="programme"' not in page(as_role("staff"))
    second = ProgrammeFactory(title_en="Second programme")
    MembershipFactory(user=world.staff, role="staff", programme=second)
    body = page(as_role("staff"))
    assert "Second programme" in body
    assert "Foreign programme" not in body
    assert "TST-2022-F18" not in page(as_role("staff"), f"?programme={second.public_id}")
    foreign, absent = str(world.other_programme.public_id), str(uuid.uuid4())
    answers = [
        page(as_role("staff"), f"?programme={wanted}").replace(wanted, "") for wanted in (foreign, absent)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("function", "forms"),
    [
        (forum_count, ["لا منتديات", "منتدى واحد", "منتديان", "3 منتديات", "11 منتدى", "100 منتدى"]),
        (people_count, ["لا مشاركين", "مشارك واحد", "مشاركان", "3 مشاركين", "11 مشاركًا", "100 مشارك"]),
        (output_count, ["لا مخرجات", "مخرج واحد", "مخرجان", "3 مخرجات", "11 مخرجًا", "100 مخرج"]),
        (recommendation_count, ["لا توصيات", "توصية واحدة", "توصيتان", "3 توصيات", "11 توصية", "100 توصية"]),
    ],
)
def test_six_plural_forms(function, forms):
    with override("ar"):
        assert [function(count) for count in (0, 1, 2, 3, 11, 100)] == forms
