"""The engine against its bars: words that a reader finds, PDF/UA-1, equal bytes."""

import datetime
import hashlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import page as ua_validator
import pikepdf
import pytest

from common.pdf import PdfFailed, find_fonts, is_available

from . import documents
from .sample_text import DIACRITISED, NAMES, ROWS, mixed, undiacritised

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"
)

ROOT = Path(__file__).parents[2]

# Run in a fresh process: prints the digest of the file made of the same document.
DIGEST_SCRIPT = (
    "import hashlib; from tests.pdf import documents, sample_text; "
    "print(hashlib.sha256(documents.make(documents.minutes(sample_text.mixed()))).hexdigest())"
)

LONG_TABLE_ROWS = 120


@pytest.fixture(scope="module")
def plain() -> tuple[str, bytes]:
    """A document without diacritics, and its file."""
    html = documents.minutes(undiacritised())
    return html, documents.make(html)


@pytest.fixture(scope="module")
def diacritised() -> tuple[str, bytes]:
    """The document with six words in a hundred fully diacritised, and its file."""
    html = documents.minutes(mixed())
    return html, documents.make(html)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def headers_of(data: bytes) -> list[tuple[str, str]]:
    """Return (scope, group) of each TH, where group is the structure element of its rows."""
    found = []
    with opened(data) as pdf:
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == pikepdf.Name.TH:
                found.append((str(element.A.Scope), str(element.P.P.S)))
    return found


def failures(data: bytes) -> list[str]:
    return [
        f"{failure.rule_id} {failure.message}"
        for failure in ua_validator.validate_pdf_bytes(data, profile="ua1").failures
    ]


def test_the_engine_is_usable_here():
    assert is_available() is None


def test_the_sample_is_long_and_varied(plain, diacritised):
    words = documents.body_words(plain[0])
    assert len(words) >= 400
    assert len(set(words)) >= 350
    marked = [
        word for word in documents.body_words(diacritised[0]) if any("\u064b" <= c <= "\u0652" for c in word)
    ]
    assert 0.05 <= len(marked) / len(words) <= 0.07


@needs_pdftotext
def test_undiacritised_words_are_found_by_pdftotext(plain):
    html, data = plain
    assert documents.share_found(documents.body_words(html), documents.text_by_pdftotext(data)) >= 0.95


def test_undiacritised_words_are_found_by_pdfium(plain):
    html, data = plain
    assert documents.share_found(documents.body_words(html), documents.text_by_pdfium(data)) >= 0.98


@needs_pdftotext
def test_words_beside_diacritised_ones_are_found_by_pdftotext(diacritised):
    html, data = diacritised
    assert documents.share_found(documents.body_words(html), documents.text_by_pdftotext(data)) >= 0.88


def test_words_beside_diacritised_ones_are_found_by_pdfium(diacritised):
    html, data = diacritised
    assert documents.share_found(documents.body_words(html), documents.text_by_pdfium(data)) >= 0.90


def test_words_with_marks_at_the_start_do_not_spoil_those_after_them():
    # As WeasyPrint leaves it, one alef with hamza that bears a mark empties the glyph of every later one (.94 of words found).
    opening = " ".join(DIACRITISED)
    html = documents.minutes([f"{opening} {undiacritised()[0]}", *undiacritised()[1:]])
    found = documents.arabic_words(documents.text_by_pdfium(documents.make(html)))
    plain_words = [word for text in undiacritised() for word in documents.arabic_words(text)]
    with_hamza = [word for word in plain_words if "أ" in word]
    assert len(with_hamza) > 15
    assert set(with_hamza) <= set(found)
    assert documents.share_found(plain_words, " ".join(found)) >= 0.98


def test_headings_in_the_display_font_are_found(tmp_path):
    sheet = tmp_path / "display.css"
    sheet.write_text('html{font-family:"Muntada Display","Muntada Latin"}')
    html = documents.minutes(undiacritised())
    data = documents.make(html, stylesheets=[documents.STYLESHEET, sheet])
    assert documents.share_found(documents.body_words(html), documents.text_by_pdfium(data)) >= 0.98


@needs_pdftotext
def test_codes_and_dates_are_found_whole_by_pdftotext(plain):
    text = documents.text_by_pdftotext(plain[1]).translate(documents.BIDI_CONTROLS)
    for fragment in (*(row[0] for row in ROWS), "(2026-03-14)", "FRM-2026-004", "example.org/verify"):
        assert fragment in text


# pdfium reorders the pieces of a Latin code in an Arabic line (REC-2026-014), whatever the file says.
@pytest.mark.parametrize(
    "read", [pytest.param(documents.text_by_pdftotext, marks=needs_pdftotext), documents.text_by_pdfium]
)
def test_numbers_and_names_are_found_by_both(plain, read):
    text = read(plain[1])
    for fragment in ("2026", "٤٥", "٥١", "٩٠", "٢٠٢٦"):
        assert fragment in text
    found = documents.arabic_words(text)
    for name in NAMES:
        assert set(documents.arabic_words(name)) <= set(found)
    assert "عبدالله" in found


