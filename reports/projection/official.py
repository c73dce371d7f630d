"""What institutions read of a forum of which something was sent to them: what a donor reads, and how they met."""

from django.utils.translation import gettext as _

from forums.models import AgendaItem, Forum
from recommendations.models import Recommendation
from reports.models import Report
from reports.projection.donor.forum import project_for_donor
from reports.projection.meeting import meeting_time

_HELD = ("venue", "starts_at", "ends_at", "part_of_day", "days")


def project_for_officials(forum_id: int, **options) -> dict:
    """Plain JSON; the donor's keys are among its own, and its own among the internal ones. Raises NotApproved."""

    def widen(content, texts):
        forum = Forum.objects.only(*_HELD).get(pk=forum_id)
        content["meeting"] |= {
            "time": meeting_time(forum),
            "ends_at": forum.ends_at and f"{forum.ends_at:%H:%M}",
            "days": forum.days,
            "venue": texts.plain(forum.venue, _("Venue")),
            "agenda": [
                texts.plain(item.title, _("Agenda")) for item in AgendaItem.objects.filter(forum=forum)
            ],
        }
        content["withheld"].remove("place_and_hour")
        _add_results(content["recommendations"], texts)

    return project_for_donor(forum_id, audience=Report.Audience.OFFICIAL, widen=widen, **options)


def _add_results(rows, texts) -> None:
    """What was expected of each, as it was sent to them."""
    numbers = [int(row["reference"].rpartition("-")[2]) for row in rows]
    programme = {row["reference"].partition("-R-")[0] for row in rows}
    found = dict(
        Recommendation.objects.filter(programme__code__in=programme, number__in=numbers).values_list(
            "number", "expected_result"
        )
    )
    for row, number in zip(rows, numbers, strict=True):
        name = _("Recommendation %(reference)s") % {"reference": row["reference"]}
        row["expected_result"] = texts.plain(found[number], name)
