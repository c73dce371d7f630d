"""The whole of what a donor reads of one forum, put together."""

import datetime

from django.utils import timezone

from forums.models import Forum, Holiday
from reports.figures.asks import outputs_by_kind, outputs_by_theme
from reports.models import Report
from reports.projection.donor import asks, meeting, statements
from reports.projection.donor.people import project_people
from reports.projection.outputs import group_by_theme
from reports.projection.texts import Texts

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
    shows_totals: bool,
    leaves_out_untranslated: bool,
) -> dict:
    """Plain JSON; its keys are among those of the internal projection. Raises NotApproved.

    Depends on the record and on the forum's reports that have left already (small counts are compared with them).
    """
    forum = meeting.read_forum(forum_id)
    revision = meeting.read_revision(forum)
    if revision is None:
        raise NotApproved(forum.code)
    texts = Texts(language, leaves_out=leaves_out_untranslated)
    tells_words = forum.disclosure != Forum.Disclosure.CLOSED
    recommendations = asks.read_recommendations(forum)
    outputs = statements.read_outputs(forum)
    holidays = list(Holiday.objects.values_list("day", flat=True))
    as_of = as_of or _last_day(revision, recommendations)
    people = project_people(forum, shows_totals=shows_totals, earlier=_earlier(forum))
    groups = {row["key"] for row in (people["by_category"] or {"rows": []})["rows"]}
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    projected = (
        statements.project_outputs(outputs, recommendations, texts, groups=groups) if tells_words else []
    )
    content = {
        "schema": schema,
        "kind": Report.Kind.FORUM_OUTCOMES.value,
        "audience": Report.Audience.DONOR.value,
        "audience_label": str(Report.Audience.DONOR.label),
        "language": language,
        "is_demo": forum.is_demo or forum.programme.is_demo,
        "as_of": as_of.isoformat(),
        "programme": meeting.project_programme(forum.programme, texts),
        "meeting": meeting.project_meeting(forum, texts, tells_words=tells_words),
        "minutes": meeting.project_minutes(revision),
        "outputs": projected,
        "themes": group_by_theme(projected),
        "recommendations": asks.project_recommendations(
            recommendations, numbers if tells_words else {}, texts, as_of=as_of, holidays=holidays
        ),
        "figures": {
            **{name: people[name] for name in _PEOPLE},
            "as_of": as_of.isoformat(),
            "outputs": len(outputs),
            "outputs_by_kind": _table(outputs_by_kind(outputs)),
            "outputs_by_theme": _table(outputs_by_theme(outputs)),
            **asks.count_asks(recommendations, as_of=as_of, holidays=holidays),
        },
        "shares": people["shares"],
        "withheld": _withheld(people["withheld"], outputs, projected, tells_words),
    }
    return content | {"untranslated": texts.untranslated, "left_out": texts.left_out}


def shown_answers(forum) -> list[int]:
    """Primary keys of the answers whose summary stands in a report made of the forum now."""
    return asks.shown_answers(forum)


def _last_day(revision, recommendations) -> datetime.date:
    days = asks.last_act_on(recommendations)
    return max([timezone.localdate(revision["approved_at"]), *days])


def _earlier(forum) -> list[dict]:
    left = Report.objects.for_donors().once_released().filter(forum=forum)
    return list(left.order_by("pk").values_list("frozen__figures", flat=True))


def _withheld(people, outputs, projected, tells_words) -> list[str]:
    """Codes of what this audience does not get; `withheld.py` has the words."""
    codes = ["persons", "speakers"]
    if not tells_words:
        codes.append("closed")
    elif any(
        row.spoken_by == row.SpokenBy.CATEGORY and not shown["speaker"]
        for row, shown in zip(outputs, projected, strict=True)
    ):
        codes.append("small_groups")
    return [*codes, "place_and_hour", "answers", *people]


def _table(table) -> dict:
    rows = [{"key": row.key, "ar": row.ar, "en": row.en, "count": row.count} for row in table.rows]
    return {"name": table.name, "rows": rows, "overlaps": table.overlaps}
