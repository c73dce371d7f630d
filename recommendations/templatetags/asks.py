"""Chips of recommendations, for pages of other apps too: `{% load asks %}`."""

from django import template

from recommendations.deadlines import holidays, overdue
from recommendations.models import Addressee
from recommendations.presentation import chips_of, institution_name

register = template.Library()
register.filter("institution_name", institution_name)


@register.simple_tag(takes_context=True)
def ask_chips(context, recommendation) -> list[tuple[str, str]]:
    """(tone, words) of its state, and of a late answer; for readers of the programme.

    Reads prefetched addressees; the holidays are read once a request.
    """
    lead = recommendation.lead
    late = None
    # A late promise is shown on the recommendation's own page: it would ask for its answers here, row by row.
    if lead is not None and lead.state == Addressee.State.SENT:
        late = overdue(lead, _holidays(context.get("request")))
    return chips_of(recommendation, lead, late)


def _holidays(request):
    if request is None:
        return holidays()
    if not hasattr(request, "holidays"):
        request.holidays = holidays()
    return request.holidays