def test_ua1_rules_pass(plain, diacritised):
    assert failures(plain[1]) == []
    assert failures(diacritised[1]) == []


def test_every_header_has_its_scope(plain):
    headers = headers_of(plain[1])
    assert headers.count(("/Column", "/THead")) == 5
    assert headers.count(("/Row", "/TBody")) == len(ROWS)
    assert len(headers) == 5 + len(ROWS)


def test_a_table_over_many_pages_repeats_its_head_and_passes():
    rows = "".join(f'<tr><th scope="row">بند {n}</th><td>وصف البند</td></tr>' for n in range(LONG_TABLE_ROWS))
    data = documents.make(
        '<html lang="ar" dir="rtl"><body><h1>جدول</h1><table><thead><tr><th scope="col">البند</th>'
        f'<th scope="col">الوصف</th></tr></thead><tbody>{rows}</tbody></table></body></html>'
    )
    with opened(data) as pdf:
        pages = len(pdf.pages)
    headers = headers_of(data)
    assert pages > 1
    assert headers.count(("/Column", "/THead")) == 2 * pages
    assert headers.count(("/Row", "/TBody")) == LONG_TABLE_ROWS
    assert failures(data) == []


def test_two_processes_make_the_same_bytes(diacritised):
    digests = {hashlib.sha256(diacritised[1]).hexdigest()}
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        result = subprocess.run(
            [sys.executable, "-c", DIGEST_SCRIPT],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=True,
            text=True,
        )
        digests.add(result.stdout.strip())
    assert len(digests) == 1


def test_the_identifier_and_the_date_are_the_callers(plain):
    html = plain[0]
    other = documents.make(html, identifier=b"other figures")
    assert other != plain[1]
    with opened(plain[1]) as first, opened(other) as second:
        assert bytes(first.trailer.ID[0]) != bytes(second.trailer.ID[0])
        assert bytes(first.trailer.ID[0]).decode() == hashlib.sha256(b"figures of the test").hexdigest()[:32]
        assert str(first.docinfo.CreationDate) == str(first.docinfo.ModDate) == "D:20260314"


def test_metadata_name_no_person():
    data = documents.make(
        '<html lang="ar" dir="rtl"><head><meta name="author" content="Salwa Canary"><meta name="description" content="Canary">'
        '<meta name="keywords" content="Canary"><meta name="dcterms.created" content="1987-01-01">'
        "<title>Canary</title></head><body><p>نص</p></body></html>"
    )
    with opened(data) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer", "/Creator", "/CreationDate", "/ModDate"}
        assert str(pdf.docinfo.Title) == "محضر المنتدى الرابع"
        assert str(pdf.Root.Lang) == "ar"
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert "Canary" not in xmp
        assert "1987" not in xmp
        assert "محضر المنتدى الرابع" in xmp


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "/R2L"), ("ar-YE", "/R2L"), ("en", None), ("arn", None)]
)
def test_only_arabic_reads_from_right_to_left(language, direction):
    data = documents.make(f'<html lang="{language}"><body><p>text نص</p></body></html>', language=language)
    with opened(data) as pdf:
        value = pdf.Root.ViewerPreferences.get("/Direction")
        assert (str(value) if value is not None else None) == direction
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_annotations_are_printed_and_inside_links(plain):
    with opened(plain[1]) as pdf:
        annotations = [annotation for page in pdf.pages for annotation in page.obj.get("/Annots", [])]
        assert [str(annotation.A.URI) for annotation in annotations] == ["https://example.org/verify"]
        assert all(int(annotation.F) & 4 for annotation in annotations)


def test_only_our_fonts_are_embedded(plain):
    with opened(plain[1]) as pdf:
        names = {
            str(font.BaseFont).split("+")[1]
            for page in pdf.pages
            for font in page.obj.Resources.Font.values()
        }
    assert {name.removesuffix("-Bold") for name in names} == {
        "Muntada-Arabic",
        "Muntada-Latin",
        "Muntada-Display",
    }


def test_a_character_that_our_fonts_lack_is_named_not_borrowed():
    with pytest.raises(PdfFailed, match="U\\+2713"):
        documents.make('<html lang="ar" dir="rtl"><body><p>تم ✓</p></body></html>')
    assert find_fonts().missing_characters("تم ✓\u2067 (a)\n") == ["✓"]


def test_bidi_controls_do_not_stop_a_document():
    html = '<html lang="ar" dir="rtl"><body><p>رقم \u2066REC-1\u2069 \u200fهنا\u200e، يلي\u00a0ذلك</p></body></html>'
    found = documents.arabic_words(documents.text_by_pdfium(documents.make(html)))
    assert {"رقم", "هنا", "يلي", "ذلك"} <= set(found)


@pytest.mark.parametrize("html", ["", "  \n"])
def test_an_empty_document_is_refused(html):
    with pytest.raises(PdfFailed, match="empty"):
        documents.make(html)


def test_a_missing_stylesheet_is_an_error(tmp_path):
    with pytest.raises(PdfFailed):
        documents.make("<p>نص</p>", stylesheets=[tmp_path / "absent.css"], created=datetime.date(2026, 1, 1))
