"""The brief before a meeting as a document: the same rows as its page, for reading on the way."""

import datetime
import hashlib

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.arabic import digits_chosen
from common.pdf import find_fonts, render_pdf
from recommendations.brief import brief_for
from reports.document import SUBSTITUTE
from reports.rendering import STYLES


def render_brief(forum, language: str) -> bytes:
    """The PDF as things stand now. Raises `common.pdf.PdfFailed` where it cannot be made."""
    today = timezone.localdate()
    with override(language):
        title = " ".join([_("Brief before the meeting"), forum.code])
    html = brief_html(forum, language, today)
    return render_pdf(
        html,
        stylesheets=[STYLES / name for name in ("report.css", "brief.css", f"{language}.css")],
        identifier=hashlib.sha256(html.encode()).digest(),
        title=title,
        language=language,
        created=today,
        assets=[],
    )


def brief_html(forum, language: str, today: datetime.date) -> str:
    """The HTML that is typeset."""
    with override(language), digits_chosen(""):
        context = {
            "forum": forum,
            "title": forum.title_in(language),
            "brief": brief_for(forum),
            "today": today,
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
        }
        html = str(render_to_string("reports/pdf/brief.html", context))
    missing = find_fonts().missing_characters(html)
    return html.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE)) if missing else html


def file_name(forum, language: str) -> str:
    """Neutral: the meeting's code."""
    return f"brief-{forum.public_id.hex[:8]}-{language}.pdf"
