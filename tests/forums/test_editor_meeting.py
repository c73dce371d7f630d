"""The editor's first step and the decision about a date, as pages."""

import datetime

import pytest
from django.urls import reverse

from forums.models import Forum
from forums.services import forums as service

from ..factories import ForumFactory, MinutesFactory

pytestmark = pytest.mark.django_db

MEETING = {
    "programme": "TST", "kind": "closing", "level": "governorate", "title_ar": "لقاء تجريبي",
    "date": "الاثنين ٢٠ يوليو ٢٠٢٢", "place": "YE24", "disclosure": "chatham", "days": "٢", "starts_at": "٩:٣٠",
}  # fmt: skip


def url(name, forum):
    return reverse(f"forums:{name}", args=[forum.public_id])


def text(response):
    return response.content.decode()


@pytest.fixture
def forum(world):
    """A forum whose weekday does not fit."""
    return service.create_forum(
        actor=world.staff,
        programme=world.programme,
        kind="closing",
        title_ar="لقاء تجريبي",
        date=datetime.date(2022, 7, 20),
        date_as_written="الاثنين ٢٠ يوليو ٢٠٢٢",
        weekday_as_written=0,
    )


def test_nothing_that_binds_is_chosen_and_nothing_is_remembered_by_browsers(as_role):
    page = text(as_role("staff").get(reverse("forums:add")))
    assert '<option value="TST" selected' in page
    for field in ("kind", "level", "place"):
        start = page.index(f'<select name="{field}"')
        assert " selected" not in page[start : page.index("</select>", start)].replace(
            'value="" selected', ""
        ), field
    for field in ("title_ar", "date", "venue", "focus", "summary"):
        start = page.index(f'name="{field}"')
        assert 'autocomplete="off"' in page[start : page.index(">", start)], field


def test_a_forum_is_opened_by_typing(world, as_role):
    answer = as_role("staff", "ar").post(reverse("forums:add"), MEETING)
    forum = Forum.objects.get()
    assert answer.url == url("decide_date", forum)
    assert (forum.date, forum.weekday_as_written, forum.date_standing) == (
        datetime.date(2022, 7, 20),
        0,
        "undecided",
    )
    assert (forum.date_as_written, forum.days, forum.starts_at) == (MEETING["date"], 2, datetime.time(9, 30))
    assert forum.place.code == "YE24"


@pytest.mark.parametrize(
    "typed", ["20/7/2022", "٢٠/٧/٢٠٢٢", "2022-07-20", "٢٠ تموز ٢٠٢٢", "۲۰ يوليو ۲۰۲۲م", "20 July 2022"]
)
def test_a_date_may_be_written_in_any_form(world, as_role, typed):
    answer = as_role("staff").post(reverse("forums:add"), MEETING | {"date": typed})
    forum = Forum.objects.get()
    assert forum.date == datetime.date(2022, 7, 20)
    assert answer.url == url("attendance", forum)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"date": "قبل العيد"}, "لم يُفهم التاريخ"),
        ({"date": "٢٠ يوليو"}, "التاريخ ناقص أو يحتمل قراءتين"),
        ({"date": "٣١ يونيو ٢٠٢٢"}, "لا يوجد يوم كهذا في التقويم"),
        ({"occasion_date": "يومًا ما"}, "لم يُفهم التاريخ"),
        ({"starts_at": "ضحى"}, "تُرجى كتابة الوقت بالساعة والدقائق"),
        ({"starts_at": "١١:٠٠", "ends_at": "٩:٠٠"}, "وقت الانتهاء يسبق وقت البدء"),
        ({"number": "الأول"}, "تُرجى كتابة عدد صحيح"),
        ({"title_ar": "", "kind": ""}, "هذا الحقل مطلوب"),
        ({"title_ar": "لقاء \u202eمقلوب"}, "علامات"),
    ],
)
def test_what_is_wrong_is_said_in_arabic_and_nothing_typed_is_lost(world, as_role, given, said):
    long = "كلمة 🌿 " * 600
    page = text(as_role("staff", "ar").post(reverse("forums:add"), MEETING | {"summary": long} | given))
    assert said in page
    assert long.strip() in page
    assert not Forum.objects.exists()


def test_an_empty_form_is_answered_with_words(as_role):
    page = text(as_role("staff", "ar").post(reverse("forums:add"), {}))
    assert "تُرجى مراجعة ما يأتي" in page
    assert not Forum.objects.exists()


def test_somebody_elses_saving_is_shown_and_can_be_overwritten(world, forum, as_role):
    seen = {**MEETING, "version": forum.version, "venue": "قاعتي"}
    service.update_meeting(actor=world.staff, forum=forum, expected=forum.version, venue="قاعتهم")
    client = as_role("staff", "ar")
    page = text(client.post(url("meeting", forum), seen))
    assert "حُفظ في هذه الأثناء" in page
    assert "قاعتي" in page
    assert "قاعتهم" in page
    forum.refresh_from_db()
    assert forum.venue == "قاعتهم"
    assert f'name="version" value="{forum.version}"' in page
    client.post(url("meeting", forum), seen | {"version": forum.version})
    forum.refresh_from_db()
    assert forum.venue == "قاعتي"


