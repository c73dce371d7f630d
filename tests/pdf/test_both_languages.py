"""Both languages in one file: Arabic pages, then English ones, under one cover; accessible, searchable, the same bytes twice."""

import io
import re
import shutil

import page as ua_validator
import pikepdf
import pypdfium2
import pytest
from lxml import html as lxml_html

from common.pdf import is_available
from common.pdf.stamp import stamp_line
from common.printed_codes import grouped
from reports.document import document_html
from reports.projection.written import ReportTexts
from reports.rendering import render_report
from reports.services.periods import prepare_period_report
from reports.services.prepare import prepare_forum_report
from tests.pdf import documents
from tests.reports.periods import YEAR, build_two_forums, crowd

pytestmark = [
    pytest.mark.turns(3),
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"),
]
MARKS = re.compile("[\u064b-\u0652\u0670]")
WRITTEN = ReportTexts(
    "تقرير باللغتين",
    "مقدمة كُتبت بالعربية.",
    (("ملحق المنهجية", "نص الملحق."),),
    ReportTexts(
        "Report in both languages", "Written in English.", (("Annex on the method", "Text of the annex."),)
    ),
)
#: (kind, audience, whether a cover stands before it)
KINDS = [
    *(("forum", audience, True) for audience in ("internal", "official", "donor")),
    ("forum", "public", False),
    *(("period", audience, True) for audience in ("internal", "donor")),
]


@pytest.fixture
def forum(world):
    first, _second = build_two_forums(world)
    crowd(first, "security", 14)
    return type(first).objects.get(pk=first.pk)


def prepare(forum, kind, audience, **options):
    common = {"actor": None, "audience": audience, "language": "both"} | options
    if kind == "period":
        return prepare_period_report(programme=forum.programme, **YEAR, **common)
    return prepare_forum_report(forum=forum, **common)


def pages_of(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def share_of_arabic(report, pages):
    """Words of the Arabic part found on these pages, without those with vowel signs, which fonts shape by themselves."""
    part = lxml_html.fromstring(document_html(report)).get_element_by_id("part-ar")
    words = documents.arabic_words(" ".join(part.itertext()))
    return documents.share_found([word for word in words if not MARKS.search(word)], "\n".join(pages))


def test_a_dot_stands_between_proof_and_demo(forum):
    for is_demo in (True, False):
        forum.is_demo = is_demo
        forum.save(update_fields=["is_demo"])
        heads = pages_of(render_report(prepare(forum, "forum", "donor", leaves_out_untranslated=True)))[1:]
        assert any("Proof – not released" in page for page in heads)
        assert any("Proof – not released · Demo data" in page for page in heads) == is_demo
        assert any("Proof – not released ·" in page for page in heads) == is_demo


@pytest.mark.parametrize(("kind", "audience", "has_cover"), KINDS)
def test_each_kind(forum, kind, audience, has_cover):
    report = prepare(forum, kind, audience, **({} if audience == "public" else {"written": WRITTEN}))
    pdf = render_report(report)
    failures = ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures
    assert [f"{failure.rule_id} {failure.message}" for failure in failures] == []
    assert pdf == render_report(report), "the same bytes twice"
    pages = pages_of(pdf)
    english = [number for number, text in enumerate(pages) if f"Page {number + 1} of {len(pages)}" in text]
    assert english == list(range(english[0], len(pages))), "English pages stand together, at the end"
    arabic = pages[int(has_cover) : english[0]]
    assert arabic
    assert all("صفحة" in text for text in arabic)
    assert not any("صفحة" in pages[number] for number in english)
    assert share_of_arabic(report, arabic) >= 0.95
    if not has_cover:
        return
    assert "تقرير باللغتين" in arabic[0]
    assert "Report in both languages" in " ".join(pages[english[0]].split())
    assert f"page {english[0] + 1}" in pages[0], "the cover says where the English text begins"
    assert pages[0].count(grouped(report.verification_code)) == 1
    assert "Text of the annex." in " ".join("\n".join(pages[english[0] :]).split())


def test_what_reading_aloud_and_the_list_of_contents_go_by(forum):
    report = prepare(forum, "forum", "donor", written=WRITTEN)
    with pikepdf.open(io.BytesIO(render_report(report))) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert "/Direction" not in pdf.Root.ViewerPreferences, "English words would be read backwards"
        elements = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        articles = [one for one in elements if one.get("/S") == "/Art"]
        assert articles
        assert {str(one.Lang) for one in articles} == {"en"}
        with pdf.open_outline() as outline:
            cover, *parts = outline.root
            assert cover.title == "تقرير باللغتين"
            assert [part.title for part in parts] == ["النص العربي", "English text"]
            first, second = ([one.title for one in part.children] for part in parts)
        assert len(first) == len(second)
        assert "الخلاصة" in first
        assert "Summary" in second
        assert "both" not in str(pdf.docinfo.get("/Title"))


def test_links_of_the_contents_lead_into_their_own_part(forum):
    html = lxml_html.fromstring(document_html(prepare(forum, "period", "internal"), contents=True))
    for part, other in (("part-ar", "part-en"), ("part-en", "part-ar")):
        own = set(html.get_element_by_id(part).xpath(".//@id"))
        links = {address[1:] for address in html.get_element_by_id(part).xpath(".//nav//a/@href")}
        assert links
        assert links <= own
        assert not own & set(html.get_element_by_id(other).xpath(".//@id"))


def test_a_copy_is_stamped_in_both_languages(forum):
    pdf = render_report(prepare(forum, "forum", "donor"))
    texts = {"ar": "نسخة ٣ – سُلّمت إلى: donor", "en": "Copy 3 – issued to: donor"}
    stamped = stamp_line(pdf, texts=texts)
    assert stamped == stamp_line(pdf, texts=texts)
    assert all("Copy 3" in text and "نسخة" in text for text in pages_of(stamped))
    assert ua_validator.validate_pdf_bytes(stamped, profile="ua1").failures == []
