"""The recommendations of the home page: by state, by theme and by how far they are, and what is late.

Each is counted by two statements that group by theme and state at once: a recommendation of two themes is in two groups,
so what is counted over all themes takes it in the first of them alone.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.utils.translation import pgettext_lazy

from forums.models import Theme
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

    `late_before`: answers that were due before that day are late. Two statements.
    """
    names, totals, standings = {}, Counter(), Counter()
    for row in _by_theme(found, "", "standing", *(f"themes__{name}" for name in ("name_ar", "name_en"))):
        key = row["theme"] or NOT_RECORDED
        arabic, english = row["themes__name_ar"], row["themes__name_en"]
        names[key] = (arabic, english or arabic) if key else both(NO_THEME_LABEL)
        totals[key] += row["n"]
        standings[row["standing"]] += row["once"]
    states, sums, stages, oldest = Counter(), Counter(), defaultdict(Counter), []
    for row in _leads_by_theme(found, late_before):
        states[row["state"]] += row["once"]
        sums["sent"] += row["sent"]
        sums["late"] += row["late_once"]
        sums["answered"] += row["spoken"] if row["state"] in Addressee.ANSWERED_STATES else 0
        oldest += [row["oldest"]] if row["oldest"] else []
        line = stages[row["theme"] or NOT_RECORDED]
        line[STAGES.get(row["state"], Stage.OTHER)] += row["n"] - row["late"]
        line[Stage.LATE] += row["late"]
    states["general"] = standings.pop(Recommendation.Standing.OPEN, 0) - states.total()
    states.update(standings)
    for key, total in totals.items():
        # General ones and those that no longer stand have no lead whose state counts.
        stages[key][Stage.OTHER] += total - stages[key].total()
    return {
        "recommendations": states.total(),
        "recommendations_by_state": state_table(states),
        "by_theme": _lines(names, stages),
        "sent": sums["sent"],
        "answered": sums["answered"],
        "overdue_answers": sums["late"],
        "oldest_due_on": min(oldest, default=None),
    }


def _lines(names, stages) -> tuple[ThemeLine, ...]:
    """The longest first, the line without a theme last."""
    lines = [
        ThemeLine(key, *name, {stage.value: stages[key][stage] for stage in Stage if stages[key][stage]})
        for key, name in names.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.key == NOT_RECORDED, -line.total, line.key)))


def _leads_by_theme(found, late_before):
    was_sent = Q(sent_at__isnull=False)
    late = was_sent & Q(state=State.SENT, answer_due_on__lt=late_before)
    leads = Addressee.objects.leading().filter(
        recommendation__in=found, recommendation__standing=Recommendation.Standing.OPEN
    )
    return _by_theme(leads, "recommendation__", "state").annotate(
        sent=Count("pk", filter=ONCE & was_sent),
        spoken=Count("pk", filter=ONCE & was_sent & ~Q(pk__in=_only_unconfirmed())),
        late=Count("pk", filter=late),
        late_once=Count("pk", filter=ONCE & late),
        oldest=Min("answer_due_on", filter=late),
    )


#: The first theme of a recommendation, or none: where what has several themes is counted over all of them.
ONCE = Q(theme=F("first_theme")) | Q(theme=None)


def _by_theme(rows, prefix, *fields):
    """Grouped by theme and these fields; `n` counts all, `once` each recommendation once over all groups.

    `prefix` is the way from a row to its recommendation, with "__", or empty.
    """
    first = Theme.objects.filter(recommendations=OuterRef(f"{prefix}pk")).order_by("code").values("code")[:1]
    return (
        rows.order_by()
        .annotate(theme=F(f"{prefix}themes__code"), first_theme=Subquery(first))
        .values("theme", *fields)
        .annotate(n=Count("pk"), once=Count("pk", filter=ONCE))
    )


def _only_unconfirmed():
    """Addressees whose latest standing answer is not confirmed (`has_answered`)."""
    standing = Response.objects.standing()
    later = standing.filter(addressee=OuterRef("addressee")).filter(
        Q(round__gt=OuterRef("round")) | Q(round=OuterRef("round"), pk__gt=OuterRef("pk"))
    )
    return standing.unconfirmed().filter(~Exists(later)).order_by().values("addressee")