def test_saving_again_does_not_undo_a_decision_about_the_date(world, forum, as_role):
    day = datetime.date(2022, 7, 18)
    service.decide_date(
        actor=world.staff, forum=forum, expected=forum.version, decision="corrected", date=day, reason="سبب"
    )
    as_role("staff").post(url("meeting", forum), MEETING | {"version": forum.version, "venue": "قاعة"})
    forum.refresh_from_db()
    assert (forum.venue, forum.date, forum.date_standing) == ("قاعة", day, "corrected")


def test_the_decision_offers_what_fits_and_chooses_nothing(forum, as_role):
    page = text(as_role("staff", "ar").get(url("decide_date", forum)))
    assert "يذكر المصدر يوم الاثنين، غير أن ٢٠ يوليو ٢٠٢٢م كان يوم الأربعاء" in page
    assert "الاثنين ٢٠ يونيو ٢٠٢٢م" in page
    assert page.count('type="radio"') >= 5
    assert "checked" not in page


@pytest.mark.parametrize(
    ("given", "standing", "day"),
    [
        ({"decision": "kept"}, "kept", 20),
        ({"decision": "confirmed"}, "confirmed", 20),
        ({"decision": "2022-07-18", "reason": "دفتر الحضور"}, "corrected", 18),
        ({"decision": "other", "other": "١٩ يوليو ٢٠٢٢", "reason": "رسالة"}, "corrected", 19),
    ],
)
def test_each_decision_is_recorded(forum, as_role, given, standing, day):
    answer = as_role("staff").post(url("decide_date", forum), given | {"version": forum.version})
    forum.refresh_from_db()
    assert answer.url == url("attendance", forum)
    assert (forum.date_standing, forum.date.day) == (standing, day)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "هذا الحقل مطلوب"),
        ({"decision": "2022-07-18"}, "التصحيح يحتاج إلى سبب"),
        ({"decision": "other", "reason": "رسالة"}, "تُرجى كتابة التاريخ"),
        ({"decision": "other", "other": "يومًا", "reason": "رسالة"}, "لم يُفهم التاريخ"),
        ({"decision": "2022-07-19", "reason": "ليس مما عُرض"}, "اختيار"),
    ],
)
def test_a_decision_that_lacks_something_is_asked_for_it(forum, as_role, given, said):
    page = text(as_role("staff", "ar").post(url("decide_date", forum), given | {"version": forum.version}))
    assert said in page
    forum.refresh_from_db()
    assert forum.date_standing == "undecided"


def test_the_words_under_the_date_come_while_it_is_typed(as_role):
    client = as_role("staff", "ar")
    address = reverse("forums:read_date")
    assert "الأربعاء ٢٠ يوليو ٢٠٢٢م" in text(client.get(address, {"date": "20/7/2022"}))
    assert text(client.get(address, {"date": "20/7"})).strip() == ""


@pytest.mark.parametrize("name", ["meeting", "attendance", "outputs", "check", "decide_date"])
@pytest.mark.parametrize(
    "role", ["foreign_staff", "foreign_manager", "reviewer", "donor", "auditor", "superuser"]
)
def test_the_editor_of_a_foreign_forum_does_not_exist(world, as_role, name, role):
    forum = MinutesFactory(forum__programme=world.programme).forum
    client = as_role(role)
    foreign = client.get(url(name, forum))
    absent = client.get(reverse(f"forums:{name}", args=["00000000-0000-4000-8000-000000000000"]))
    assert foreign.status_code == absent.status_code == 404


def test_a_foreign_forum_cannot_be_continued(world, as_role):
    foreign = ForumFactory(programme=world.other_programme)
    page = as_role("staff").post(reverse("forums:add"), MEETING | {"continues": str(foreign.public_id)})
    assert page.status_code == 200
    assert foreign.title_ar not in text(page)
    assert not Forum.objects.filter(programme=world.programme).exists()


def test_closed_minutes_lead_to_the_record_with_a_word(world, as_role):
    forum = MinutesFactory(forum__programme=world.programme, state="submitted").forum
    client = as_role("staff", "ar")
    for name in ("meeting", "attendance", "outputs"):
        answer = client.get(url(name, forum))
        assert answer.url == url("detail", forum)
    assert "يُرجى سحبه أولًا" in text(client.get(answer.url))
    assert client.post(url("meeting", forum), MEETING | {"version": 1}).url == url("detail", forum)


@pytest.mark.parametrize("step", ["meeting", "attendance", "outputs", "add_thanks", "record_total"])
def test_closed_minutes_say_so_before_they_look_at_what_was_typed(world, as_role, step):
    closed = MinutesFactory(forum__programme=world.programme, state="submitted").forum
    answer = as_role("staff", "ar").post(url(step, closed), follow=True)
    assert answer.redirect_chain == [(url("detail", closed), 302)]
    assert "المحضر مرفوع للاعتماد. لمتابعة الكتابة" in text(answer)


def test_the_date_of_approved_minutes_is_not_asked_about(world, as_role):
    closed = MinutesFactory(forum__programme=world.programme, state="approved").forum
    client = as_role("staff", "ar")
    for answer in (client.get(url("decide_date", closed)), client.post(url("decide_date", closed))):
        assert (answer.status_code, answer.url) == (302, url("detail", closed))
