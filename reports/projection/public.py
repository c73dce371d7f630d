"""What anybody may read of a forum: a press release. Numbers of ten and more, themes, who met by office; nobody's words.

Built up from an allow-list of its own; each key is among the donor's.
"""

import datetime

from forums.models import Forum, Holiday
from reports.figures.asks import outputs_by_kind, outputs_by_theme
from reports.models import Report
from reports.projection.donor import asks, meeting, statements
from reports.projection.donor.counts import PUBLIC_LEAST as LEAST
from reports.projection.donor.counts import publishable, table_survives, total_survives
from reports.projection.donor.earlier import was_told_of
from reports.projection.donor.forum import NotApproved, last_day, people_of, plain_table, tells_words
from reports.projection.donor.people import category_cells, category_rows
from reports.projection.officials import project_officials
from reports.projection.texts import Texts, names_on
from reports.projection.written import ReportTexts

_MEETING = (
    *("code", "title", "kind", "level", "number", "date", "date_iso", "weekday", "date_note"),
    *("place", "governorate", "occasion", "occasion_date", "focus", "summary", "disclosure"),
)
_COUNTED = ("recommendations", "sent", "answered", "verified")


def project_for_public(
    forum_id: int,
    *,
    schema: int,
    language: str,
    as_of: datetime.date | None,
    written: ReportTexts,
    shows_totals: bool,
    leaves_out_untranslated: bool,
) -> dict:
    """Plain JSON. Raises NotApproved, also for a closed forum: of it nothing is told to anybody.

    Raises ValueError where texts were written for it: it tells what this list allows and nobody's words.
    """
    if written:
        raise ValueError("a press release has no texts of its own")
    forum = meeting.read_forum(forum_id)
    revision = meeting.read_revision(forum)
    if revision is None or not tells_words(forum):
        raise NotApproved(forum.code)
    audience = Report.Audience.PUBLIC
    bodies = names_on(forum, audience=audience.value, language=language)
    texts = Texts(language, leaves_out=leaves_out_untranslated, bodies=bodies)
    recommendations = asks.read_recommendations(forum)
    outputs = statements.read_outputs(forum)
    as_of = as_of or last_day(revision, recommendations)
    held = meeting.project_meeting(forum, texts, tells_words=True)
    people, withheld = _people(forum)
    holidays = list(Holiday.objects.values_list("day", flat=True))
    counted = asks.count_asks(recommendations, as_of=as_of, holidays=holidays)
    content = {
        "schema": schema,
        "kind": Report.Kind.FORUM_OUTCOMES.value,
        "audience": audience.value,
        "audience_label": str(audience.label),
        "language": language,
        "is_demo": forum.is_demo or forum.programme.is_demo,
        "as_of": as_of.isoformat(),
        "programme": meeting.project_programme(forum.programme, texts),
        "meeting": {name: held[name] for name in _MEETING},
        "minutes": meeting.project_minutes(revision),
        "officials": project_officials(forum, texts, audience=audience.value),
        "figures": {
            **people,
            "as_of": as_of.isoformat(),
            "outputs": len(outputs),
            "outputs_by_kind": plain_table(outputs_by_kind(outputs)),
            "outputs_by_theme": plain_table(outputs_by_theme(outputs)),
            **{name: counted[name] for name in _COUNTED},
        },
        "shares": {},
        "withheld": ["persons", "speakers", "statements", "place_and_hour", "answers_of_all", *withheld],
    }
    return content | {"untranslated": texts.untranslated, "left_out": texts.left_out}


def _people(forum: Forum) -> tuple[dict, list[str]]:
    """Made of what a donor may read, so that both beside each other tell no more than the donor's alone."""
    told = people_of(forum, shows_totals=False)
    total, table = told["attendances"], told["by_category"]
    earlier = list(
        Report.objects.filter(audience=Report.Audience.PUBLIC, forum=forum, released_at__isnull=False)
        .order_by("pk")
        .values_list("frozen__figures", flat=True)
    )
    before = [figures["by_category"] for figures in earlier]
    cells = table and publishable({row["key"]: row["count"] for row in table["rows"]}, LEAST)
    cells_before = [rows and {row["key"]: row["count"] for row in rows["rows"]} for rows in before]
    if total is not None and (
        total < LEAST or not total_survives(total, [figures["attendances"] for figures in earlier], LEAST)
    ):
        total, cells = None, None
    if cells and not table_survives(cells, cells_before, LEAST):
        cells = None
    if total is not None and not cells:
        cells = _again(forum, cells_before)
    rows = category_rows(cells) if cells and total is not None else None
    return {"attendances": total, "by_category": rows}, [] if rows else ["small_public"]


def _again(forum, before) -> dict | None:
    """The very lines of an earlier press release, where the record still gives them: once a period was told of, a donor's
    report could tell no table of this forum that was not told before, and anybody has these."""
    lines = category_cells(forum) if was_told_of(forum) else None
    cells = publishable(lines, LEAST) if lines else None
    return cells if cells in before else None
