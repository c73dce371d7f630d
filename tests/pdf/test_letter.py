"""Letters out: what stands on them, in order, in the language that they are written in."""

import datetime
import re

import pypdfium2
import pytest

from reports.letters import blocks_of, render_letter

from ..factories import InstitutionFactory, LetterFactory

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.fixture
def letter(world):
    invitation = LetterFactory(programme=world.programme, number="15/2026", date=datetime.date(2022, 7, 20))
    return LetterFactory(
        programme=world.programme,
        institution=world.institution,
        number="16/2026",
        date=datetime.date(2022, 7, 20),
        subject="تذكير بالدعوة",
        addressed_to="مدير عام المكتب",
        signatory="منسق البرنامج",
        body="نأمل الرد قبل موعد اللقاء.\n\nجدول الأعمال:\n1. افتتاح\n2. نقاش",
        in_reply_to=invitation,
    )


def test_an_arabic_letter_has_all_that_an_office_expects(letter):
    letter.copies.set([InstitutionFactory(name_ar="جهة للعلم")])
    text = text_of(render_letter(letter))
    for words in (
        *("بسم الله", "الرقم", "16/2026", "الموافق", "المرفقات", "الأخ/ مدير عام المكتب", "المحترم"),
        *("تحية طيبة وبعد", "الموضوع: تذكير بالدعوة", "إلحاقًا بمذكرتنا رقم 15/2026", "جدول الأعمال"),
        *("وتقبلوا خالص التحية والتقدير", "منسق البرنامج", "الختم", "نسخة مع التحية إلى", "جهة للعلم"),
    ):
        assert words in text, words
    assert (
        text.index("تحية طيبة") < text.index("الموضوع") < text.index("جدول الأعمال") < text.index("وتقبلوا")
    )


def test_an_english_letter_is_english(letter):
    letter.body, letter.subject = "Please answer before the meeting.", "Reminder"
    text = text_of(render_letter(letter))
    assert "Subject: Reminder" in text
    assert "بسم الله" not in text


def test_the_same_letter_gives_the_same_bytes(letter):
    assert render_letter(letter) == render_letter(letter)


def test_paragraphs_and_lists():
    blocks = blocks_of("أول\nسطر\r\n\r\nبنود:\n١. واحد\n2) اثنان\n\n3 أبواب")
    assert [block.get("lines") or (block["lead"], block["items"]) for block in blocks] == [
        ["أول", "سطر"],
        ("بنود:", ["واحد", "اثنان"]),
        ["3 أبواب"],
    ]
