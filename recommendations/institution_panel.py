"""The panel that recommendations add to an institution's page: what is asked of it, newest first, and how that stands."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from recommendations.models import Addressee, Recommendation
from recommendations.presentation import state_chip

#: So many are shown; the list has all.
_MOST = 10


@dataclass(frozen=True)
class Asked:
    """`rows`: (recommendation, chip of the institution's own state). `writes_letters`: whether the office of
    a programme reads it, which keeps the letters."""

    institution: object
    rows: list[tuple]
    writes_letters: bool = False


def asked_of(user, institution) -> Asked | None:
    """Of the recommendations that the reader sees; None without any."""
    visible = Recommendation.objects.visible_to(user).standing()
    # Of each row that the institution has, not of all recommendations that the reader sees.
    seen = Exists(visible.filter(pk=OuterRef("recommendation")))
    rows = Addressee.objects.asked().filter(seen, institution=institution)
    newest = F("recommendation__number").desc(nulls_first=True), "-recommendation_id"
    found = list(rows.select_related("recommendation__programme").order_by(*newest)[:_MOST])
    if not found:
        return None
    shown = [(row.recommendation, state_chip(row.state, row.recommendation.kind)) for row in found]
    return Asked(institution, shown, user.has_perm("recommendations.view_answering"))
