"""The whole of what one audience reads of a programme in a period."""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import format_period
from participants.services.naming import BodyNames
from reports.audiences import require_document
from reports.models import Report
from reports.projection.period.changes import project_changes
from reports.projection.period.donor import gather_for_donor
from reports.projection.period.full import gather
from reports.projection.period.indicators import project_indicators
from reports.projection.period.institutions import project_answering
from reports.projection.period.scope import Span
from reports.projection.texts import Texts

#: counted up when the structure changes, so that old frozen reports stay readable as what they are
SCHEMA = 1


@dataclass(frozen=True)
class PeriodTexts:
    """What people write into a report before it is released; frozen with it. Annexes: (heading, text)."""

    title: str = ""
    introduction: str = ""
    annexes: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of(cls, content: dict) -> "PeriodTexts":
        """Those of a frozen content."""
        texts = content["texts"]
        annexes = tuple((row["title"]["text"], row["text"]["text"]) for row in texts["annexes"])
        return cls(texts["title"]["text"], texts["introduction"]["text"], annexes)


def project_period(
    span: Span,
    *,
    audience: str,
    language: str,
    written: PeriodTexts = PeriodTexts(),
    as_of: datetime.date | None = None,
    leaves_out_untranslated: bool = False,
) -> dict:
    """Plain JSON; the same record gives the same structure on any day.

    `as_of` is the day at whose end lateness is judged: the last day of the period, or of the last act that is shown.
    Raises AudienceComesLater for an audience without an allow-list, ValueError for an unknown language.
    """
    require_document(audience, Report.Kind.PERIOD)
    if language not in ("ar", "en"):
        raise ValueError(f"unknown language {language!r}, not ar or en")
    with override(language):
        bodies = BodyNames(audience=audience, language=language, on=span.end)
        texts = Texts(language, leaves_out=leaves_out_untranslated, bodies=bodies)
        gathers = gather_for_donor if audience == Report.Audience.DONOR else gather
        parts = gathers(span, texts, as_of=as_of)
        as_of = datetime.date.fromisoformat(parts["as_of"])
        people = parts["figures"]
        answering = project_answering(span, as_of=as_of)
        content = {
            "schema": SCHEMA,
            "kind": Report.Kind.PERIOD.value,
            "audience": audience,
            "audience_label": str(Report.Audience(audience).label),
            "language": language,
            "is_demo": span.programme.is_demo,
            "period": _period(span, language),
            "action": _action(span.programme, texts),
            "texts": _written(written, texts),
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


def _written(written, texts) -> dict:
    annexes = [
        {"title": texts.plain(title), "text": texts.plain(text, _("Annex: %(title)s") % {"title": title})}
        for title, text in written.annexes
    ]
    return {
        "title": texts.plain(written.title, _("Title of the report")),
        "introduction": texts.plain(written.introduction, _("Introduction of the report")),
        "annexes": annexes,
    }
