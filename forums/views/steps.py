"""The column beside the editor: its five steps, which of them are done, and how much each holds."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from forums.models import Attendance, Minutes, Output

#: (name of the step, address); the fourth page belongs to `recommendations` and shows the same column
STEPS = (
    ("meeting", "forums:meeting"),
    ("attendance", "forums:attendance"),
    ("outputs", "forums:outputs"),
    ("recommendations", "recommendations:editor"),
    ("check", "forums:check"),
)


@dataclass(frozen=True)
class Step:
    """One line of the column; `state` is "done", "now" or empty, `note` the count; no `url` where it is closed."""

    name: str
    label: str
    url: str
    state: str
    note: str = ""


def _counted(queryset, expression=None):
    """A count as a subquery of its own: joins would multiply each other."""
    rows = queryset.order_by().annotate(_all=Count(expression or "pk", distinct=True)).values("_all")
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def minutes_with_counts(user):
    """Minutes that the reader may see, with all that the column shows: one query for the page's frame."""
    people = Attendance.objects.kept().filter(forum=OuterRef("forum")).values("forum")
    outputs = Output.objects.kept().filter(minutes=OuterRef("pk")).values("minutes")
    return (
        Minutes.objects.visible_to(user)
        .select_related("forum__programme", "forum__place", "forum__continues", "submitted_by")
        .annotate(
            people_count=_counted(people),
            output_count=_counted(outputs),
            ask_count=_counted(outputs.filter(kind__in=Output.ASK_KINDS)),
            recommendation_count=_counted(outputs.filter(recommendations__isnull=False), "recommendations"),
            promoted_count=_counted(
                outputs.filter(Q(kind__in=Output.ASK_KINDS), recommendations__isnull=False)
            ),
        )
    )


def editor_steps(minutes, now: str, *, leads_on: bool = True) -> list[Step]:
    """The five steps of minutes that `minutes_with_counts` read; `now` is the page that is open.

    To whoever only reads the minutes the other steps are closed: for him they do not lead on.
    """
    forum = minutes.forum
    done = {
        "meeting": forum.date is not None and forum.date_standing != forum.DateStanding.UNDECIDED,
        "attendance": minutes.people_count > 0,
        "outputs": minutes.output_count > 0,
        "recommendations": minutes.ask_count > 0 and minutes.promoted_count == minutes.ask_count,
        "check": not minutes.is_open,
    }
    counts = {
        "attendance": minutes.people_count,
        "outputs": minutes.output_count,
        "recommendations": minutes.recommendation_count,
    }
    labels = {
        "meeting": _("The meeting"),
        "attendance": _("Attendance list"),
        "outputs": _("What was said"),
        "recommendations": _("Recommendations"),
        "check": _("Check and submit"),
    }
    return [
        Step(
            name=name,
            label=labels[name],
            url=reverse(address, args=[forum.public_id]) if leads_on else "",
            state="now" if name == now else "done" if done[name] else "",
            note=str(counts.get(name) or ""),
        )
        for name, address in STEPS
    ]


def neighbours(steps: list[Step], now: str) -> tuple[Step | None, Step | None]:
    """The step before and the step after the open one."""
    place = next(number for number, step in enumerate(steps) if step.name == now)
    before = steps[place - 1] if place else None
    return before, steps[place + 1] if place + 1 < len(steps) else None
