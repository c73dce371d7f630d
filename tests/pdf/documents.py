"""Documents for the engine's tests, and what a reader finds in the files made of them."""

import datetime
import re
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
from lxml import html as lxml_html

from common.pdf import render_pdf

from .sample_text import NAMES, ROWS

STYLESHEET = Path(__file__).parent / "sample.css"

# Arabic letters, marks and tatweel, without digits and punctuation.
ARABIC_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3]+")
BIDI_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def minutes(paragraphs: list[str]) -> str:
    """Return a document with headings, a list, two tables, links, Latin codes, signs and digits of both kinds."""
    rows = "".join(
        f'<tr><th scope="row"><bdi dir="ltr">{code}</bdi></th><td>{text}</td><td>{owner}</td><td>{days}</td><td>{state}</td></tr>'
        for code, text, owner, days, state in ROWS
    )
    names = "".join(f"<li>{name}</li>" for name in NAMES)
    body = "".join(
        f"<h2>المحور {number}</h2><p>{text}</p>" for number, text in zip("١٢٣٤٥٦٧", paragraphs, strict=True)
    )
    return (
        '<!doctype html><html lang="ar" dir="rtl"><head><title>غير مستعمل</title></head><body><h1>محضر المنتدى الرابع</h1>'
        f'<p>التاريخ: ٢٠٢٦/٠٣/١٤ (<bdi dir="ltr">2026-03-14</bdi>) – الحضور: ٤٥ (٥١٪) • المرجع: <bdi dir="ltr">FRM-2026-004</bdi></p>'
        f"{body}<ul>{names}</ul>"
        "<table><caption>التوصيات وحالاتها</caption>"
        '<colgroup><col style="width:20%"><col style="width:34%"><col><col><col></colgroup>'
        '<thead><tr><th scope="col">الرمز</th><th scope="col">النص</th><th scope="col">الجهة</th>'
        f'<th scope="col">الأيام</th><th scope="col">الحالة</th></tr></thead><tbody>{rows}</tbody></table>'
        '<p>للتحقق: <a href="https://example.org/verify"><bdi dir="ltr">example.org/verify</bdi></a></p></body></html>'
    )


def make(html: str, **changes) -> bytes:
    """Render ``html`` with the tests' stylesheet and fixed particulars; ``changes`` replace arguments."""
    arguments = {
        "stylesheets": [STYLESHEET],
        "identifier": b"figures of the test",
        "title": "محضر المنتدى الرابع",
        "language": "ar",
        "created": datetime.date(2026, 3, 14),
        "assets": [],
    }
    return render_pdf(html, **(arguments | changes))


def arabic_words(text: str) -> list[str]:
    """Return the Arabic words of ``text``: composed, without bidi controls and tatweel."""
    text = unicodedata.normalize("NFC", text.translate(BIDI_CONTROLS)).replace("\u0640", "")
    return ARABIC_WORD.findall(text)


def body_words(html: str) -> list[str]:
    """Return the Arabic words that the document shows."""
    body = lxml_html.fromstring(html).find("body")
    return arabic_words(" ".join(body.itertext()))


def share_found(expected: list[str], text: str) -> float:
    """Return which share of the ``expected`` words, each as often as it occurs, ``text`` holds."""
    wanted = Counter(expected)
    return (wanted & Counter(arabic_words(text))).total() / wanted.total()


def text_by_pdftotext(data: bytes) -> str:
    """Return the text that poppler reads."""
    return subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()


def text_by_pdfium(data: bytes) -> str:
    """Return the text that Chromium's PDF library reads."""
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)
