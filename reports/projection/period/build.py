"""The whole of what one audience reads of a programme in a period."""

import datetime

from django.utils.translation import override

from common.dates import format_period
from participants.services.naming import BodyNames
from reports.audiences import require_document
from reports.models import Report
from reports.projection.parts import in_languages
from reports.projection.period.changes import project_changes
from reports.projection.period.donor import gather_for_donor
from reports.projection.period.full import gather
from reports.projection.period.indicators import project_indicators
from reports.projection.period.institutions import project_answering
from reports.projection.period.scope import Span
from reports.projection.texts import Texts
from reports.projection.written import NOTHING_WRITTEN, ReportTexts, project_written

#: counted up when the structure changes, so that old frozen reports stay readable as what they are
SCHEMA = 1


def project_period(
    span: Span,
    *,
    audience: str,
    language: str,
    written: ReportTexts = NOTHING_WRITTEN,
    as_of: datetime.date | None = None,
    leaves_out_untranslated: bool = False,
) -> dict:
    """Plain JSON; the same record gives the same structure on any day. In both languages it holds both projections.

    `as_of` is the day at whose end lateness is judged: the last day of the period, or of the last act that is shown.
    Raises AudienceComesLater for an audience without an allow-list, ValueError for an unknown language.
    """
    require_document(audience, Report.Kind.PERIOD)
    written = written.in_document(language)

    def project(in_language):
        with override(in_language):
            bodies = BodyNames(audience=audience, language=in_language, on=span.end)
            texts = Texts(in_language, leaves_out=leaves_out_untranslated, bodies=bodies)
            return _project(span, texts, audience=audience, written=written, as_of=as_of)

    return in_languages(language, project)


def _project(span, texts, *, audience, written, as_of) -> dict:
    gathers = gather_for_donor if audience == Report.Audience.DONOR else gather
    parts = gathers(span, texts, as_of=as_of)
    people = parts["figures"]
    answering = project_answering(span, as_of=datetime.date.fromisoformat(parts["as_of"]))
    content = {
        "schema": SCHEMA,
        "kind": Report.Kind.PERIOD.value,
        "audience": audience,
        "audience_label": str(Report.Audience(audience).label),
        "language": texts.language,
        "is_demo": span.programme.is_demo,
        "period": _period(span, texts.language),
        "action": _action(span.programme, texts),
        "texts": project_written(written, texts),
        **parts,
        "answering": answering,
        "indicators": project_indicators(span, texts, figures=people, answering=answering),
        "changes": project_changes(span, audience, parts["recommendations"], people),
    }
    return content | {"untranslated": texts.untranslated, "left_out": texts.left_out}


def _period(span, language) -> dict:
    return {
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "label": format_period(span.start, span.end, language, style="prose"),
    }


def _action(programme, texts) -> dict:
    """What the narrative form of the European Union asks of the action itself."""
    return {
        "start": programme.start.isoformat(),
        "end": programme.last_day.isoformat(),
        "is_extended": programme.extended_until is not None,
        "grant_number": programme.grant_number,
        "iati_identifier": programme.iati_identifier,
        "area": [texts.named(place) for place in programme.area.order_by("code")],
    }
