"""A pasted column of names: what each line is taken for, adding all at once, and taking all out again."""

import pytest
from django.urls import reverse

from common.arabic import fold, fold_bare
from common.models import AuditEntry
from common.versions import StaleVersion
from forums.services.pasting import enlist_many
from participants.models import Category, Honorific, Person, Rank

from ..factories import AttendanceFactory, InstitutionFactory, MinutesFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(world):
    Rank.objects.filter(code="colonel").update(name_ar="عقيد", spellings="العقيد")
    Category.objects.filter(code="media").update(name_ar="إعلام")
    return MinutesFactory(forum__programme=world.programme).forum


@pytest.fixture
def client(as_role):
    return as_role("staff", "ar")


def url(name, forum):
    return reverse(f"forums:{name}", args=[forum.public_id])


def text(response):
    return response.content.decode()


def known_person(world, name, **fields):
    person = PersonFactory(name_ar=name, folded=fold(name), folded_bare=fold_bare(name))
    AttendanceFactory(forum=MinutesFactory(forum__programme=world.programme).forum, person=person, **fields)
    return person


def preview(client, forum, lines):
    return client.post(url("paste", forum), {"text": "\n".join(lines)})


def send(client, forum, lines, **given):
    """The preview as it is shown, sent with what else is chosen."""
    shown = preview(client, forum, lines)
    data = {"text": "\n".join(lines), "version": shown.context["minutes"].version, "add": "1"}
    for line in shown.context["pasted"].lines:
        data |= {f"{line.form.prefix}-{name}": line.form[name].value() or "" for name in line.form.fields}
    return client.post(url("paste", forum), data | given)


LINES = ["1- العقيد سالم صالح المثال - مدير قسم المثال", "منى تجربة السطر، إعلام 777123456"]


def test_what_stands_around_a_name_is_taken_off_and_nothing_is_added_yet(forum, client):
    page = text(preview(client, forum, LINES))
    assert 'value="سالم صالح المثال"' in page
    assert 'value="مدير قسم المثال"' in page
    assert "تخمين" in page
    assert "777123456" not in page.replace(LINES[1], "")
    assert not forum.attendances.exists()


def test_a_category_beside_a_name_is_no_form_of_address(forum, client, world):
    """«ناشط» is both in the lists."""
    Category.objects.filter(code="media").update(name_ar="ناشط", name_ar_feminine="ناشطة")
    Honorific.objects.create(code="activist", name_ar="الناشط", name_en="Activist", spellings="الناشطة\nناشط")
    send(client, forum, ["الناشطة سلوى المثال، ناشط"])
    row = forum.attendances.get()
    assert (row.person.name_ar, row.category.code, row.honorific.code) == ("سلوى المثال", "media", "activist")


def test_the_institution_that_was_read_can_be_put_right_at_once(forum, client):
    InstitutionFactory(code="ONE", name_ar="مكتب المثال")
    InstitutionFactory(code="TWO", name_ar="إدارة المثال")
    lines = ["سالم المثال، مدير مكتب المثال"]
    [line] = preview(client, forum, lines).context["pasted"].lines
    assert line.form["institution"].value() == "ONE"
    send(client, forum, lines, usual="media", **{"line0-institution": "TWO"})
    assert forum.attendances.get().institution.code == "TWO"


def test_all_are_added_in_one_act_and_taken_out_by_one(forum, client):
    answer = send(client, forum, LINES, usual="media")
    rows = list(forum.attendances.kept().order_by("position"))
    assert [(row.person.name_ar, row.post, row.category.code) for row in rows] == [
        ("سالم صالح المثال", "مدير قسم المثال", "media"),
        ("منى تجربة السطر", "", "media"),
    ]
    assert rows[0].rank.code == "colonel"
    assert (rows[0].person.sex, rows[0].person.phone) == ("", "")
    assert "من القائمة الملصقة" in text(client.get(answer.url))
    for _again in range(2):
        client.post(url("undo_paste", forum))
    assert not forum.attendances.kept().exists()
    assert AuditEntry.objects.filter(action="forums.remove_many").count() == 1


def test_the_same_list_twice_adds_nobody_twice(forum, client):
    send(client, forum, LINES, usual="media")
    page = text(preview(client, forum, LINES))
    assert page.count("مدرج في هذا الكشف من قبل") >= 2
    send(client, forum, LINES, usual="media")
    assert forum.attendances.kept().count() == Person.objects.count() == 2


