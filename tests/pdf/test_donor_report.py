"""The donor's PDF: the same bytes whoever they were, searchable, accessible, stampable."""

import hashlib
import io
import re
import shutil

import page as ua_validator
import pikepdf
import pytest

from common.pdf import is_available
from common.pdf.stamp import stamp_line
from participants.models import Category
from reports.document import document_html
from reports.models import Report
from reports.rendering import render_report
from reports.services.prepare import prepare_forum_report
from tests import factories
from tests.conftest import drop_revision_triggers
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
MARKS = re.compile("[\u064b-\u0652\u0670]")


def prepare(forum, language="ar", **options):
    return prepare_forum_report(
        actor=None, forum=forum, audience="donor", language=language, as_of=meeting.AS_OF, **options
    )


def other_people(forum, names, post):
    """Put other persons in the place of those who came: of the old ones the groups stay, and nothing else."""
    for number, row in enumerate(forum.attendances.order_by("pk")):
        person = factories.PersonFactory(
            name_ar=f"{names} {number}",
            name_en=f"{names} {number}",
            sex=row.person.sex,
            sex_source=row.person.sex_source,
        )
        type(row).objects.filter(pk=row.pk).update(
            person=person,
            post=f"{post} {number}",
            rank=factories.RankFactory(),
            honorific=None,
            institution=factories.InstitutionFactory(name_ar=f"{post} {names} {number}"),
        )
    forum.acknowledgements.all().delete()
    factories.AcknowledgementFactory(forum=forum, person=person, reason=f"شكر {names}")
    drop_revision_triggers()
    forum.minutes.revisions.update(digest=hashlib.sha256(names.encode()).hexdigest())


@pytest.mark.parametrize("language", ["ar", "en"])
def test_two_worlds_that_differ_in_persons_give_the_same_bytes(forum, language):
    """Code, number and head of the record are drawn or counted anew in each world, so they are made equal here."""
    made = []
    for names, post in (("سلمى الأولى", "مدير العمليات"), ("هادي الثاني عبد القادر", "نائب المحافظ")):
        other_people(forum, names, post)
        report = prepare(forum, language)
        report.number, report.verification_code, report.audit_head = 7, "2" * 17, "a" * 64
        digest = hashlib.sha256(render_report(report, releasing=True)).hexdigest()
        made.append((report.frozen, report.frozen_hash, digest))
        Report.objects.all().delete()
    assert made[0] == made[1]


@pytest.fixture
def forum(world):
    forum = meeting.build_meeting(world.programme)
    meeting.send_recommendations(forum)
    for _number in range(5):
        factories.AttendanceFactory(forum=forum, category=Category.objects.get(code="security"))
    return forum


@needs_pdftotext
def test_words_are_found(forum):
    report = prepare(forum)
    pdf = render_report(report)
    words = [word for word in documents.body_words(document_html(report)) if not MARKS.search(word)]
    assert len(words) > 250
    assert documents.share_found(words, documents.text_by_pdftotext(pdf)) >= 0.95
    assert documents.share_found(words, documents.text_by_pdfium(pdf)) >= 0.95


def failures(pdf):
    found = ua_validator.validate_pdf_bytes(pdf, profile="ua1").failures
    return [f"{failure.rule_id} {failure.message}" for failure in found]


@needs_pdftotext
@pytest.mark.parametrize(
    ("language", "line"), [("ar", "نسخة رقم ٣ – سُلّمت إلى: فاحصة"), ("en", "Copy 3 – issued to: فاحصة")]
)
def test_ua1_rules_pass_before_and_after_the_stamp(forum, language, line):
    pdf = render_report(prepare(forum, language), releasing=True)
    assert failures(pdf) == []
    stamped = stamp_line(pdf, texts={language: line})
    assert failures(stamped) == []
    assert stamped == stamp_line(pdf, texts={language: line})
    assert len(stamped) <= 150_000
    before, after = documents.text_by_pdfium(pdf), documents.text_by_pdfium(stamped)
    with pikepdf.open(io.BytesIO(stamped)) as opened:
        pages = len(opened.pages)
    assert pages > 2
    wanted = documents.arabic_words(before)
    assert documents.share_found(wanted, after) >= 0.99
    assert documents.arabic_words(after).count("فاحصة") == pages


@needs_pdftotext
@pytest.mark.parametrize(("language", "mark"), [("ar", "لم يصدر"), ("en", "not released")])
def test_a_proof_says_so_on_each_page_and_the_released_file_does_not(forum, language, mark):
    report = prepare(forum, language)
    pages = (
        documents.text_by_pdftotext(render_report(report)).translate(documents.BIDI_CONTROLS).split("\f")[:-1]
    )
    assert all(mark in " ".join(text.split()) for text in pages)
    assert mark not in " ".join(documents.text_by_pdftotext(render_report(report, releasing=True)).split())


@needs_pdftotext
def test_it_says_what_was_withheld_and_what_proves_it(forum):
    report = prepare(forum, "en")
    text = " ".join(documents.text_by_pdfium(render_report(report)).split())
    assert "Withheld from this audience, and why" in text
    assert report.audit_head[:16] in text
    assert report.frozen_hash[:12] in text
    for hidden in ("Attendance list", "Signature", "Venue:", "Thanks"):
        assert hidden not in text
