"""From a frozen report to its HTML, for the file and for its page. Reads the frozen content and nothing of the live record."""

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.arabic import digits_chosen
from common.pdf import find_fonts
from common.printed_codes import grouped
from reports.charts import donor_figures, internal_figures, public_figures
from reports.models import Report
from reports.papers import BOTH, PART, paper_of
from reports.period_document import period_context
from reports.projection.parts import parts_of
from reports.services.check import HASH_DIGITS

#: stands for a character that our fonts lack; the colophon says so
SUBSTITUTE = "\ufffd"


def document_html(report: Report, *, contents: bool = False, releasing: bool = False) -> str:
    """The HTML that is typeset. Characters that our fonts lack are replaced, and the document says so."""
    chosen = {"contents": contents, "is_proof": _is_proof(report, releasing)}
    html = _html(report, chosen)
    if missing := find_fonts().missing_characters(html):
        told = _html(report, chosen | {"undrawable": SUBSTITUTE})
        html = told.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE))
    return html


def bodies_of(report: Report) -> list[SafeString]:
    """The body of each part of the document for its page, in its own language and digits: as its reader sees it."""
    return [_render(paper_of(report).body, context) for context in _contexts(report)]


def check_url(report: Report) -> str:
    """The address on the document where anybody may check it."""
    path = reverse("check", urlconf="reports.printed_urls", args=[report.verification_code])
    return settings.SITE_URL + path


def _html(report, chosen) -> str:
    paper = paper_of(report)
    first, *others = [context | chosen | {"paper": paper} for context in _contexts(report)]
    if not others:
        return str(_render(paper.whole, first))
    parts = [context | {"html": _render(PART, context)} for context in (first, *others)]
    return str(_render(BOTH, parts[0] | {"second": parts[1]}))


def _render(template, context) -> SafeString:
    with override(context["language"]), digits_chosen(""):
        return render_to_string(template, context)


def _contexts(report) -> list[dict]:
    """Of each part what its templates take; those of the second one lie under addresses of their own."""
    found = []
    for content in parts_of(report.frozen):
        with override(content["language"]):
            found.append(
                _context(report, content) | {"anchor": "en-" if found else "", "is_second": bool(found)}
            )
    return found


def _is_proof(report, releasing) -> bool:
    return (
        report.audience != Report.Audience.INTERNAL and report.state == Report.State.DRAFT and not releasing
    )


def _context(report, content) -> dict:
    language = content["language"]
    return {
        "doc": content,
        "report": report,
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "part_name": _("Arabic text") if language == "ar" else _("English text"),
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
