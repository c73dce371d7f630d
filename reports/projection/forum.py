"""The whole of what one audience reads of one forum."""

import datetime

from django.utils.translation import override

from forums.models import Holiday
from reports.audiences import require_document
from reports.figures import forum_figures
from reports.figures.asks import outputs_of, recommendations_of
from reports.models import Report
from reports.projection.asks import project_recommendations
from reports.projection.donor import project_for_donor
from reports.projection.journeys import project_journeys
from reports.projection.meeting import project_meeting, project_minutes, project_programme
from reports.projection.official import project_for_officials
from reports.projection.officials import project_officials
from reports.projection.outputs import group_by_theme, project_outputs
from reports.projection.parts import in_languages
from reports.projection.people import project_acknowledgements, project_attendance
from reports.projection.public import project_for_public
from reports.projection.texts import Texts, names_on
from reports.projection.written import NOTHING_WRITTEN, ReportTexts, project_written

#: counted up when the structure changes, so that old frozen reports stay readable as what they are
SCHEMA = 4


def project_forum(
    forum,
    *,
    audience: str,
    language: str,
    as_of: datetime.date | None = None,
    written: ReportTexts = NOTHING_WRITTEN,
    shows_totals: bool = False,
    leaves_out_untranslated: bool = False,
) -> dict:
    """Plain JSON of the outcomes of one forum; the same record gives the same structure on any day.

    In both languages it holds the projection in each (`reports.projection.parts`). `as_of` is the day at whose end lateness is judged; see `figures.forum_figures` for what stands without it. What was
    `written` for the audience stands beside the record, and is not asked of it.
    For those outside: `shows_totals` by sex and youth at any size, and whether texts that are not in the language are
    left out. Raises AudienceComesLater for an audience without an allow-list, NotApproved for a report to those
    outside of minutes that are not approved, ValueError for an unknown language and for texts in a press release.
    """
    require_document(audience, Report.Kind.FORUM_OUTCOMES)
    written = written.in_document(language)

    def project(in_language):
        with override(in_language):
            if audience == Report.Audience.INTERNAL:
                return _project(forum, audience, in_language, as_of, written)
            return OUTSIDE[audience](
                forum.pk,
                schema=SCHEMA,
                language=in_language,
                as_of=as_of,
                written=written,
                shows_totals=shows_totals,
                leaves_out_untranslated=leaves_out_untranslated,
            )

    return in_languages(language, project)


#: audience → what it reads, each a part of what the audience before it does
OUTSIDE = {
    Report.Audience.OFFICIAL.value: project_for_officials,
    Report.Audience.DONOR.value: project_for_donor,
    Report.Audience.PUBLIC.value: project_for_public,
}


def _project(forum, audience, language, as_of, written):
    texts = Texts(language, bodies=names_on(forum, audience=audience, language=language))
    recommendations = recommendations_of([forum])
    outputs = outputs_of([forum])
    figures = forum_figures(forum, audience=audience, as_of=as_of, recommendations=recommendations)
    holidays = list(Holiday.objects.values_list("day", flat=True))
    projected = project_outputs(outputs, recommendations, texts)
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    content = {
        "schema": SCHEMA,
        "kind": Report.Kind.FORUM_OUTCOMES.value,
        "audience": audience,
        "audience_label": str(Report.Audience(audience).label),
        "language": language,
        "is_demo": forum.is_demo or forum.programme.is_demo,
        "as_of": figures.as_of.isoformat(),
        "programme": project_programme(forum.programme, texts),
        "meeting": project_meeting(forum, texts),
        "minutes": project_minutes(forum),
        "texts": project_written(written, texts),
        "attendance": project_attendance(forum, texts, level=audience),
        "acknowledgements": project_acknowledgements(forum, texts),
        "officials": project_officials(forum, texts, audience=audience),
        "outputs": projected,
        "themes": group_by_theme(projected),
        "recommendations": project_recommendations(
            recommendations, outputs, texts, as_of=figures.as_of, holidays=holidays
        ),
        "journeys": project_journeys(recommendations, numbers, texts),
        "figures": figures.to_json(),
        "shares": {},
        "withheld": [],
    }
    return content | {"untranslated": texts.untranslated, "left_out": texts.left_out}
