"""Sheets of paper: what stands on them, what does not, and who prints them."""

import io
import re

import pytest
from django.urls import reverse

from common.models import AuditEntry
from forums.models import Attendance
from forums.services.sheets import sheet_parts

from ..factories import AttendanceFactory, MinutesFactory, PersonFactory
from ..pdf.documents import text_by_pdftotext

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(world):
    forum = MinutesFactory(forum__programme=world.programme).forum
    AttendanceFactory(
        forum=forum, person=PersonFactory(name_ar="سالم مثال", phone="777123456"), post="مدير مثال"
    )
    AttendanceFactory(forum=forum, person=PersonFactory(name_ar="منى مثال", sex="f", sex_source="said"))
    AttendanceFactory(
        forum=forum, person=PersonFactory(name_ar="غائب مثال"), presence=Attendance.Presence.EXCUSED
    )
    return forum


def url(forum):
    return reverse("forums:sheets", args=[forum.public_id])


def names(part):
    return [line.name for line in part.lines if line.name]


def test_women_sign_apart_where_they_wish_and_both_sheets_have_empty_lines(forum):
    (together,) = sheet_parts(forum, language="ar", women_apart=False, blanks=3)
    assert names(together) == ["سالم مثال", "منى مثال"]
    others, women = sheet_parts(forum, language="ar", women_apart=True, blanks=3)
    assert (names(others), names(women)) == (["سالم مثال"], ["منى مثال"])
    assert women.women
    assert [len(part.lines) for part in (together, others, women)] == [5, 4, 4]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("kind", ["sign_in", "allowance"])
def test_a_sheet_is_printed_without_telephone_numbers_and_stands_on_the_record(
    forum, as_role, kind, language
):
    answer = as_role("staff").post(url(forum), {"kind": kind, "language": language, "blanks": "٥"})
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    text = text_by_pdftotext(answer.content)
    assert "سالم" in text
    assert "777123456" not in text
    assert not re.search("هاتف رقم:|Phone:|Telephone:", text)
    entry = AuditEntry.objects.get(action="forums.print_sheet")
    assert entry.details == {"kind": kind, "language": language, "rows": 2}


def test_a_forum_of_women_only_is_not_asked_about_photos(forum, as_role):
    form = {"kind": "sign_in", "language": "en", "blanks": "1"}
    assert "Photo" in text_by_pdftotext(as_role("staff").post(url(forum), form).content)
    forum.women_only = True
    forum.save()
    assert "hoto" not in text_by_pdftotext(as_role("staff").post(url(forum), form).content)


def test_the_number_of_empty_lines_is_limited(forum, as_role):
    page = as_role("staff", "ar").post(url(forum), {"kind": "sign_in", "language": "ar", "blanks": "400"})
    assert page["Content-Type"].startswith("text/html")


def test_metadata_name_nobody(forum, as_role):
    import pikepdf

    content = as_role("staff").post(url(forum), {"kind": "sign_in", "language": "ar", "blanks": "1"}).content
    with pikepdf.open(io.BytesIO(content)) as document:
        said = str(dict(document.docinfo)) + str(document.open_metadata())
    assert "سالم" not in said
    assert "مثال" not in said
