"""From a frozen report to its HTML and its PDF. Reads the frozen content and nothing of the live record."""

import datetime
import io
from dataclasses import dataclass
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from common.pdf import find_fonts, render_pdf
from reports.figures import Figures, Table
from reports.models import Report
from reports.services.check import HASH_DIGITS, grouped

#: documents longer than this get a table of contents
PAGES_WITHOUT_CONTENTS = 6
#: lines that usually fill as many
ROWS_OF_SIX_PAGES = 45
#: stands for a character that our fonts lack; the colophon says so
SUBSTITUTE = "\ufffd"
STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf"


@dataclass(frozen=True)
class Chart:
    """A table of figures with bars; `rows` are (label, count, persons, width in hundredths of the longest)."""

    title: str
    rows: tuple[tuple[str, int, int | None, int], ...]
    counted: str
    overlaps: bool = False


def render_report(report: Report) -> bytes:
    """The finished PDF of a frozen report: the same bytes each time, on the same fonts and libraries.

    Raises `common.pdf.PdfFailed` where it cannot be made; its message says what to install.
    """
    contents = _looks_long(report.frozen)
    pdf = _render(report, document_html(report, contents=contents))
    if (_page_count(pdf) > PAGES_WITHOUT_CONTENTS) != contents:
        pdf = _render(report, document_html(report, contents=not contents))
    return pdf


def document_html(report: Report, *, contents: bool = False) -> str:
    """The HTML that is typeset. Characters that our fonts lack are replaced, and the document says so."""
    with override(report.language):
        context = _context(report, contents)
        html = str(render_to_string("reports/pdf/document.html", context))
        missing = find_fonts().missing_characters(html)
        if missing:
            told = render_to_string("reports/pdf/document.html", {**context, "undrawable": SUBSTITUTE})
            html = told.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE))
    return html


def check_url(report: Report) -> str:
    """The address on the document where anybody may check it."""
    return settings.SITE_URL + reverse("reports:check", args=[report.verification_code])


def file_name(report: Report) -> str:
    """A neutral name: the report's number and its language, never a title or a person."""
    return f"{report.reference}-{report.language}.pdf"


def _looks_long(content) -> bool:
    """A guess that spares most documents the second pass; a wrong one costs time only."""
    people = content["attendance"]["present"] + content["attendance"]["others"]
    return len(people) + len(content["outputs"]) + 2 * len(content["recommendations"]) > ROWS_OF_SIX_PAGES


def _render(report, html) -> bytes:
    return render_pdf(
        html,
        stylesheets=[STYLES / name for name in ("widths.css", "report.css", f"{report.language}.css")],
        identifier=report.frozen_hash.encode(),
        # Kind and number: a title that people typed may name somebody, and metadata travel further than pages.
        title=f"{_kind_in(report)} {report.reference}",
        language=report.language,
        created=datetime.date.fromisoformat(report.frozen["as_of"]),
        assets=[],
    )


def _kind_in(report) -> str:
    with override(report.language):
        return str(report.get_kind_display())


def _page_count(pdf: bytes) -> int:
    from pikepdf import Pdf

    with Pdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _context(report, contents) -> dict:
    content = report.frozen
    figures = Figures.from_json(content["figures"])
    by_number = {output["number"]: output for output in content["outputs"]}
    return {
        "doc": content,
        "report": report,
        "language": report.language,
        "direction": "rtl" if report.language == "ar" else "ltr",
        "contents": contents,
        "figures": figures,
        "charts": _charts(figures, report.language),
        "output_charts": _output_charts(figures, report.language),
        "state_charts": [
            _chart(
                figures.recommendations_by_state, _("Recommendations by state"), report.language, _number()
            )
        ],
        "themes": [
            {"name": group["theme"], "outputs": [by_number[number] for number in group["outputs"]]}
            for group in content["themes"]
        ],
        "hash_prefix": report.frozen_hash[:HASH_DIGITS],
        "printed_code": grouped(report.verification_code),
        "check_url": check_url(report),
        "check_host": settings.SITE_URL.split("://")[-1],
        "qr": segno.make(check_url(report), error="m", micro=False).svg_data_uri(
            border=2, dark="#0b3440", light="#fff", xmldecl=False
        ),
    }


def _charts(figures, language) -> list[Chart]:
    titles = (
        (figures.by_category, _("By category")),
        (figures.by_sex, _("By sex")),
        (figures.by_age_band, _("By age band")),
        (figures.by_district, _("By home district")),
    )
    counted = pgettext("column of figures", "attendances")
    return [_chart(table, title, language, counted) for table, title in titles if table.is_known]


def _output_charts(figures, language) -> list[Chart]:
    titles = (
        (figures.outputs_by_kind, _("Outputs by kind")),
        (figures.outputs_by_theme, _("Outputs by theme")),
    )
    return [_chart(table, title, language, _number()) for table, title in titles if table.rows]


def _number() -> str:
    return pgettext("column of figures", "number")


def _chart(table: Table, title, language, counted) -> Chart:
    rows = tuple(
        (row.label(language), row.count, row.persons, round(100 * row.count / table.largest))
        for row in table.rows
    )
    return Chart(title, rows, counted, table.overlaps)
