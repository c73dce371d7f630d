"""The internal part: all forums that were approved once, all their outputs, all asks of the period, sent or not."""

import datetime

from django.utils.translation import gettext as _

from common.arabic import localise_digits
from forums.models import Holiday
from recommendations.models import Recommendation
from reports.figures.asks import RELATED, last_act_on, outputs_of
from reports.figures.compute import programme_figures
from reports.projection.asks import project_recommendations
from reports.projection.journeys import project_journeys
from reports.projection.meeting import project_programme
from reports.projection.outputs import group_by_theme, project_outputs
from reports.projection.period.matrix import add_actions, in_order_of_parts
from reports.projection.period.people import Crowd
from reports.projection.period.scope import concerned, forums_in

_MEETING = ("place", "minutes")


def gather(span, texts, *, as_of: datetime.date | None) -> dict:
    """The parts of the content that depend on who reads."""
    forums = list(forums_in(span, as_approved=False).select_related(*_MEETING))
    recommendations = _recommendations(span, forums)
    as_of = as_of or max([span.end, *last_act_on(recommendations)])
    figures = programme_figures(
        span.programme, start=span.start, end=span.end, as_of=as_of, recommendations=recommendations
    )
    outputs = sorted(outputs_of(forums), key=lambda row: (row.minutes.forum.date, row.minutes.forum_id))
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    projected = project_outputs(outputs, recommendations, texts)
    for row, output in zip(projected, outputs, strict=True):
        row["meeting"] = output.minutes.forum.code
    came = Crowd(forum.pk for forum in forums).totals
    holidays = list(Holiday.objects.values_list("day", flat=True))
    rows = project_recommendations(recommendations, outputs, texts, as_of=as_of, holidays=holidays)
    add_actions(rows, recommendations, asked=in_order_of_parts)
    return {
        "as_of": as_of.isoformat(),
        "programme": project_programme(span.programme, texts),
        "meetings": [_meeting(forum, texts, outputs, recommendations, came[forum.pk]) for forum in forums],
        "outputs": projected,
        "themes": group_by_theme(projected),
        "recommendations": rows,
        "journeys": project_journeys(recommendations, numbers, texts),
        "figures": figures.to_json(),
        "shares": {},
        "withheld": [],
    }


def _recommendations(span, forums):
    found = (
        Recommendation.objects.filter(concerned(span, forums))
        .select_related("programme", "merged_into__programme")
        .prefetch_related(*RELATED, "addressees__updates__evidence", "addressees__responses__letter")
    )
    return sorted(found, key=lambda row: (row.number is None, row.number or 0, row.pk))


def _meeting(forum, texts, outputs, recommendations, attendances) -> dict:
    where = _("Title of %(code)s") % {"code": forum.code}
    return {
        "code": forum.code,
        "kind": forum.get_kind_display(),
        "level": forum.get_level_display(),
        "number": forum.number and localise_digits(forum.number, texts.language),
        "title": texts.pair(forum.title_ar, forum.title_en, where),
        "date": forum.date.isoformat(),
        "place": texts.named(forum.place),
        "disclosure": forum.get_disclosure_display(),
        "attendances": attendances,
        "outputs": sum(row.minutes.forum_id == forum.pk for row in outputs),
        "recommendations": sum(
            any(source.minutes.forum_id == forum.pk for source in row.sources.all())
            for row in recommendations
        ),
    }
