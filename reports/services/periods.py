"""Freezing a programme's report for a period, and changing what was written into it before it is released."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from forums.models import Programme
from reports.models import Report
from reports.projection.period import Span, project_period
from reports.projection.written import NOTHING_WRITTEN, ReportTexts
from reports.services.freezing import freeze

#: audience → the permission, asked about the programme, to freeze a report for it
PERMISSIONS = {
    Report.Audience.INTERNAL.value: "reports.prepare_period",
    Report.Audience.DONOR.value: "reports.prepare_donor_period",
}


class NotOver(ValueError):
    """The period ends after today: what is still to come cannot be reported."""


@transaction.atomic
def prepare_period_report(
    *,
    actor,
    programme: Programme,
    start: datetime.date,
    end: datetime.date,
    audience: str,
    language: str,
    written: ReportTexts = NOTHING_WRITTEN,
    as_of: datetime.date | None = None,
    leaves_out_untranslated: bool = False,
    instead_of: Report | None = None,
) -> Report:
    """Freeze what a programme did in a period, both days included, for an audience in a language.

    The same record and the same texts give the row that exists already. `instead_of` is a draft of the same audience
    with other texts, which is thrown away. `actor` is None for a command at the machine. Raises PermissionDenied, NotOver, NotAllowedHere
    for a draft that was released meanwhile, ValueError where the period ends before it starts.
    """
    permission = PERMISSIONS[audience]
    if actor is not None and not actor.has_perm(permission, programme):
        raise PermissionDenied(permission)
    if end > timezone.localdate():
        raise NotOver(end)
    # One numbering a programme: on PostgreSQL this row is the lock, on SQLite the transaction is.
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    content = project_period(
        Span(programme, start, end),
        audience=audience,
        language=language,
        written=written,
        as_of=as_of,
        leaves_out_untranslated=leaves_out_untranslated,
    )
    return freeze(
        actor=actor,
        programme=programme,
        kind=Report.Kind.PERIOD,
        content=content,
        period_start=start,
        period_end=end,
        leaves_out_untranslated=leaves_out_untranslated,
        instead_of=instead_of,
    )
