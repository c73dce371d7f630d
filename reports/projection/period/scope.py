"""Which forums and recommendations a report for a period is about."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from forums.models import Forum, Minutes, Programme
from recommendations.models import Addressee, Evidence, Recommendation, Response, Update, Verification
from reports.figures.lateness import standing_response
from reports.projection.donor.asks import read_shown


@dataclass(frozen=True)
class Span:
    """A programme from `start` to `end`, both included. Raises ValueError where it ends before it starts."""

    programme: Programme
    start: datetime.date
    end: datetime.date

    def __post_init__(self):
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """The midnight at which it begins, and the one that ends it."""
        ends = (self.start, self.end + datetime.timedelta(days=1))
        first, last = (timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)) for day in ends)
        return first, last


def forums_in(span: Span, *, as_approved: bool):
    """The forums that were held, by day. `as_approved`: only those whose minutes are approved as they stand now."""
    found = Forum.objects.approved().in_programme(span.programme).filter(date__range=(span.start, span.end))
    if as_approved:
        found = found.filter(minutes__state=Minutes.State.APPROVED)
    return found.order_by("date", "pk")


def concerned(span: Span, forums) -> Q:
    """Recommendations that were raised in these forums, or about which something was done in the period."""
    first, last = span.moments
    within = {"gte": first, "lt": last}
    raised = Recommendation.objects.filter(
        sources__minutes__forum__in=forums, sources__removed_at__isnull=True
    )
    acted = Q(pk__in=raised.values("pk"))
    for rows, path, field in (
        (Addressee.objects.all(), "recommendation", "sent_at"),
        (Response.objects.standing(), "addressee__recommendation", "sent_at"),
        (Response.objects.standing(), "addressee__recommendation", "confirmed_at"),
        (Update.objects.all(), "addressee__recommendation", "made_at"),
        (Verification.objects.all(), "addressee__recommendation", "made_at"),
    ):
        done = rows.filter(**{f"{field}__{bound}": moment for bound, moment in within.items()})
        acted |= Q(pk__in=done.values(path))
    return Q(programme=span.programme) & acted


def read_for_donor(span: Span) -> list[Recommendation]:
    """Those of them that were sent, with what a donor reads of their way."""
    found = read_shown(Recommendation.objects.filter(concerned(span, forums_in(span, as_approved=True))))
    kinds = Evidence.objects.only("update_id", "kind")
    prefetch_related_objects(found, Prefetch("addressees__updates__evidence", kinds))
    return found


def shown_answers(span: Span) -> list[int]:
    """Primary keys of the answers whose summary stands in a donor's report of the period made now."""
    addressees = [row for recommendation in read_for_donor(span) for row in recommendation.asked]
    return [response.pk for row in addressees if (response := standing_response(row)) is not None]