def test_one_sending_twice_adds_nobody_twice(forum, client):
    shown = preview(client, forum, LINES)
    data = {
        "text": "\n".join(LINES),
        "version": shown.context["minutes"].version,
        "add": "1",
        "usual": "media",
    }
    for line in shown.context["pasted"].lines:
        data |= {f"{line.form.prefix}-{name}": line.form[name].value() or "" for name in line.form.fields}
    client.post(url("paste", forum), data)
    again = client.post(url("paste", forum), data)
    assert "تغيّر الكشف" in text(again)
    assert forum.attendances.kept().count() == 2


def test_a_known_person_brings_the_last_time_and_the_line_goes_before_it(world, forum, client):
    body = InstitutionFactory(name_ar="جهة المثال")
    known_person(
        world,
        "سالم صالح المثال",
        post="صفة قديمة",
        institution=body,
        category=Category.objects.get(code="media"),
    )
    page = text(preview(client, forum, ["سالم صالح المثال"]))
    assert "معروف" in page
    send(client, forum, ["سالم صالح المثال"])
    row = forum.attendances.get()
    assert (row.post, row.institution, row.category.code) == ("صفة قديمة", body, "media")
    assert Person.objects.count() == 1


def test_whoever_is_doubtful_is_asked_about_and_nobody_is_added_until_then(world, forum, client):
    known_person(world, "سالم صالح أحمد المثال")
    answer = send(client, forum, ["سالم المثال", "منى تجربة السطر"], usual="media")
    assert "لم يُضَف أحد بعد" in text(answer)
    assert not forum.attendances.exists()
    send(client, forum, ["سالم المثال", "منى تجربة السطر"], usual="media", **{"line0-who": "new"})
    assert forum.attendances.count() == 2


def test_an_office_without_a_name_and_a_line_that_is_left_out(forum, client):
    lines = ["المحامي العام الأول", "سالم صالح المثال"]
    send(client, forum, lines, usual="media", **{"line0-who": "office", "line1-who": "skip"})
    assert forum.attendances.get().person.known_as == "المحامي العام الأول"


def test_a_foreign_person_cannot_be_chosen(world, forum, client):
    foreign = AttendanceFactory(forum=MinutesFactory(forum__programme=world.other_programme).forum).person
    send(client, forum, ["منى تجربة السطر"], usual="media", **{"line0-who": str(foreign.public_id)})
    assert not forum.attendances.exists()


def test_a_refused_line_takes_the_whole_list_back(world, forum):
    media = Category.objects.get(code="media")
    person = PersonFactory()
    lines = [{"category": media, "name_ar": "سالم"}, {"category": media, "person": person}] * 2
    with pytest.raises(Exception, match=r"كشف|list"):
        enlist_many(actor=world.staff, forum=forum, expected=1, lines=[*lines, lines[1]])
    with pytest.raises(StaleVersion):
        enlist_many(actor=world.staff, forum=forum, expected=7, lines=lines[:1])
    assert not forum.attendances.exists()


def test_too_many_lines_are_refused_and_an_empty_text_is_said(forum, client):
    assert "٦٠" in text(preview(client, forum, ["سالم"] * 61))
    assert "لا اسم في أي سطر" in text(preview(client, forum, ["12", "--"]))


def test_two_lines_that_are_nearly_one_newcomer_are_doubtful(forum, client):
    lines = ["سالم صالح محمد المثال", "سالم محمد المثال", "منى تجربة السطر"]
    shown = preview(client, forum, lines)
    first, second, third = shown.context["pasted"].lines
    assert (first.standing, second.standing, third.standing) == ("new", "doubtful", "new")
    assert (second.twin.number, second.twin.written) == (1, lines[0])
    assert second.form["who"].value() == "", "nothing is chosen beforehand"
    assert lines[0] in text(shown)
    assert "السطر ١" in text(shown)


def test_one_person_in_two_spellings_is_added_once(world, forum, client):
    person = known_person(world, "أحمد عبدالله المثال", category=Category.objects.get(code="media"))
    lines = ["أحمد عبدالله المثال", "احمد عبد الله المثال"]
    first, second = preview(client, forum, lines).context["pasted"].lines
    assert (first.standing, second.standing) == ("known", "repeated")
    send(client, forum, lines)
    assert [row.person for row in forum.attendances.all()] == [person]
