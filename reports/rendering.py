"""From a frozen report to its HTML and its PDF. Reads the frozen content and nothing of the live record."""

import datetime
import io
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override

from common.arabic import digits_chosen
from common.pdf import find_fonts, render_pdf
from common.printed_codes import grouped
from reports.charts import donor_figures, internal_figures, public_figures
from reports.models import Report
from reports.period_document import period_context
from reports.services.check import HASH_DIGITS

#: documents longer than this get a table of contents
PAGES_WITHOUT_CONTENTS = 6
#: lines that usually fill as many
ROWS_OF_SIX_PAGES = 45
#: stands for a character that our fonts lack; the colophon says so
SUBSTITUTE = "\ufffd"
#: (kind, audience) → template; an audience of "" stands for all others that the kind has
TEMPLATES = {
    (Report.Kind.FORUM_OUTCOMES.value, Report.Audience.INTERNAL.value): "reports/pdf/document.html",
    (Report.Kind.FORUM_OUTCOMES.value, Report.Audience.PUBLIC.value): "reports/pdf/press.html",
    (Report.Kind.FORUM_OUTCOMES.value, ""): "reports/pdf/document_donor.html",
    (Report.Kind.MINUTES.value, ""): "reports/pdf/minutes.html",
    (Report.Kind.PERIOD.value, ""): "reports/pdf/period/document.html",
}
#: template → a sheet beside those of every document
SHEETS = {
    "reports/pdf/minutes.html": "minutes.css",
    "reports/pdf/press.html": "minutes.css",
    "reports/pdf/period/document.html": "period.css",
}
#: template → the part of it that its page shows
BODIES = {
    "reports/pdf/press.html": "reports/pdf/press_body.html",
    "reports/pdf/period/document.html": "reports/pdf/period/body.html",
}
STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf"


def render_report(report: Report, *, releasing: bool = False) -> bytes:
    """The finished PDF of a frozen report: the same bytes each time, on the same fonts and libraries.

    A donor's report that is not released says so on each page; `releasing` makes the file that will be. Raises `common.pdf.PdfFailed` where it cannot be made; its message says what to install.
    """
    if SHEETS.get(template_of(report)) == "minutes.css":
        # One sheet or two: no contents, and no cover before it.
        return _render(report, document_html(report, releasing=releasing))
    contents = _looks_long(report.frozen)
    pdf = _render(report, document_html(report, contents=contents, releasing=releasing))
    if (_page_count(pdf) > PAGES_WITHOUT_CONTENTS) != contents:
        pdf = _render(report, document_html(report, contents=not contents, releasing=releasing))
    return pdf


def document_html(report: Report, *, contents: bool = False, releasing: bool = False) -> str:
    """The HTML that is typeset. Characters that our fonts lack are replaced, and the document says so."""
    template = template_of(report)
    with override(report.language), digits_chosen(""):
        context = _context(report) | {"contents": contents, "is_proof": _is_proof(report, releasing)}
        html = str(render_to_string(template, context))
        missing = find_fonts().missing_characters(html)
        if missing:
            told = render_to_string(template, {**context, "undrawable": SUBSTITUTE})
            html = told.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE))
    return html


def body_of(report: Report) -> SafeString:
    """The body of the document for its page, in its own language and digits: as its reader sees it."""
    with override(report.language), digits_chosen(""):
        return render_to_string(BODIES[template_of(report)], _context(report))


def template_of(report: Report) -> str:
    """The one of its kind and audience."""
    return TEMPLATES.get((report.kind, report.audience)) or TEMPLATES[report.kind, ""]


def check_url(report: Report) -> str:
    """The address on the document where anybody may check it."""
    return settings.SITE_URL + reverse("reports:check", args=[report.verification_code])


def file_name(report: Report) -> str:
    """A neutral name: the report's number and its language, never a title or a person."""
    return f"{report.reference}-{report.language}.pdf"


def _looks_long(content) -> bool:
    """A guess that spares most documents the second pass; a wrong one costs time only."""
    attendance = content.get("attendance", {})
    people = sum(len(rows) for rows in attendance.values())
    return people + len(content["outputs"]) + 2 * len(content["recommendations"]) > ROWS_OF_SIX_PAGES


def sheets_of(report: Report) -> list[Path]:
    """The style sheets that its document is typeset with, in order."""
    names = ["widths.css", "report.css", f"{report.language}.css"]
    if sheet := SHEETS.get(template_of(report)):
        names.append(sheet)
    return [STYLES / name for name in names]


def _render(report, html) -> bytes:
    return render_pdf(
        html,
        stylesheets=sheets_of(report),
        identifier=report.frozen_hash.encode(),
        # Kind and number: a title that people typed may name somebody, and metadata travel further than pages.
        title=f"{_kind_in(report)} {report.reference}",
        language=report.language,
        created=datetime.date.fromisoformat(report.frozen["as_of"]),
        assets=[],
    )


def _is_proof(report, releasing) -> bool:
    return (
        report.audience != Report.Audience.INTERNAL and report.state == Report.State.DRAFT and not releasing
    )


def _kind_in(report) -> str:
    with override(report.language):
        return str(report.get_kind_display())


def _page_count(pdf: bytes) -> int:
    from pikepdf import Pdf

    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _context(report) -> dict:
    content, language = report.frozen, report.language
    return {
        "doc": content,
        "report": report,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "printed_code": grouped(report.verification_code),
        "check_host": settings.SITE_URL.split("://")[-1],
        **_BUILDERS[report.kind](report, content, language),
    }


def _minutes(report, content, language) -> dict:
    return {"digest_prefix": content["minutes"]["digest"][:HASH_DIGITS]}


def _outcomes(report, content, language) -> dict:
    if report.audience == Report.Audience.PUBLIC:
        return public_figures(content, language) | {"hash_prefix": report.frozen_hash[:HASH_DIGITS]}
    by_number = {output["number"]: output for output in content["outputs"]}
    makes = internal_figures if report.audience == Report.Audience.INTERNAL else donor_figures
    return {
        **makes(content, language),
        "themes": [
            {"name": group["theme"], "outputs": [by_number[number] for number in group["outputs"]]}
            for group in content["themes"]
        ],
        **_proof(report),
    }


def _period(report, content, language) -> dict:
    return period_context(content, language) | _proof(report)


def _proof(report) -> dict:
    """What the cover carries for whoever checks the document."""
    url = check_url(report)
    return {
        "hash_prefix": report.frozen_hash[:HASH_DIGITS],
        "check_url": url,
        "qr": segno.make(url, error="m", micro=False).svg_data_uri(
            border=2, dark="#0b3440", light="#fff", xmldecl=False
        ),
    }


_BUILDERS = {
    Report.Kind.MINUTES.value: _minutes,
    Report.Kind.FORUM_OUTCOMES.value: _outcomes,
    Report.Kind.PERIOD.value: _period,
}
