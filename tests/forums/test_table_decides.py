"""The rights table alone decides: a letter that is taken out of it is missed on every page of forums that it is about.

Today the same roles hold several letters, so that one check stands behind another. Whoever changes a cell must find
each where it is meant, and no page that goes on because the reader holds something near to it.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.rights import RIGHTS
from common.uploads import Clean
from forums.models import Forum, SignedSheet
from forums.services.freezing import freeze
from forums.services.photos import add_photo, allow_photos
from forums.services.signed_sheets import hand_in_sheet
from tests.accounts.test_offers import offered
from tests.factories import AcknowledgementFactory, AttendanceFactory, MinutesFactory, OutputFactory

pytestmark = pytest.mark.django_db

#: (row, letter) and (reader, state of the minutes) → what the record offers him no more
MISSED = {
    (("future venue", "w"), ("staff", "draft")): {
        *("forums:plan", "recommendations:invitations", "recommendations:brief"),
    },
    (("call list", "x"), ("manager", "draft")): {"forums:call_list"},
    (("minutes approval", "w"), ("manager", "draft")): {"forums:decide_date"},
    (("attachment", "r"), ("staff", "draft")): {"forums:photos"},
    (("response", "w"), ("staff", "approved")): {"recommendations:hearing"},
    (("report internal", "r"), ("manager", "approved")): {"reports:forum_pdf", "reports:prepare_outcomes"},
}


@pytest.fixture
def taken_out(monkeypatch):
    """taken_out(row, letter): nobody holds it any more."""

    def take(data, letter):
        cells = {role: letters.replace(letter, "") for role, letters in RIGHTS[data].items()}
        monkeypatch.setitem(RIGHTS, data, cells)

    return take


@pytest.fixture
def minutes(world, settings, tmp_path):
    """Of a meeting of today with a doubtful date, one person, one thing said, one who is thanked, and an earlier meeting."""
    settings.MEDIA_ROOT = tmp_path
    minutes = MinutesFactory(
        forum__programme=world.programme,
        forum__kind=Forum.Kind.FORUM,
        forum__date=timezone.localdate(),
        forum__date_standing=Forum.DateStanding.UNDECIDED,
    )
    minutes.forum.reviews.add(MinutesFactory(forum__programme=world.programme).forum)
    AttendanceFactory(forum=minutes.forum, person__name_ar="شخص مذكور")
    AcknowledgementFactory(forum=minutes.forum)
    OutputFactory(minutes=minutes)
    return minutes


def stands(minutes, state):
    """As if they had come to this state."""
    revision = 1 if state == "approved" else 0
    type(minutes).objects.filter(pk=minutes.pk).update(state=state, revision=revision)


def record(minutes):
    return reverse("forums:detail", args=[minutes.forum.public_id])


@pytest.mark.parametrize(("cell", "seen_by"), MISSED)
def test_the_record_offers_no_act_of_a_row_that_is_empty(minutes, as_role, taken_out, cell, seen_by):
    reader, state = seen_by
    stands(minutes, state)
    client, acts = as_role(reader), MISSED[cell, seen_by]
    assert acts <= offered(client, record(minutes))
    taken_out(*cell)
    assert not acts & offered(client, record(minutes))


def test_the_record_names_whom_its_reader_may_see_named(minutes, as_role, taken_out):
    client = as_role("staff")
    assert "شخص مذكور" in client.get(record(minutes)).content.decode()
    taken_out("attendance named", "r")
    assert "شخص مذكور" not in client.get(record(minutes)).content.decode()


def test_photos_hang_on_two_rows(world, minutes, as_role, taken_out):
    allow_photos(actor=world.manager, forum=minutes.forum, reason="تقرير المانح")
    page = reverse("forums:photos", args=[minutes.forum.public_id])
    for data, reader, act in (
        ("minutes approval", "manager", "forums:allow_photos"),
        ("attachment", "staff", "forums:add_photo"),
    ):
        assert act in offered(as_role(reader), page)
        taken_out(data, "w")
        assert act not in offered(as_role(reader), page)


def test_nobody_writes_a_row_that_he_does_not_see(world, minutes, as_role, taken_out):
    allow_photos(actor=world.manager, forum=minutes.forum, reason="تقرير المانح")
    photo = add_photo(
        actor=world.staff, forum=minutes.forum, clean=Clean("png", b"\x89PNG picture"), people=[]
    )
    line, thanks = minutes.forum.attendances.get(), minutes.forum.acknowledgements.get()
    client = as_role("staff")
    for data, act, row in (
        ("attendance named", "remove_attendance", line),
        ("forum", "withdraw_thanks", thanks),
        ("forum", "remove_photo", photo),
    ):
        taken_out(data, "r")
        assert client.post(reverse(f"forums:{act}", args=[row.public_id])).status_code == 404


def test_nobody_writes_lines_that_he_does_not_read(minutes, as_role, taken_out):
    client, page = as_role("staff"), reverse("forums:lines", args=[minutes.forum.public_id])
    row = minutes.outputs.get().public_id
    assert client.get(page).status_code == 200
    taken_out("minutes draft", "r")
    assert client.get(page).status_code == 404
    # Of approved minutes each line is read by a letter of its own.
    stands(minutes, "approved")
    assert client.post(reverse("forums:remove_output", args=[row])).status_code == 302
    taken_out("statement", "r")
    assert client.post(reverse("forums:remove_output", args=[row])).status_code == 404


def test_who_reads_drafts_reads_what_became_of_them(world, minutes, taken_out):
    stands(minutes, "approved")
    minutes.refresh_from_db()
    taken_out("minutes approved", "r")
    staff = User.objects.get(pk=world.staff.pk)
    assert staff.has_perm("forums.view_minutes", minutes)
    assert type(minutes).objects.visible_to(staff).filter(pk=minutes.pk).exists()
    taken_out("minutes draft", "r")
    assert not staff.has_perm("forums.view_minutes", minutes)
    assert not type(minutes).objects.visible_to(staff).exists()


def test_a_revision_is_printed_by_who_reads_internal_reports(world, minutes, as_role, taken_out):
    revision = minutes.revisions.create(
        number=1, approved_by=world.manager, approved_at=timezone.now(), **freeze(minutes)
    )
    page, client = reverse("forums:revision", args=[revision.public_id]), as_role("staff")
    assert "reports:forum_pdf" in offered(client, page)
    taken_out("report internal", "r")
    assert "reports:forum_pdf" not in offered(client, page)


def test_an_engagement_opens_no_sheet_without_the_letter_nor_the_letter_without_it(
    world, minutes, taken_out, as_role
):
    sheet = hand_in_sheet(
        actor=world.staff, forum=minutes.forum, sheet="sign_in", clean=Clean("pdf", b"%PDF-1.7 %%EOF")
    )
    today = timezone.localdate()

    def opens():
        auditor = User.objects.get(pk=world.auditor.pk)
        return [
            auditor.has_perm("forums.open_signed_sheets"),
            auditor.has_perm("forums.open_signed_sheet", sheet),
            SignedSheet.objects.visible_to(auditor).exists(),
        ]

    assert opens() == [False, False, False]
    world.auditor.memberships.update(engaged_from=today, engaged_until=today)
    assert opens() == [True, True, True]
    taken_out("signed sheets", "x")
    assert opens() == [False, False, False]
    assert Role.AUDITOR in RIGHTS["signed sheets"]
