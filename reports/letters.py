"""A letter out as a document to be signed and stamped: letterhead, number, both calendars, greeting, words, farewell.

For every purpose alike: invitations, sending of asks, reminders. Reads the letter as it was recorded, nothing else.
"""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from common.arabic import digits_chosen, text_direction
from common.dates import HijriOutOfRange, format_date
from common.pdf import find_fonts, render_pdf
from participants.services.naming import LETTER, BodyNames
from recommendations.models import Letter
from reports.document import SUBSTITUTE

STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf"
_ITEM = re.compile(r"^\s*[\d٠-٩]+[.)-]\s*(.+)$")


def can_be_printed(letter: Letter) -> bool:
    """Whether it is one that was written here: a letter in has a scan instead."""
    return letter.direction == Letter.Direction.OUT and bool(letter.body.strip())


def render_letter(letter: Letter) -> bytes:
    """The PDF, the same bytes each time. Raises `common.pdf.PdfFailed` where it cannot be made."""
    return render_pdf(
        letter_html(letter),
        stylesheets=[STYLES / "letter.css"],
        identifier=f"{letter.public_id} {letter.version}".encode(),
        # The number: subject and post may name somebody, and metadata travel further than pages.
        title=letter.number,
        language=language_of(letter),
        created=letter.date,
        assets=[],
    )


def letter_html(letter: Letter) -> str:
    """The HTML that is typeset, in the language that the letter is written in."""
    language = language_of(letter)
    with override(language), digits_chosen(""):
        html = str(render_to_string("reports/pdf/letter.html", _context(letter, language)))
    missing = find_fonts().missing_characters(html)
    return html.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE)) if missing else html


def language_of(letter: Letter) -> str:
    """By its words."""
    return "en" if text_direction(letter.body) == "ltr" else "ar"


def file_name(letter: Letter) -> str:
    """Neutral: neither subject nor institution."""
    return f"letter-{letter.public_id.hex[:8]}.pdf"


def _context(letter, language) -> dict:
    programme = letter.programme
    names = BodyNames(audience=LETTER, language=language, on=letter.date)
    earlier = letter.in_reply_to
    return {
        "letter": letter,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "basmala": programme.shows_basmala and language == "ar",
        "country": settings.COUNTRY_LINE,
        "implementer": programme.implementer,
        "day": _both(letter.date, language),
        "institution": names.of(letter.institution),
        "through": names.of(letter.through) if letter.through else "",
        "copies": [names.of(row) for row in letter.copies.all()],
        "blocks": blocks_of(letter.body),
        "earlier": earlier and {"number": earlier.number, "day": _both(earlier.date, language)},
        "is_demo": programme.is_demo,
    }


def blocks_of(body: str) -> list[dict]:
    """The words in paragraphs, each with its lines; lines that begin with a number are a list."""
    blocks = []
    for paragraph in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        items = [found[1] for line in lines if (found := _ITEM.match(line))]
        if items and lines[1:] and len(items) >= len(lines) - 1:
            blocks.append({"lead": "" if len(items) == len(lines) else lines[0], "items": items})
        else:
            blocks.append({"lines": lines, "items": []})
    return blocks


def _both(day, language) -> str:
    try:
        return format_date(day, language, "both")
    except HijriOutOfRange:
        return format_date(day, language)
