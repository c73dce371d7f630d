"""The steps at review meetings that left no words of their own: the meeting did not come to the ask."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rights import holds
from recommendations.models import Hearing
from recommendations.thread.asked import level_words
from recommendations.thread.shapes import Step


def heard_steps(recommendation, reader, hearings=None) -> list[Step]:
    """For who reads the record of forums; an answer and a new wording stand as steps of their own. `hearings`: read
    with their forums unless they are given."""
    if not holds(reader.user, "forum", "r", recommendation.programme_id):
        return []
    if hearings is None:
        hearings = recommendation.hearings.select_related("forum")
    steps = []
    for row in hearings:
        if row.outcome != Hearing.Outcome.NOT_DISCUSSED:
            continue
        forum = row.forum
        step = Step(_("On the list of a meeting, and not discussed"), day=forum.date)
        step.links = [
            (reverse("forums:detail", args=[forum.public_id]), forum.title_in(get_language() or "ar"))
        ]
        step.notes = [level_words(forum)]
        steps.append(step)
    return steps
