"""The figures of the home page, counted by the database: the same definitions as `programme_figures`, without
reading the rows. `tests/reports/test_home_figures.py` holds both against each other.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from forums.models import Attendance, AttendanceTotal, Forum
from participants.models.persons import Sex
from recommendations.deadlines import last_working_day
from recommendations.models import Recommendation
from reports.figures.home_asks import ThemeLine, asks_so_far
from reports.figures.people import count_people
from reports.figures.shapes import Table, percent


@dataclass(frozen=True)
class HomeFigures:
    """What the home page shows of a programme, from its first approved forum to its last, judged today.

    Names and meanings are those of `Figures`. `oldest_due_on`: when the answer that is late longest was due.
    """

    forums: int
    period_start: datetime.date
    period_end: datetime.date
    attendances: int
    persons: int
    #: whether the list of people holds exactly these persons: nobody among them was counted without a name
    persons_are_listed: bool
    women: int
    men: int
    recommendations: int
    recommendations_by_state: Table
    by_theme: tuple[ThemeLine, ...]
    sent: int
    answered: int
    overdue_answers: int
    oldest_due_on: datetime.date | None

    @property
    def answered_percent(self) -> int | None:
        """Answered of those sent, in hundredths, half up; None where nothing was sent."""
        return percent(self.answered, self.sent)


def figures_so_far(
    programme, *, closed: Collection[datetime.date], as_of: datetime.date | None = None
) -> HomeFigures | None:
    """The programme's figures up to today, or `as_of`; None before the first approved forum that has a date.

    Four statements, however many the rows. `closed`: the holidays.
    """
    forums = Forum.objects.approved().in_programme(programme).filter(date__isnull=False)
    total = _forum_totals(forums)
    if not total["count"]:
        return None
    late_before = last_working_day(closed, as_of or timezone.localdate())
    found = Recommendation.objects.stemming_from(forums)
    return HomeFigures(
        forums=total["count"],
        period_start=total["first"],
        period_end=total["last"],
        **_people(forums, total),
        **asks_so_far(found, late_before=late_before),
    )


def _forum_totals(forums) -> dict:
    """Count and days of the forums, and the bare totals of those whose names were not taken."""
    totals = AttendanceTotal.objects.filter(forum=OuterRef("pk")).order_by()
    by_dimension = totals.values("dimension").annotate(n=Sum("count"))
    by_sex = totals.filter(dimension=AttendanceTotal.Dimension.SEX)
    return forums.annotate(
        # The same crowd may have been counted by sex and by category: the largest dimension, not their sum.
        crowd=_number(by_dimension.order_by("-n").values("n")[:1]),
        crowd_women=_number(by_sex.filter(key=Sex.FEMALE).values("count")),
        crowd_men=_number(by_sex.filter(key=Sex.MALE).values("count")),
    ).aggregate(
        count=Count("pk"),
        first=Min("date"),
        last=Max("date"),
        unnamed=Sum("crowd"),
        women=Sum("crowd_women"),
        men=Sum("crowd_men"),
    )


def _people(forums, total) -> dict[str, int]:
    """Attendances with those counted without names; a person merged into another is that other."""
    merged = "person__merged_into"
    rows = Attendance.objects.present().filter(forum__in=forums)
    named = rows.annotate(
        head=Coalesce(f"{merged}_id", "person_id"), sex=Coalesce(f"{merged}__sex", "person__sex")
    ).aggregate(
        count=Count("pk"),
        heads=Count("head", distinct=True),
        women=Count("pk", filter=Q(sex=Sex.FEMALE)),
        men=Count("pk", filter=Q(sex=Sex.MALE)),
        chains=Count("pk", filter=Q(**{f"{merged}__merged_into__isnull": False})),
    )
    if named["chains"]:
        # Somebody was merged twice: no fixed number of joins follows that, so the rows are read.
        people = count_people(list(forums))
        women, men = (people.tables["sex"].count(sex) for sex in (Sex.FEMALE, Sex.MALE))
        return {
            "attendances": people.attendances,
            "persons": people.persons,
            "persons_are_listed": total["count"] > 1 or not people.unnamed,
            "women": women,
            "men": men,
        }
    # Within one forum nobody is there twice, so those without a name are as many different people.
    single = total["count"] == 1
    return {
        "attendances": named["count"] + total["unnamed"],
        "persons": named["heads"] + (total["unnamed"] if single else 0),
        "persons_are_listed": not (single and total["unnamed"]),
        "women": named["women"] + total["women"],
        "men": named["men"] + total["men"],
    }


def _number(rows):
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)
