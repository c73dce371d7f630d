"""What a list says of each forum: how far it has come, and its counts, all in the list's own statement."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from forums.models import Attendance, AttendanceTotal, Minutes, Output


class Stage(TextChoices):
    """How far a forum has come: computed from its day, its rows and the state of its minutes, never stored."""

    PLANNED = "planned", pgettext_lazy("stage of a forum", "planned")
    HELD = "held", pgettext_lazy("stage of a forum", "held, no minutes yet")
    DRAFT = "draft", pgettext_lazy("stage of a forum", "draft")
    SUBMITTED = "submitted", pgettext_lazy("stage of a forum", "submitted for approval")
    APPROVED = "approved", pgettext_lazy("stage of a forum", "approved")
    AMENDING = "amending", pgettext_lazy("stage of a forum", "being amended")


#: Tone of the chip of each stage (templates/components/chip.html).
TONES = {
    Stage.PLANNED: "plain",
    Stage.HELD: "open",
    Stage.DRAFT: "open",
    Stage.SUBMITTED: "prog",
    Stage.APPROVED: "ok",
    Stage.AMENDING: "open",
}
_BEYOND_DRAFT = (Minutes.State.SUBMITTED, Minutes.State.APPROVED, Minutes.State.AMENDING)


def with_stage(forums):
    """Forums with `stage`, one of `Stage`: a draft without a row is a meeting that is planned or was held."""
    return forums.annotate(
        stage=Case(
            When(minutes__state__in=_BEYOND_DRAFT, then=F("minutes__state")),
            When(_is_written(), then=Value(Stage.DRAFT.value)),
            When(date__lte=timezone.localdate(), then=Value(Stage.HELD.value)),
            default=Value(Stage.PLANNED.value),
            output_field=CharField(),
        )
    )


def stage_of(forum, *, written: bool) -> str:
    """The same for one forum; `written`: whether its minutes have any row."""
    state = forum.minutes.state
    if state in _BEYOND_DRAFT or written:
        return state
    return Stage.HELD if forum.date and forum.date <= timezone.localdate() else Stage.PLANNED


def with_counts(forums):
    """Forums with `present`, `output_count` and `recommendation_count` (those that stand).

    `present` counts as figures do: named rows, and where names were not taken the largest of the totals.
    """
    attendances = Attendance.objects.present().filter(forum=OuterRef("pk"))
    outputs = Output.objects.kept().filter(minutes__forum=OuterRef("pk"))
    totals = AttendanceTotal.objects.filter(forum=OuterRef("pk")).values("dimension")
    standing = Count("recommendations", filter=Q(recommendations__standing="open"), distinct=True)
    return forums.annotate(
        present=_count(attendances.values("forum"), Count("pk"))
        + Coalesce(
            Subquery(totals.annotate(n=Sum("count")).order_by("-n").values("n")[:1]),
            0,
            output_field=IntegerField(),
        ),
        output_count=_count(outputs.values("minutes__forum"), Count("pk")),
        recommendation_count=_count(outputs.values("minutes__forum"), standing),
    )


def _is_written():
    rows = (
        Attendance.objects.kept().filter(forum=OuterRef("pk")),
        AttendanceTotal.objects.filter(forum=OuterRef("pk")),
        Output.objects.kept().filter(minutes__forum=OuterRef("pk")),
    )
    return Exists(rows[0]) | Exists(rows[1]) | Exists(rows[2])


def _count(rows, expression):
    # Without order_by() the model's ordering would enter the GROUP BY and split the count.
    counted = rows.order_by().annotate(n=expression).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
