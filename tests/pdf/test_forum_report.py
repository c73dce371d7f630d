"""The PDF of one forum's outcomes against its bars: words found, PDF/UA-1, equal bytes, marks, no persons in metadata."""

import hashlib
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import page as ua_validator
import pikepdf
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from common.pdf import is_available
from common.printed_codes import grouped
from forums.models import Forum
from reports.document import check_url, document_html
from reports.rendering import render_report
from reports.services.check import HASH_DIGITS
from reports.services.prepare import prepare_forum_report
from tests import factories
from tests.conftest import make_world
from tests.pdf import documents
from tests.reports import meeting

pytestmark = [
    pytest.mark.turns(2),
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(is_available() is not None, reason="the PDF engine is missing here"),
]
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is missing"
)

ROOT = Path(__file__).parents[2]

#: vowel signs: the bar is for words without them
MARKS = re.compile("[\u064b-\u0652\u0670]")


#: What pages, the back office and sheets load, 40 MB: no document needs it. Packages, and modules of ours.
NEEDLESS = {"openpyxl", "tablib", "rapidfuzz", "icalendar", "fido2", "config.urls", "reports.urls"}


def prepare(forum, language="ar"):
    return prepare_forum_report(
        actor=None, forum=forum, audience="internal", language=language, as_of=meeting.AS_OF
    )


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    return forum


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, as poppler reads it."""
    return documents.text_by_pdftotext(pdf).translate(documents.BIDI_CONTROLS).split("\f")[:-1]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


@needs_pdftotext
def test_words_are_found(forum):
    report = prepare(forum)
    pdf = render_report(report)
    words = [word for word in documents.body_words(document_html(report)) if not MARKS.search(word)]
    assert len(words) > 300
    assert documents.share_found(words, documents.text_by_pdftotext(pdf)) >= 0.95
    assert documents.share_found(words, documents.text_by_pdfium(pdf)) >= 0.95
    for name in meeting.NAMES:
        assert set(documents.arabic_words(name)) <= set(
            documents.arabic_words(documents.text_by_pdftotext(pdf))
        )


@pytest.mark.parametrize("language", ["ar", "en"])
def test_ua1_rules_pass_and_it_is_small(forum, language):
    pdf = render_report(prepare(forum, language))
    failures = ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures
    assert [f"{failure.rule_id} {failure.message}" for failure in failures] == []
    assert len(pdf) <= 100_000


def test_a_long_document_with_contents_passes_too(forum):
    for _number in range(60):
        factories.OutputFactory(minutes=forum.minutes, text="مخرج طويل يملأ الصفحات. " * 6)
    report = prepare(forum)
    pdf = render_report(report)
    assert ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures == []
    with opened(pdf) as found:
        assert len(found.pages) > 6
    assert "#recommendations" in document_html(report, contents=True)
    assert "المحتويات" in documents.text_by_pdfium(pdf)


@needs_pdftotext
def test_the_cover_carries_what_a_stranger_needs(forum):
    report = prepare(forum)
    cover = pages_of(render_report(report))[0]
    assert report.reference in cover
    assert report.frozen_hash[:HASH_DIGITS] in cover
    assert grouped(report.verification_code) in cover
    assert 'alt="' in document_html(report)
    assert "data:image/svg+xml" in document_html(report)


@needs_pdftotext
def test_every_page_after_the_cover_has_head_and_foot(forum):
    report = prepare(forum)
    pages = pages_of(render_report(report))
    total = len(pages)
    assert total > 2
    digits = "٠١٢٣٤٥٦٧٨٩"
    # poppler drops or moves the blanks beside a digit in a line that runs from right to left.
    for number, text in enumerate(pages[1:], start=2):
        assert report.reference in text
        assert report.frozen_hash[:HASH_DIGITS] in text
        assert re.search(f"صفحة *{digits[number]} *من *{digits[total]}", " ".join(text.split()))
    assert "صفحة" not in pages[0]


@needs_pdftotext
@pytest.mark.parametrize(("language", "mark"), [("ar", "غير معتمد"), ("en", "not approved")])
def test_a_draft_says_so_on_every_page(world, language, mark):
    draft = meeting.build_meeting(world.programme, approved=False)
    pages = pages_of(render_report(prepare(draft, language)))
    assert all(mark in " ".join(text.split()) for text in pages)
    approved = meeting.build_meeting(world.programme, code="TST-OTHER")
    assert not any(
        mark in " ".join(text.split()) for text in pages_of(render_report(prepare(approved, language)))
    )


@needs_pdftotext
def test_minutes_that_are_being_amended_are_a_draft_again(forum):
    type(forum.minutes).objects.filter(pk=forum.minutes.pk).update(state="amending")
    pages = pages_of(render_report(prepare(Forum.objects.get(pk=forum.pk))))
    assert all("غير معتمد" in " ".join(text.split()) for text in pages[1:])


@needs_pdftotext
@pytest.mark.parametrize(("language", "mark"), [("ar", "بيانات تجريبية"), ("en", "Demo data")])
def test_demo_data_say_so_on_every_page(forum, language, mark):
    assert mark not in documents.text_by_pdftotext(render_report(prepare(forum, language)))
    forum.is_demo = True
    forum.save()
    assert all(mark in " ".join(text.split()) for text in pages_of(render_report(prepare(forum, language))))


def test_metadata_name_nobody(forum):
    pdf = render_report(prepare(forum))
    with opened(pdf) as found:
        described = str(found.docinfo.Title) + found.Root.Metadata.read_bytes().decode()
        assert set(found.docinfo.keys()) == {"/Title", "/Producer", "/Creator", "/CreationDate", "/ModDate"}
        assert str(found.docinfo.CreationDate) == "D:20220821"
    for name in (*meeting.NAMES, "Canary", forum.title_ar):
        assert name not in described


@needs_pdftotext
def test_english_is_whole_and_keeps_arabic_texts_in_their_direction(forum):
    report = prepare(forum, "en")
    html = document_html(report)
    assert '<html lang="en" dir="ltr">' in html
    assert '<span lang="ar" dir="rtl">' in html
    text = " ".join(documents.text_by_pdftotext(render_report(report)).split())
    for words in (
        "Recommendations and where they stand",
        "Attendance list",
        "7 working days late",
        "Page 2 of",
    ):
        assert words in text


def test_no_style_attributes_since_pages_share_the_charts(forum):
    assert "style=" not in document_html(prepare(forum))


def test_a_character_without_a_glyph_does_not_stop_the_document(forum):
    forum.summary = "خلاصة 🙂 وتمت ✓"
    forum.save()
    html = document_html(prepare(forum))
    assert "🙂" not in html
    assert html.count("\ufffd") == 3  # the two characters, and the sentence of the colophon
    assert render_report(prepare(forum)).startswith(b"%PDF-")


@pytest.mark.django_db(transaction=True)
def test_two_processes_make_the_same_bytes_and_load_what_documents_need(transactional_db, tmp_path):
    world = make_world()
    meeting.send_recommendations(meeting.build_meeting(world.programme))
    url = _reachable_database(tmp_path)
    digests = set()
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.pdf"
        run = subprocess.run(
            [
                *(sys.executable, "-X", "importtime", "manage.py", "render_report", "--forum=TST-MEETING"),
                *("--audience=internal", "--language=ar", f"--out={out}"),
            ],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings_test",
                "TEST_DATABASE_URL": url,
                "PYTHONHASHSEED": seed,
            },
            check=False,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        digests.add(hashlib.sha256(out.read_bytes()).hexdigest())
        loaded = set(re.findall(r"^import time:.*\| +(\S+)$", run.stderr, re.MULTILINE))
        assert "weasyprint" in loaded
        assert NEEDLESS & loaded == set()
    assert len(digests) == 1


def test_the_printed_address_is_that_of_the_page(forum):
    report = prepare(forum)
    page = reverse("reports:check", args=[report.verification_code])
    assert check_url(report) == settings.SITE_URL + page


def _reachable_database(folder) -> str:
    """The test database under an address that another process can open; SQLite's is copied out of memory."""
    if connection.vendor == "sqlite":
        path = folder / "copy.sqlite3"
        with sqlite3.connect(path) as target:
            connection.connection.backup(target)
        return f"sqlite:///{path}"
    known = connection.settings_dict
    account = (
        f"{quote(known['USER'])}:{quote(known['PASSWORD'])}" if known["PASSWORD"] else quote(known["USER"])
    )
    if known["HOST"].startswith("/"):
        # A folder of sockets stands in the path: as a host its capitals would be made small.
        return f"postgres://{account}@:{known['PORT'] or 5432}/{known['HOST']}/{known['NAME']}"
    return f"postgres://{account}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"
