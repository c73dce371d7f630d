"""The donor's part: forums whose minutes are approved as they stand, statements without speakers, asks that were sent."""

import datetime

from django.utils.translation import gettext as _

from common.arabic import localise_digits
from forums.models import Holiday
from reports.figures.asks import outputs_by_kind, outputs_by_theme
from reports.projection.donor import asks, meeting, statements
from reports.projection.donor.earlier import Earlier
from reports.projection.donor.forum import plain_table, tells_words
from reports.projection.outputs import group_by_theme
from reports.projection.period.journeys import project_journeys
from reports.projection.period.matrix import add_actions
from reports.projection.period.people import Crowd, project_people
from reports.projection.period.scope import forums_in, read_for_donor


def gather_for_donor(span, texts, *, as_of: datetime.date | None) -> dict:
    """The parts of the content that depend on who reads; each key is among those of the internal part."""
    forums = list(meeting.read_forums(forums_in(span, as_approved=True)))
    open_ones = [forum for forum in forums if tells_words(forum)]
    recommendations = read_for_donor(span)
    as_of = as_of or max([span.end, *asks.last_act_on(recommendations)])
    holidays = list(Holiday.objects.values_list("day", flat=True))
    outputs = statements.read_outputs(*open_ones)
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    # No table of a single forum stands here beside which a group could be named.
    projected = statements.project_outputs(outputs, recommendations, texts, groups=set())
    for row, output in zip(projected, outputs, strict=True):
        row["meeting"] = output.forum_code
    earlier = Earlier(span)
    codes = {forum.pk: forum.code for forum in forums}
    people = project_people(
        Crowd(codes), codes=codes, small_count=span.programme.small_count, earlier=earlier
    )
    withheld = _withheld(people.pop("withheld"), forums, open_ones, outputs, projected)
    rows = asks.project_recommendations(recommendations, numbers, texts, as_of=as_of, holidays=holidays)
    add_actions(rows, recommendations)
    known = earlier.totals(codes.values())
    return {
        "as_of": as_of.isoformat(),
        "programme": meeting.project_programme(span.programme, texts),
        "meetings": [
            _meeting(forum, texts, outputs, recommendations, known.get(forum.code)) for forum in forums
        ],
        "outputs": projected,
        "themes": group_by_theme(projected),
        "recommendations": rows,
        "journeys": project_journeys(recommendations, texts),
        "figures": {
            **people,
            "forums": len(forums),
            "as_of": as_of.isoformat(),
            "outputs": len(outputs),
            "outputs_by_kind": plain_table(outputs_by_kind(outputs)),
            "outputs_by_theme": plain_table(outputs_by_theme(outputs)),
            **asks.count_asks(recommendations, as_of=as_of, holidays=holidays),
        },
        "shares": {},
        "withheld": withheld,
    }


def _meeting(forum, texts, outputs, recommendations, attendances) -> dict:
    """`attendances` is what a report of this forum has told already, else None."""
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
        "outputs": sum(row.forum_code == forum.code for row in outputs),
        "recommendations": sum(
            any(source.minutes.forum_id == forum.pk for source in row.sources.all())
            for row in recommendations
        ),
    }


def _withheld(people, forums, open_ones, outputs, projected) -> list[str]:
    """Codes of what this audience does not get; `withheld.py` has the words."""
    codes = ["persons", "speakers", "not_approved"]
    if len(open_ones) < len(forums):
        codes.append("closed_forums")
    if any(
        row.spoken_by == row.SpokenBy.CATEGORY and not shown["speaker"]
        for row, shown in zip(outputs, projected, strict=True)
    ):
        codes.append("groups")
    if statements.has_narrower(*open_ones):
        codes.append("narrower")
    return [*codes, "place_and_hour", "answers", *people]
