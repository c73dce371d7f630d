"""From a frozen report to its PDF."""

import datetime
import io
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from common.pdf import render_pdf
from reports.document import document_html
from reports.models import Report
from reports.papers import paper_of
from reports.projection.parts import parts_of

#: documents longer than this get a table of contents
PAGES_WITHOUT_CONTENTS = 6
#: lines that usually fill as many
ROWS_OF_SIX_PAGES = 45
STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf"


def render_report(report: Report, *, releasing: bool = False) -> bytes:
    """The finished PDF of a frozen report: the same bytes each time, on the same fonts and libraries.

    A report for readers outside that is not released says so on each page; `releasing` makes the file that will be.
    Raises `common.pdf.PdfFailed` where it cannot be made; its message says what to install.
    """
    if not paper_of(report).has_cover:
        # One sheet or two: no contents.
        return _render(report, document_html(report, releasing=releasing))
    contents = _looks_long(report.frozen)
    pdf = _render(report, document_html(report, contents=contents, releasing=releasing))
    if (_page_count(pdf) > PAGES_WITHOUT_CONTENTS) != contents:
        pdf = _render(report, document_html(report, contents=not contents, releasing=releasing))
    return pdf


def file_name(report: Report) -> str:
    """A neutral name: the report's number and its language, never a title or a person."""
    return f"{report.reference}-{report.language}.pdf"


def sheets_of(report: Report) -> list[Path]:
    """The style sheets that its document is typeset with, in order."""
    names = ["widths.css", "report.css", *(f"{language}.css" for language in report.languages)]
    if len(report.languages) > 1:
        names.append("both.css")
    if sheet := paper_of(report).sheet:
        names.append(sheet)
    return [STYLES / name for name in names]


def _looks_long(content) -> bool:
    """A guess that spares most documents the second pass; a wrong one costs time only."""
    return sum(_rows(part) for part in parts_of(content)) > ROWS_OF_SIX_PAGES


def _rows(content) -> int:
    people = sum(len(rows) for rows in content.get("attendance", {}).values())
    return people + len(content["outputs"]) + 2 * len(content["recommendations"])


def _render(report, html) -> bytes:
    first, *others = report.languages
    return render_pdf(
        html,
        stylesheets=sheets_of(report),
        identifier=report.frozen_hash.encode(),
        # Kind and number: a title that people typed may name somebody, and metadata travel further than pages.
        title=f"{' – '.join(_kind_in(report, language) for language in report.languages)} {report.reference}",
        language=first,
        article_language=others[0] if others else None,
        created=datetime.date.fromisoformat(report.frozen["as_of"]),
        assets=[],
    )


def _kind_in(report, language) -> str:
    with override(language):
        return str(report.get_kind_display())


def _page_count(pdf: bytes) -> int:
    from pikepdf import Pdf

    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
