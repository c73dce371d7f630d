"""The PDFs for institutions and for anybody: words found, PDF/UA-1, equal bytes, and what they do not carry."""

import re
import shutil

import page as ua_validator
import pytest

from common.pdf import is_available
from forums.models import Forum
from reports.document import document_html
from reports.rendering import render_report
from reports.services.prepare import prepare_forum_report
from tests.pdf import documents
from tests.reports import meeting
from tests.reports.periods import crowd

pytestmark = [
    pytest.mark.turns(2),
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"),
]
MARKS = re.compile("[\u064b-\u0652\u0670]")


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    crowd(forum, "security", 14)
    Forum.objects.filter(pk=forum.pk).update(venue="قاعة الاجتماعات الكبرى")
    return Forum.objects.get(pk=forum.pk)


def prepare(forum, audience, language):
    return prepare_forum_report(
        actor=None, forum=forum, audience=audience, language=language, as_of=meeting.AS_OF
    )


def failures(pdf):
    found = ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures
    return [f"{failure.rule_id} {failure.message}" for failure in found]


@pytest.mark.parametrize(("audience", "least"), [("official", 250), ("public", 110)])
def test_in_arabic(forum, audience, least):
    report = prepare(forum, audience, "ar")
    pdf = render_report(report, releasing=True)
    words = [word for word in documents.body_words(document_html(report)) if not MARKS.search(word)]
    assert len(words) > least
    found = documents.text_by_pdftotext(pdf)
    assert documents.share_found(words, found) >= 0.95
    assert documents.share_found(words, documents.text_by_pdfium(pdf)) >= 0.95
    assert failures(pdf) == []
    assert pdf == render_report(report, releasing=True), "the same bytes twice"
    assert "لم يصدر" not in " ".join(found.split())
    assert ("الكبرى" in found) == (audience == "official")
    assert not any(name in found for name in meeting.NAMES)


def test_a_press_release_in_english(forum):
    pdf = render_report(prepare(forum, "public", "en"))
    text = " ".join(documents.text_by_pdftotext(pdf).split())
    assert "Press release" in text
    assert "About the programme" in text
    assert "not released" in text
    assert "Ministry of Interior" not in text
    assert failures(pdf) == []
