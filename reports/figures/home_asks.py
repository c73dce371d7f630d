"""The recommendations of the home page: by state, by theme and by how far they are, and what is late.

Counted by four statements: over all, by standing and by the lead's state; and the same by theme, where a recommendation of
two themes is in two groups. In two of them, what is counted over all would have to ask of each row which theme is its first.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import pgettext_lazy

from recommendations.models import Addressee, Recommendation, Response
from reports.figures.asks import state_table
from reports.figures.labels import NO_THEME_LABEL, both
from reports.figures.shapes import NOT_RECORDED

State = Addressee.State


class Stage(models.TextChoices):
    """How far a recommendation is: its lead's state in fewer words. *Late* is an answer that is overdue."""

    DONE = "done", pgettext_lazy("stage of recommendations", "done or answered")
    UNDER_WAY = "under_way", pgettext_lazy("stage of recommendations", "under way")
    AWAITING = "awaiting", pgettext_lazy("stage of recommendations", "awaiting an answer")
    LATE = "late", pgettext_lazy("stage of recommendations", "answer late")
    OTHER = "other", pgettext_lazy("stage of recommendations", "other")


#: Only what staff verified counts as done, and a question once it is answered. What is not here is "other": not yet
#: sent, declined, noted, referred, stopped, general, withdrawn, merged.
STAGES = {
    State.VERIFIED: Stage.DONE,
    State.ANSWERED: Stage.DONE,
    **dict.fromkeys(
        (
            *(State.ACCEPTED, State.CONDITIONAL, State.PARTLY),
            *(State.ALREADY_DONE, State.IN_PROGRESS, State.REPORTED_DONE),
        ),
        Stage.UNDER_WAY,
    ),
    State.SENT: Stage.AWAITING,
    State.CLARIFICATION: Stage.AWAITING,
}


@dataclass(frozen=True)
class ThemeLine:
    """One theme and its recommendations. `key` is the theme's code, empty for those without one."""

    key: str
    ar: str
    en: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them, whatever their stage."""
        return sum(self.counts.values())

    def label(self, language: str) -> str:
        """The name of the theme in a language."""
        return self.ar if language.startswith("ar") else self.en


def asks_so_far(found, *, late_before) -> dict:
    """Those that stand by their lead's state, the others as such; `found` is a queryset of recommendations.

    `late_before`: answers that were due before that day are late. Four statements.
    """
    standings = Counter(dict(found.order_by().values_list("standing").annotate(Count("pk"))))
    states, sums, oldest = Counter(), Counter(), []
    for row in _leads(found, late_before):
        states[row["state"]] += row["n"]
        sums["sent"] += row["sent"]
        sums["late"] += row["late"]
        sums["answered"] += row["spoken"] if row["state"] in Addressee.ANSWERED_STATES else 0
        oldest += [row["oldest"]] if row["oldest"] else []
    states["general"] = standings.pop(Recommendation.Standing.OPEN, 0) - states.total()
    states.update(standings)
    return {
        "recommendations": states.total(),
        "recommendations_by_state": state_table(states),
        "by_theme": _themes_of(found, late_before),
        "sent": sums["sent"],
        "answered": sums["answered"],
        "overdue_answers": sums["late"],
        "oldest_due_on": min(oldest, default=None),
    }


def _themes_of(found, late_before) -> tuple[ThemeLine, ...]:
    """A line for each theme, with how far its recommendations are."""
    names, totals, stages = {}, Counter(), defaultdict(Counter)
    for code, arabic, english, count in (
        found.order_by()
        .values_list("themes__code", "themes__name_ar", "themes__name_en")
        .annotate(Count("pk"))
    ):
        key = code or NOT_RECORDED
        names[key] = (arabic, english or arabic) if code else both(NO_THEME_LABEL)
        totals[key] = count
    rows = _standing_leads(found).order_by().values_list("recommendation__themes__code", "state")
    late = Count("pk", filter=_late(late_before))
    for code, state, count, late_ones in rows.annotate(n=Count("pk"), late=late):
        line = stages[code or NOT_RECORDED]
        line[STAGES.get(state, Stage.OTHER)] += count - late_ones
        line[Stage.LATE] += late_ones
    for key, total in totals.items():
        # General ones and those that no longer stand have no lead whose state counts.
        stages[key][Stage.OTHER] += total - stages[key].total()
    return _lines(names, stages)


def _lines(names, stages) -> tuple[ThemeLine, ...]:
    """The longest first, the line without a theme last."""
    lines = [
        ThemeLine(key, *name, {stage.value: stages[key][stage] for stage in Stage if stages[key][stage]})
        for key, name in names.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.key == NOT_RECORDED, -line.total, line.key)))


def _leads(found, late_before):
    """The leads of those that stand, by their state."""
    late = _late(late_before)
    return (
        _standing_leads(found)
        .order_by()
        .values("state")
        .annotate(
            n=Count("pk"),
            sent=Count("pk", filter=_WAS_SENT),
            spoken=Count("pk", filter=_WAS_SENT & ~Q(pk__in=_only_unconfirmed())),
            late=Count("pk", filter=late),
            oldest=Min("answer_due_on", filter=late),
        )
    )


_WAS_SENT = Q(sent_at__isnull=False)


def _late(before) -> Q:
    return _WAS_SENT & Q(state=State.SENT, answer_due_on__lt=before)


def _standing_leads(found):
    return Addressee.objects.leading().filter(
        recommendation__in=found, recommendation__standing=Recommendation.Standing.OPEN
    )


def _only_unconfirmed():
    """Addressees whose latest standing answer is not confirmed (`has_answered`)."""
    standing = Response.objects.standing()
    later = standing.filter(addressee=OuterRef("addressee")).filter(
        Q(round__gt=OuterRef("round")) | Q(round=OuterRef("round"), pk__gt=OuterRef("pk"))
    )
    return standing.unconfirmed().filter(~Exists(later)).order_by().values("addressee")
