"""The editor's second step, as a page without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.arabic import fold, fold_bare
from forums.models import Attendance
from forums.services import attendance as service
from participants.models import Category, Person, Rank

from ..factories import AttendanceFactory, MinutesFactory, PersonFactory

pytestmark = pytest.mark.django_db

LINE = {"category": "media", "part": "participant", "presence": "present"}


@pytest.fixture
def forum(world):
    Rank.objects.filter(code="colonel").update(name_ar="عقيد", spellings="العقيد")
    return MinutesFactory(forum__programme=world.programme).forum


def url(name, forum):
    return reverse(f"forums:{name}", args=[forum.public_id])


def text(response):
    return response.content.decode()


def test_rank_is_taken_off_the_name_and_shown(forum, as_role):
    client = as_role("staff", "ar")
    answer = client.post(url("attendance", forum), LINE | {"q": "العقيد سالم المثال", "post": "مدير المثال"})
    row = Attendance.objects.get()
    assert (row.person.name_ar, row.rank.code, row.post) == ("سالم المثال", "colonel", "مدير المثال")
    assert str(row.public_id) in answer.url
    page = text(client.get(answer.url))
    assert "أُضيف إلى الكشف" in page
    assert "عقيد سالم المثال" in page
    assert "autofocus" in page[page.index('name="q"') - 200 : page.index('name="q"') + 400]


def test_names_of_people_do_not_lie_in_cookies(forum, as_role):
    client = as_role("staff", "ar")
    client.post(url("attendance", forum), LINE | {"q": "سالم المثال"}, follow=True)
    assert not any("سالم" in cookie.value or "\\u0633" in cookie.value for cookie in client.cookies.values())


def test_an_office_can_stand_for_a_person(forum, as_role):
    as_role("staff").post(url("attendance", forum), LINE | {"q": "المحامي العام الأول", "by_office": "on"})
    person = Person.objects.get()
    assert (person.name_ar, person.known_as) == ("", "المحامي العام الأول")


def known_person(world, name="سالم صالح المثال"):
    other = MinutesFactory(forum__programme=world.programme).forum
    person = PersonFactory(name_ar=name, folded=fold(name), folded_bare=fold_bare(name))
    AttendanceFactory(forum=other, person=person)
    return person


def test_whoever_may_be_meant_is_asked_about_and_nothing_is_lost(world, forum, as_role):
    person = known_person(world)
    client = as_role("staff", "ar")
    line = LINE | {"q": "سالم صالح المثال", "post": "صفة لا تضيع"}
    page = text(client.post(url("attendance", forum), line))
    assert "في الدليل أشخاص بمثل هذا الاسم" in page
    assert f'value="{person.public_id}"' in page
    assert "صفة لا تضيع" in page
    assert not forum.attendances.exists()
    client.post(url("attendance", forum), line | {"person": str(person.public_id)})
    assert forum.attendances.get().person == person


def test_two_people_of_one_name_are_normal(world, forum, as_role):
    person = known_person(world)
    as_role("staff").post(url("attendance", forum), LINE | {"q": person.name_ar, "person": "new"})
    assert forum.attendances.get().person != person


def test_a_foreign_person_cannot_be_chosen(world, forum, as_role):
    foreign = AttendanceFactory(forum=MinutesFactory(forum__programme=world.other_programme).forum).person
    for key in (str(foreign.public_id), "not-an-id"):
        as_role("staff").post(url("attendance", forum), LINE | {"q": "سالم المثال", "person": key})
    assert not Attendance.objects.filter(forum=forum, person=foreign).exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"q": ""}, "تُرجى كتابة الاسم، أو المنصب"),
        ({"category": ""}, "هذا الحقل مطلوب"),
        ({"sex_known": "f"}, "اختيار"),
        ({"q": "سالم \u202eالمثال"}, "علامات"),
        ({"post": "ص" * 301}, "٣٠٠"),
        ({"category": "no-such"}, "اختيار"),
    ],
)
def test_what_is_wrong_is_said_in_arabic(forum, as_role, given, said):
    page = text(as_role("staff", "ar").post(url("attendance", forum), LINE | {"q": "سالم المثال"} | given))
    assert said in page
    assert not forum.attendances.exists()


def test_a_line_is_mended_removed_and_put_back(world, forum, as_role):
    row = AttendanceFactory(forum=forum)
    client = as_role("staff", "ar")
    client.post(f"{url('attendance', forum)}?edit={row.public_id}", LINE | {"post": "صفة", "version": 1})
    row.refresh_from_db()
    assert row.post == "صفة"
    for _again in range(2):
        answer = client.post(reverse("forums:remove_attendance", args=[row.public_id]))
        assert "أُزيل من الكشف" in text(client.get(answer.url))
    assert not forum.attendances.kept().exists()
    client.post(reverse("forums:restore_attendance", args=[row.public_id]))
    assert forum.attendances.kept().get() == row


def test_a_line_that_somebody_else_mended_is_compared(world, forum, as_role):
    row = AttendanceFactory(forum=forum)
    service.edit_attendance(actor=world.staff, attendance=row, expected=1, post="صفتهم")
    page = text(
        as_role("staff", "ar").post(
            f"{url('attendance', forum)}?edit={row.public_id}", LINE | {"post": "صفتي", "version": 1}
        )
    )
    assert "حُفظ في هذه الأثناء" in page
    assert "صفتهم" in page
    assert "صفتي" in page


def test_thanks_and_counts_have_forms_of_their_own(world, forum, as_role):
    person = AttendanceFactory(forum=forum).person
    client = as_role("staff", "ar")
    client.post(url("add_thanks", forum), {"whom": str(person.public_id), "reason": "دعمه"})
    client.post(url("add_thanks", forum), {"whom": "BODY", "reason": "استضافتها"})
    assert [one.reason for one in forum.acknowledgements.all()] == ["دعمه", "استضافتها"]
    assert "هذا الحقل مطلوب" in text(client.post(url("add_thanks", forum), {"whom": "BODY"}))
    client.post(url("record_total", forum), {"key": "sex:f", "count": "٧"})
    assert forum.totals.get().count == 7
    client.post(reverse("forums:withdraw_thanks", args=[forum.acknowledgements.first().public_id]))
    assert forum.acknowledgements.get().reason == "استضافتها"


def test_rows_of_a_foreign_forum_do_not_exist(world, as_role):
    row = AttendanceFactory(forum=MinutesFactory(forum__programme=world.other_programme).forum)
    client = as_role("staff")
    for name in ("remove_attendance", "restore_attendance"):
        assert client.post(reverse(f"forums:{name}", args=[row.public_id])).status_code == 404
    own = MinutesFactory(forum__programme=world.programme).forum
    assert client.get(f"{url('attendance', own)}?edit={row.public_id}").status_code == 404


def test_a_manager_reads_and_does_not_write(world, forum, as_role):
    row = AttendanceFactory(forum=forum)
    assert (
        as_role("manager").post(reverse("forums:remove_attendance", args=[row.public_id])).status_code == 404
    )
    row.refresh_from_db()
    assert row.removed_at is None


def test_the_page_asks_the_database_as_often_for_three_lines_as_for_one(world, forum, as_role):
    client = as_role("staff")
    client.get(url("attendance", forum))  # the first request of a session writes it
    counts = []
    for lines in (1, 2):
        for _line in range(lines):
            AttendanceFactory(
                forum=forum, category=Category.objects.get(code="media"), rank=Rank.objects.first()
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(url("attendance", forum))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
