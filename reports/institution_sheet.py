"""What is asked of one institution and where it stands: a document for its representatives and for the office.

Made anew at each call of what its reader may read; of answers the summaries alone, which are the institution's own words.
"""

import datetime
import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from common.arabic import digits_chosen
from common.pdf import find_fonts, render_pdf
from participants.services.naming import BodyNames
from recommendations.deadlines import due_of, holidays, overdue
from recommendations.models import Addressee, Recommendation, Wording
from recommendations.possible import standing_response
from recommendations.presentation import late_chip, state_chip, unconfirmed_chip
from reports.document import SUBSTITUTE
from reports.figures.answering import asked_addressees, count_answering
from reports.rendering import STYLES

State = Addressee.State
#: parts of the sheet, in their order: what waits for the institution, what it works on, what is settled
WAITING = (State.SENT, State.CLARIFICATION)
UNDER_WAY = (
    State.ACCEPTED,
    State.CONDITIONAL,
    State.PARTLY,
    State.IN_PROGRESS,
    State.STOPPED,
    State.REPORTED_DONE,
)


@dataclass(frozen=True)
class Line:
    """One recommendation as it was sent, and where it stands with this institution."""

    reference: str
    text: str
    language: str
    chips: list[tuple[str, str]]
    sent_on: datetime.date
    due: tuple[str, datetime.date] | None
    response: object
    update: object
    verification: object


def lines_of(user, institution, today: datetime.date) -> dict[str, list[Line]]:
    """{"waiting", "under_way", "settled"}: what was sent to it and stands, as far as the reader reads it; late ones first."""
    closed = holidays()
    found: dict[str, list[Line]] = {"waiting": [], "under_way": [], "settled": []}
    rows = list(_addressees(user, institution))
    late = {row.pk: overdue(row, closed, today) for row in rows}
    rows.sort(key=lambda row: -(late[row.pk].days if late[row.pk] else 0))
    for row in rows:
        part = "waiting" if row.state in WAITING else "under_way" if row.state in UNDER_WAY else "settled"
        found[part].append(_line(row, late[row.pk]))
    return found


def render_sheet(user, institution, language: str) -> bytes:
    """The PDF as things stand now. Raises `common.pdf.PdfFailed` where it cannot be made."""
    html = sheet_html(user, institution, language, timezone.localdate())
    with override(language):
        title = " ".join([_("Sheet of an institution"), institution.code])
    return render_pdf(
        html,
        stylesheets=[STYLES / name for name in ("report.css", "brief.css", f"{language}.css")],
        identifier=hashlib.sha256(html.encode()).digest(),
        title=title,
        language=language,
        created=timezone.localdate(),
        assets=[],
    )


def sheet_html(user, institution, language: str, today: datetime.date) -> str:
    """The HTML that is typeset."""
    with override(language), digits_chosen(""):
        names = BodyNames(audience="official", language=language, on=today)
        asked = asked_addressees(institution=institution, recommendation__in=_readable(user))
        context = {
            "institution": institution,
            "is_demo": institution.is_demo
            or _readable(user).filter(addressees__institution=institution, programme__is_demo=True).exists(),
            "name": names.of(institution),
            "counts": count_answering(asked, as_of=today, holidays=holidays()),
            "lines": lines_of(user, institution, today),
            "today": today,
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
        }
        html = str(render_to_string("reports/pdf/institution.html", context))
    missing = find_fonts().missing_characters(html)
    return html.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE)) if missing else html


def file_name(institution, language: str) -> str:
    """Neutral: not the institution's name."""
    return f"sheet-{institution.public_id.hex[:8]}-{language}.pdf"


def _readable(user):
    return Recommendation.objects.visible_to(user).filter(standing=Recommendation.Standing.OPEN)


def _addressees(user, institution):
    return (
        Addressee.objects.asked()
        .filter(institution=institution, sent_at__isnull=False, recommendation__in=_readable(user))
        .select_related("recommendation__programme")
        .prefetch_related("recommendation__wordings", "responses__commitments", "updates", "verifications")
        .order_by("answer_due_on", "recommendation__number", "pk")
    )


def _line(row, late) -> Line:
    ask = row.recommendation
    sent = [wording for wording in ask.wordings.all() if wording.occasion == Wording.Occasion.SENT]
    said = sent[-1] if sent else ask
    text, language = said.in_language(_language())
    response = standing_response(row)
    chips = [state_chip(row.state, ask.kind)]
    if late:
        chips.append(late_chip(late, ask.kind))
    if response is not None and not response.is_confirmed:
        chips.append(unconfirmed_chip())
    return Line(
        reference=ask.reference,
        text=text,
        language=language,
        chips=chips,
        sent_on=timezone.localdate(row.sent_at),
        due=due_of(row),
        response=response and _answer(response),
        update=next(reversed(list(row.updates.all())), None),
        verification=next(reversed(list(row.verifications.all())), None),
    )


def _answer(response) -> dict:
    text, language = response.in_language(_language())
    return {
        "decision": response.get_decision_display(),
        "text": text,
        "language": language,
        "promised_on": response.promised_on,
        "commitments": [(row.in_language(_language()), row.due_on) for row in response.commitments.all()],
    }


def _language() -> str:
    return (get_language() or "ar")[:2]
