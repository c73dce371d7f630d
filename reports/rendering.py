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
from reports.figures import Figures, Row, Table, percent
from reports.models import Report
from reports.projection.donor.withheld import shares_in_words, withheld_in_words
from reports.services.check import HASH_DIGITS, grouped

#: documents longer than this get a table of contents
PAGES_WITHOUT_CONTENTS = 6
#: lines that usually fill as many
ROWS_OF_SIX_PAGES = 45
#: stands for a character that our fonts lack; the colophon says so
SUBSTITUTE = "\ufffd"
TEMPLATES = {
    Report.Audience.INTERNAL.value: "reports/pdf/document.html",
    Report.Audience.DONOR.value: "reports/pdf/document_donor.html",
}
STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf"


@dataclass(frozen=True)
class Chart:
    """A table of figures with bars; `rows` are (label, count, persons, width in hundredths of the longest)."""

    title: str
    rows: tuple[tuple[str, int, int | None, int], ...]
    counted: str
    overlaps: bool = False


def render_report(report: Report, *, releasing: bool = False) -> bytes:
    """The finished PDF of a frozen report: the same bytes each time, on the same fonts and libraries.

    A donor's report that is not released says so on each page; `releasing` makes the file that will be. Raises `common.pdf.PdfFailed` where it cannot be made; its message says what to install.
    """
    contents = _looks_long(report.frozen)
    pdf = _render(report, document_html(report, contents=contents, releasing=releasing))
    if (_page_count(pdf) > PAGES_WITHOUT_CONTENTS) != contents:
        pdf = _render(report, document_html(report, contents=not contents, releasing=releasing))
    return pdf


def document_html(report: Report, *, contents: bool = False, releasing: bool = False) -> str:
    """The HTML that is typeset. Characters that our fonts lack are replaced, and the document says so."""
    template = TEMPLATES[report.audience]
    with override(report.language):
        context = _context(report, contents) | {"is_proof": _is_proof(report, releasing)}
        html = str(render_to_string(template, context))
        missing = find_fonts().missing_characters(html)
        if missing:
            told = render_to_string(template, {**context, "undrawable": SUBSTITUTE})
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
    attendance = content.get("attendance", {})
    people = sum(len(rows) for rows in attendance.values())
    return people + len(content["outputs"]) + 2 * len(content["recommendations"]) > ROWS_OF_SIX_PAGES


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


def _context(report, contents) -> dict:
    content = report.frozen
    by_number = {output["number"]: output for output in content["outputs"]}
    makes = donor_figures if report.audience == Report.Audience.DONOR else internal_figures
    return {
        "doc": content,
        "report": report,
        "language": report.language,
        "direction": "rtl" if report.language == "ar" else "ltr",
        "contents": contents,
        **makes(content, report.language),
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


def internal_figures(content, language) -> dict:
    """Figures and their charts, all of them."""
    figures = Figures.from_json(content["figures"])
    return {
        "figures": figures,
        "charts": _charts(figures, language),
        "output_charts": _output_charts(figures.outputs_by_kind, figures.outputs_by_theme, language),
        "state_charts": [_state_chart(figures.recommendations_by_state, language)],
    }


def donor_figures(content, language) -> dict:
    """The same from a donor's content, where a table of people may be withheld (None); and what is withheld."""
    figures = content["figures"]
    attended = pgettext("column of figures", "attendances")
    titles = {"by_category": _("By category"), "by_sex": _("By sex"), "by_age_band": _("By age band")}
    tables = {name: _table(figures[name]) for name in titles if figures[name]}
    kinds, themes = (_table(figures[name]) for name in ("outputs_by_kind", "outputs_by_theme"))
    states = _table(figures["recommendations_by_state"])
    return {
        "figures": {
            **figures,
            "answered_percent": percent(figures["answered"], figures["sent"]),
            "overdue": figures["overdue_answers"] + figures["overdue_promises"],
        },
        "charts": [_chart(table, titles[name], language, attended) for name, table in tables.items()],
        "output_charts": _output_charts(kinds, themes, language),
        "state_charts": [_state_chart(states, language)] if states.rows else [],
        "withheld": withheld_in_words(content),
        "shares": shares_in_words(content),
    }


def _table(data: dict) -> Table:
    return Table(data["name"], tuple(Row(**row) for row in data["rows"]), data["overlaps"])


def _state_chart(table, language) -> Chart:
    return _chart(table, _("Recommendations by state"), language, _number())


def _charts(figures, language) -> list[Chart]:
    titles = (
        (figures.by_category, _("By category")),
        (figures.by_sex, _("By sex")),
        (figures.by_age_band, _("By age band")),
        (figures.by_district, _("By home district")),
    )
    counted = pgettext("column of figures", "attendances")
    return [_chart(table, title, language, counted) for table, title in titles if table.is_known]


def _output_charts(kinds, themes, language) -> list[Chart]:
    titles = ((kinds, _("Outputs by kind")), (themes, _("Outputs by theme")))
    return [_chart(table, title, language, _number()) for table, title in titles if table.rows]


def _number() -> str:
    return pgettext("column of figures", "number")


def _chart(table: Table, title, language, counted) -> Chart:
    rows = tuple(
        (row.label(language), row.count, row.persons, round(100 * row.count / table.largest))
        for row in table.rows
    )
    return Chart(title, rows, counted, table.overlaps)
