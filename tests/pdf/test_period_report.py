"""The PDF of a programme's report for a period: words found, PDF/UA-1, equal bytes, what it carries and what not."""

import re
import shutil

import page as ua_validator
import pytest

from common.pdf import is_available
from reports.document import document_html
from reports.projection.written import ReportTexts
from reports.rendering import render_report
from reports.services.periods import prepare_period_report
from tests.pdf import documents
from tests.reports import meeting
from tests.reports.periods import YEAR, build_two_forums

pytestmark = [
    pytest.mark.turns(2),
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"
)
MARKS = re.compile("[\u064b-\u0652\u0670]")
ARABIC = ReportTexts("تقرير السنة", "مقدمة كُتبت قبل الإصدار.", (("منهجية العمل", "نص الملحق الأول."),))
ENGLISH = ReportTexts("Report of the year", "Written before release.", (("Method", "Text of the annex."),))


def prepare(world, audience, language):
    written = ARABIC if language == "ar" else ENGLISH
    return prepare_period_report(
        actor=None, programme=world.programme, audience=audience, language=language, written=written, **YEAR
    )


@needs_pdftotext
def test_the_donor_s_in_arabic(world):
    build_two_forums(world)
    report = prepare(world, "donor", "ar")
    pdf = render_report(report)
    words = [word for word in documents.body_words(document_html(report)) if not MARKS.search(word)]
    assert len(words) > 250
    assert documents.share_found(words, documents.text_by_pdftotext(pdf)) >= 0.95
    assert documents.share_found(words, documents.text_by_pdfium(pdf)) >= 0.95
    assert pdf == render_report(report), "the same bytes twice"
    assert ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures == []
    assert len(pdf) <= 150_000
    found = documents.text_by_pdfium(pdf)
    assert "منهجية" in found
    for name in meeting.NAMES:
        assert name not in found
    assert "style=" not in document_html(report)


@needs_pdftotext
def test_the_donor_s_in_english(world):
    build_two_forums(world)
    pdf = render_report(prepare(world, "donor", "en"), releasing=True)
    text = " ".join(documents.text_by_pdftotext(pdf).split())
    for words in (
        "Programme report for a period",
        "Description of the action",
        "Recommendations, responses and key actions",
        "Responsible",
        "Withheld from this audience, and why",
        "Report of the year",
        "Text of the annex.",
    ):
        assert words in text
    assert "not released" not in text
    failures = ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures
    assert [f"{failure.rule_id} {failure.message}" for failure in failures] == []


@needs_pdftotext
def test_the_internal_one(world):
    build_two_forums(world)
    pdf = render_report(prepare(world, "internal", "ar"))
    text = " ".join(documents.text_by_pdfium(pdf).split())
    assert "داخلي" in text
    assert ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures == []
    for name in meeting.NAMES:
        assert name not in text
