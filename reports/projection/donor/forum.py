"""The whole of what a donor reads of one forum, put together."""

import datetime
from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from forums.models import Forum, Holiday
from reports.figures.asks import outputs_by_kind, outputs_by_theme
from reports.models import Report
from reports.projection.donor import asks, meeting, statements
from reports.projection.donor.earlier import was_told_of
from reports.projection.donor.people import Left, project_people
from reports.projection.officials import project_officials
from reports.projection.outputs import group_by_theme
from reports.projection.texts import Texts, names_on
from reports.projection.written import ReportTexts, project_written

#: figures of a table of people, and of everything else
_PEOPLE = ("attendances", "by_category", "by_sex", "by_age_band")


class NotApproved(Exception):
    """The minutes are not approved as they stand now: nothing of them leaves the house."""


def project_for_donor(
    forum_id: int,
    *,
    schema: int,
    language: str,
    as_of: datetime.date | None,
    written: ReportTexts,
    shows_totals: bool,
    leaves_out_untranslated: bool,
    audience: Report.Audience = Report.Audience.DONOR,
    widen: Callable | None = None,
) -> dict:
    """Plain JSON; its keys are among those of the internal projection. Raises NotApproved.

    A wider `audience` gets what `widen` puts in, called with the content and its texts.

    Depends on the record and on the forum's reports that have left already (small counts are compared with them).
    """
    forum = meeting.read_forum(forum_id)
    revision = meeting.read_revision(forum)
    if revision is None:
        raise NotApproved(forum.code)
    bodies = names_on(forum, audience=audience.value, language=language)
    texts = Texts(language, leaves_out=leaves_out_untranslated, bodies=bodies)
    tells = tells_words(forum)
    recommendations = asks.read_recommendations(forum)
    outputs = statements.read_outputs(forum)
    holidays = list(Holiday.objects.values_list("day", flat=True))
    as_of = as_of or last_day(revision, recommendations)
    people = people_of(forum, shows_totals=shows_totals)
    groups = {row["key"] for row in (people["by_category"] or {"rows": []})["rows"]}
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    projected = statements.project_outputs(outputs, recommendations, texts, groups=groups) if tells else []
    content = {
        "schema": schema,
        "kind": Report.Kind.FORUM_OUTCOMES.value,
        "audience": audience.value,
        "audience_label": str(audience.label),
        "language": language,
        "is_demo": forum.is_demo or forum.programme.is_demo,
        "as_of": as_of.isoformat(),
        "programme": meeting.project_programme(forum.programme, texts),
        "meeting": meeting.project_meeting(forum, texts, tells_words=tells),
        "minutes": meeting.project_minutes(revision),
        "texts": project_written(written, texts),
        "officials": project_officials(forum, texts, audience=audience.value),
        "outputs": projected,
        "themes": group_by_theme(projected),
        "recommendations": asks.project_recommendations(
            recommendations, numbers if tells else {}, texts, as_of=as_of, holidays=holidays
        ),
        "figures": {
            **{name: people[name] for name in _PEOPLE},
            "as_of": as_of.isoformat(),
            "outputs": len(outputs),
            "outputs_by_kind": plain_table(outputs_by_kind(outputs)),
            "outputs_by_theme": plain_table(outputs_by_theme(outputs)),
            **asks.count_asks(recommendations, as_of=as_of, holidays=holidays),
        },
        "shares": people["shares"],
        "withheld": _withheld(people["withheld"], outputs, projected, tells, forum),
    }
    if widen is not None:
        widen(content, texts)
    return content | {"untranslated": texts.untranslated, "left_out": texts.left_out}


def tells_words(forum) -> bool:
    """Whether what was said in a forum leaves it: of a closed one only what was sent does."""
    return forum.disclosure != Forum.Disclosure.CLOSED


def shown_answers(forum) -> list[int]:
    """Primary keys of the answers whose summary stands in a report made of the forum now."""
    return asks.shown_answers(forum)


def people_of(forum, *, shows_totals: bool) -> dict:
    """Who came, counted beside what has left already."""
    return project_people(forum, shows_totals=shows_totals, left=_left(forum))


def last_day(revision, recommendations) -> datetime.date:
    """The day of the last act that is shown."""
    days = asks.last_act_on(recommendations)
    return max([timezone.localdate(revision["approved_at"]), *days])


def _left(forum) -> Left:
    left = Report.objects.for_readers().once_released()
    left = left.filter(forum=forum, kind=Report.Kind.FORUM_OUTCOMES).order_by("pk")
    public = Q(audience=Report.Audience.PUBLIC)
    return Left(
        list(left.exclude(public).values_list("frozen__figures", flat=True)),
        list(left.filter(public).values_list("frozen__figures", flat=True)),
        was_told_of(forum),
    )


def _withheld(people, outputs, projected, tells, forum) -> list[str]:
    """Codes of what this audience does not get; `withheld.py` has the words."""
    codes = ["persons", "speakers"]
    if not tells:
        codes.append("closed")
    elif any(
        row.spoken_by == row.SpokenBy.CATEGORY and not shown["speaker"]
        for row, shown in zip(outputs, projected, strict=True)
    ):
        codes.append("small_groups")
    if tells and statements.has_narrower(forum):
        codes.append("narrower")
    return [*codes, "place_and_hour", "answers", *people]


def plain_table(table) -> dict:
    """A table of figures as JSON, without persons."""
    rows = [{"key": row.key, "ar": row.ar, "en": row.en, "count": row.count} for row in table.rows]
    return {"name": table.name, "rows": rows, "overlaps": table.overlaps}
