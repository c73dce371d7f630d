"""The minutes as a signed paper: Arabic conventions, revision and digest on every page, words found, PDF/UA-1."""

import datetime
import re
import shutil

import page as ua_validator
import pytest
from django.urls import reverse

from common.pdf import is_available
from forums.models import MinutesRevision, Output
from forums.services.approval import CHECKLIST, approval_warnings
from forums.services.minutes import approve_minutes, submit_minutes
from reports.document import document_html
from reports.models import Report
from reports.rendering import render_report
from reports.services.check import HASH_DIGITS
from reports.services.prepare import prepare_minutes
from tests.pdf import documents
from tests.reports import meeting

pytestmark = [
    pytest.mark.turns(2),
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"),
]

#: vowel signs: the bar is for words without them
MARKS = re.compile("[\u064b-\u0652\u0670]")


@pytest.fixture
def forum(world):
    """Approved by the services, so that the revision holds what it should."""
    forum = meeting.build_meeting(world.programme, approved=False)
    minutes = forum.minutes
    submit_minutes(actor=world.staff, minutes=minutes, expected=minutes.version)
    reasons = {warning.key: "سبب تجريبي" for warning in approval_warnings(minutes)}
    approve_minutes(
        actor=world.manager, minutes=minutes, expected=minutes.version, reasons=reasons, checklist=set(CHECKLIST)
    )  # fmt: skip
    return forum


def prepare(forum, language="ar", number=1):
    return prepare_minutes(actor=None, forum=forum, language=language, number=number)


def pages_of(pdf):
    text = documents.text_by_pdftotext(pdf).translate(documents.BIDI_CONTROLS)
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def test_words_are_found_and_the_rules_pass(forum):
    for language in ("ar", "en"):
        report = prepare(forum, language)
        pdf = render_report(report)
        assert ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures == []
        assert len(pdf) <= 100_000
    report = prepare(forum)
    pdf = render_report(report)
    words = [word for word in documents.body_words(document_html(report)) if not MARKS.search(word)]
    assert len(words) > 100
    assert documents.share_found(words, documents.text_by_pdftotext(pdf)) >= 0.95
    assert documents.share_found(words, documents.text_by_pdfium(pdf)) >= 0.95


def test_it_follows_the_conventions_and_names_who_was_there(forum):
    html = document_html(prepare(forum))
    revision = MinutesRevision.objects.get()
    for words in (
        *("بسم الله الرحمن الرحيم", "أعدّه المقرّر", "راجعه منسّق البرنامج", "اعتمده المشرف العام", "الختم"),
        *("هـ الموافق", revision.digest, *meeting.NAMES),
    ):
        assert words in html
    assert "مسودة" not in html
    type(forum.programme).objects.update(shows_basmala=False)
    forum.programme.refresh_from_db()
    assert "بسم الله" not in document_html(prepare(forum))


def test_every_page_carries_revision_and_digest(forum):
    digest = MinutesRevision.objects.get().digest[:HASH_DIGITS]
    for page in pages_of(render_report(prepare(forum))):
        assert digest in page
        assert "النسخة" in page


def test_it_says_what_was_approved_whatever_was_written_since(forum):
    before = document_html(prepare(forum))
    Output.objects.update(text="كلام آخر")
    forum.title_ar = "عنوان آخر"
    forum.save()
    assert document_html(prepare(forum)) == before
    assert Report.objects.count() == 1
    assert render_report(prepare(forum)) == render_report(prepare(forum))


def test_a_draft_says_so_on_every_page(forum):
    report = prepare(forum, number=None)
    assert all("مسودة" in page for page in pages_of(render_report(report)))


def test_the_page_hands_it_out_to_the_office_alone(forum, as_role):
    address = reverse("reports:forum_pdf", args=[forum.public_id])
    asked = {"language": "ar", "document": "minutes", "revision": "1"}
    answer = as_role("staff").post(address, asked)
    assert answer["Content-Type"] == "application/pdf"
    assert as_role("staff").post(address, asked | {"revision": "7"}).status_code == 404
    for role in ("reviewer", "donor", "auditor", "administrator"):
        assert as_role(role).post(address, asked).status_code == 404


def test_the_times_of_closing_are_said(forum):
    type(forum).objects.update(ends_at=datetime.time(12, 30))
    forum.refresh_from_db()
    assert "أُقفل المحضر الساعة ١٢:٣٠" in document_html(prepare(forum, number=None))
