"""Counting outputs and recommendations."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import override

from forums.models import Holiday, Output, Theme
from recommendations.models import Addressee, Recommendation
from reports.figures.labels import GENERAL_LABEL, NO_THEME_LABEL, both, names
from reports.figures.lateness import lateness, standing_response
from reports.figures.shapes import NOT_RECORDED, Row, Table

#: what hangs on a recommendation and is read with it, in a fixed number of queries
RELATED = (
    "addressees__institution",
    "addressees__responses__commitments",
    "addressees__responses__referred_to",
    "addressees__updates",
    "addressees__verifications",
    "sources__minutes__forum",
    "themes",
    "wordings__forum",
)


@dataclass(frozen=True)
class Asks:
    """The recommendations' part of the figures."""

    count: int
    by_state: Table
    sent: int
    answered: int
    verified: int
    overdue_answers: int
    overdue_promises: int


def outputs_of(forums) -> list:
    """The outputs of these forums in their order, with themes."""
    return list(
        Output.objects.kept()
        .filter(minutes__forum__in=forums)
        .select_related("spoken_by_category", "minutes__forum")
        .prefetch_related("themes", "links")
        .order_by("minutes__forum_id", "position", "id")
    )


def recommendations_of(forums) -> list:
    """The recommendations that stem from these forums, numbered ones first, with all that hangs on them."""
    found = (
        Recommendation.objects.filter(sources__minutes__forum__in=forums, sources__removed_at__isnull=True)
        .distinct()
        .select_related("programme", "merged_into__programme")
        .prefetch_related(*RELATED)
    )
    return sorted(found, key=lambda row: (row.number is None, row.number or 0, row.pk))


def outputs_by_kind(outputs) -> Table:
    """One line a kind, in the order of `Output.Kind`."""
    counts = Counter(output.kind for output in outputs)
    return Table(
        "kind",
        tuple(Row(kind.value, *both(kind.label), counts[kind.value]) for kind in Output.Kind if counts[kind]),
    )


def outputs_by_theme(outputs) -> Table:
    """One line a theme, in the order of the list; an output with two themes stands in both."""
    counts = Counter(theme.code for output in outputs for theme in output.themes.all())
    rows = [
        Row(theme.code, *names(theme), counts[theme.code])
        for theme in Theme.objects.filter(code__in=list(counts)).order_by("code")
    ]
    if without := sum(not output.themes.all() for output in outputs):
        rows.append(Row(NOT_RECORDED, *both(NO_THEME_LABEL), without))
    return Table("theme", tuple(rows), overlaps=True)


def count_asks(recommendations, *, as_of: datetime.date) -> Asks:
    """Count by the lead's state. A "sent" one stands (not withdrawn, not merged) and its lead was asked."""
    holidays = list(Holiday.objects.values_list("day", flat=True))
    states = Counter(row.state for row in recommendations)
    sent = [
        row.lead
        for row in recommendations
        if row.standing == Recommendation.Standing.OPEN and row.lead and row.lead.sent_at
    ]
    late = Counter(
        found.what for lead in sent if (found := lateness(lead, as_of=as_of, holidays=holidays)) is not None
    )
    return Asks(
        count=len(recommendations),
        by_state=state_table(states),
        sent=len(sent),
        answered=sum(has_answered(lead) for lead in sent),
        verified=sum(lead.state == Addressee.State.VERIFIED for lead in sent),
        overdue_answers=late["answer"],
        overdue_promises=late["promise"],
    )


def state_table(counts: Counter) -> Table:
    """One line a state, in the order of the way, then general ones and those that no longer stand."""
    labels = _state_labels().items()
    return Table("state", tuple(Row(key, *both(label), counts[key]) for key, label in labels if counts[key]))


def state_names(language: str) -> dict[str, str]:
    """What `Recommendation.state` may say → its name as tables have it."""
    with override(language):
        return {key: str(label) for key, label in _state_labels().items()}


def _state_labels():
    standings = [each for each in Recommendation.Standing if each != Recommendation.Standing.OPEN]
    return {
        **{state.value: state.label for state in Addressee.State},
        "general": GENERAL_LABEL,
        **{standing.value: standing.label for standing in standings},
    }


def states_of_institution(institution) -> Table:
    """What was sent to one institution, by its own state there; what no longer stands is counted as that."""
    asked = Addressee.objects.filter(institution=institution, sent_at__isnull=False)
    rows = asked.values_list("recommendation__standing", "state").annotate(Count("pk")).order_by()
    counts: Counter = Counter()
    for standing, state, count in rows:
        counts[state if standing == Recommendation.Standing.OPEN else standing] += count
    return state_table(counts)


def has_answered(addressee) -> bool:
    """Whether the institution has spoken: what was not yet confirmed by it does not count."""
    if addressee.state not in Addressee.ANSWERED_STATES:
        return False
    response = standing_response(addressee)
    return response is None or response.is_confirmed


def last_act_on(recommendations) -> list[datetime.date]:
    """The local days of all acts on these recommendations."""
    days = []
    for recommendation in recommendations:
        for addressee in recommendation.addressees.all():
            moments = [addressee.sent_at]
            for response in addressee.responses.all():
                moments += [response.sent_at, response.confirmed_at, response.withdrawn_at]
            moments += [row.made_at for row in addressee.updates.all()]
            moments += [row.made_at for row in addressee.verifications.all()]
            days += [timezone.localdate(moment) for moment in moments if moment]
    return days
