"""Inviting institutions by letters, one each, in one act; what they answered; who does and sees that."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEntry
from recommendations.models import Letter
from recommendations.services.invitations import counted_on, invite_by_letter, take_down_reply

from ..factories import ForumInvitationFactory, InstitutionFactory, LetterFactory, MinutesFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 7, 1)


@pytest.fixture
def forum(world):
    day = timezone.localdate() + datetime.timedelta(days=9)
    forum = MinutesFactory(
        forum__programme=world.programme,
        forum__date=day,
        forum__venue="قاعة المدينة",
        forum__title_ar="لقاء قادم",
    ).forum
    forum.agenda.create(title="افتتاح")
    return forum


@pytest.fixture
def listed(world, forum):
    other = InstitutionFactory(name_ar="جهة ثانية")
    return [
        ForumInvitationFactory(forum=forum, institution=row, invited_on=None)
        for row in (world.institution, other)
    ]


def invite(actor, forum, listed, **fields):
    given = {"day": DAY, "number": "15/2026", "subject": "دعوة", "body": "نص", "signatory": "المنسق"} | fields
    return invite_by_letter(actor=actor, forum=forum, invitations=listed, **given)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("15/2026", "16/2026"),
        ("م/009/2026", "م/010/2026"),
        ("1448/99", "1448/100"),
        ("2026", "2026"),
        ("بلا", "بلا"),
    ],
)
def test_numbers_count_on_and_years_do_not(first, second):
    assert counted_on(first, 0) == first
    assert counted_on(first, 1) == second


def test_one_act_makes_a_letter_each_and_marks_all_as_invited(world, forum, listed):
    letters = invite(world.staff, forum, listed, addressed={listed[0].pk: "مدير المكتب"})
    assert [(row.number, row.addressed_to) for row in letters] == [
        ("15/2026", "مدير المكتب"),
        ("16/2026", ""),
    ]
    assert {row.institution for row in letters} == {row.institution for row in listed}
    assert all(row.forum == forum and row.purpose == "invitation" for row in letters)
    assert {row.invited_on for row in forum.invitations.all()} == {DAY}
    assert AuditEntry.objects.filter(action="forums.mark_invited", subject=forum.public_id).count() == 2


def test_nobody_is_invited_twice_or_without_being_chosen(world, forum, listed):
    with pytest.raises(ValidationError):
        invite(world.staff, forum, [])
    invite(world.staff, forum, listed)
    with pytest.raises(ValidationError):
        invite(world.staff, forum, listed, number="30/2026")
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("name", ["manager", "reviewer", "donor", "auditor", "foreign_staff"])
def test_letters_are_written_by_staff(world, forum, listed, name):
    with pytest.raises(PermissionDenied):
        invite(world.users[name], forum, listed)
    assert not Letter.objects.exists()


def test_a_reply_by_letter_answers_the_invitation(world, forum, listed):
    out, _other = invite(world.staff, forum, listed)
    invitation = forum.invitations.get(pk=listed[0].pk)
    reply = {"actor": world.staff, "invitation": invitation, "reply": "coming", "replied_on": DAY}
    letter = take_down_reply(**reply, delegate="العقيد التجريبي", letter_number="7")
    assert (letter.direction, letter.purpose, letter.in_reply_to) == ("in", "delegate", out)
    with pytest.raises(ValidationError) as refusal:
        take_down_reply(**reply, letter_number="7")
    assert "letter_number" in refusal.value.message_dict
    assert take_down_reply(**reply) is None


def test_the_page_proposes_the_words_and_makes_the_letters(world, forum, listed, as_role):
    client, path = as_role("staff"), reverse("recommendations:invitations", args=[forum.public_id])
    form = client.get(path).context["form"]
    proposed = form["body"].value()
    assert all(words in proposed for words in ("قاعة المدينة", "1. افتتاح", "«لقاء قادم»"))
    typed = {"number": "3", "day": "1/11/2026", "subject": "دعوة", "body": proposed, "signatory": "المنسق"}
    chosen = listed[1].public_id
    assert client.post(path, typed | {f"to_{chosen}": "on", f"post_{chosen}": "المدير"}).status_code == 302
    assert Letter.objects.get().addressed_to == "المدير"
    assert forum.invitations.get(invited_on=None) == listed[0]
    page = client.get(path).content.decode()
    assert reverse("reports:letter_pdf", args=[Letter.objects.get().public_id]) in page


def test_a_manager_marks_and_takes_down_but_writes_no_letters(world, forum, listed, as_role):
    client, path = as_role("manager"), reverse("recommendations:invitations", args=[forum.public_id])
    assert "Make the letters" not in client.get(path).content.decode()
    mark = reverse("recommendations:mark_invited", args=[listed[0].public_id])
    assert client.post(mark).status_code == 302
    reply = reverse("recommendations:reply", args=[listed[0].public_id])
    assert client.post(reply, {"reply": "declined", "replied_on": "1/11/2026"}).status_code == 302
    listed[0].refresh_from_db()
    assert (listed[0].reply, listed[0].invited_on) == ("declined", timezone.localdate())


def test_only_what_was_written_here_is_a_pdf(world, as_role):
    letter = LetterFactory(programme=world.programme, institution=world.institution)
    assert as_role("staff").get(reverse("reports:letter_pdf", args=[letter.public_id])).status_code == 404
