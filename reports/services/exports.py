"""Handing out sheets: the right, the file, and last the entry that it left the house."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.views.decorators.debug import sensitive_variables

from accounts.models import TwoPersonAct
from accounts.rights import institutions_where
from accounts.services import SecondPersonMissing, ask_second_person, use_permission
from common import audit
from common.sheets.writing import write_sheet
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.models import Forum, Programme
from participants.models import Institution
from reports.exports import LISTS, names_of, of_institutions, of_programme, of_released, of_report
from reports.figures import programme_figures
from reports.models import Report

EXPORTING = TwoPersonAct.Act.EXPORT_NAMES


def whole_period(programme: Programme) -> tuple[datetime.date, datetime.date]:
    """First and last day of its approved forums; today, where none has a date."""
    days = Forum.objects.approved().in_programme(programme).aggregate(Min("date"), Max("date"))
    today = timezone.localdate()
    return days["date__min"] or today, days["date__max"] or today


@transaction.atomic
def export_figures(
    *,
    actor,
    programme: Programme,
    file_format: str,
    tags: bool = False,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
) -> bytes:
    """The programme's figures; to whoever reads aggregates only, those of its released reports, whatever the period.

    Raises PermissionDenied, ValueError where the period ends before it starts, KeyError for another format.
    """
    _require(actor, "reports.export_figures", programme)
    if actor.has_perm("reports.export_full_figures", programme):
        first, last = whole_period(programme)
        table = of_programme(programme_figures(programme, start=start or first, end=end or last))
    else:
        table = of_released(programme)
    return _handed_out(
        actor,
        table,
        "export_figures",
        subject=programme,
        programme=programme,
        file_format=file_format,
        tags=tags,
    )


@transaction.atomic
def export_report_figures(*, actor, report: Report, file_format: str, tags: bool = False) -> bytes:
    """The figures beside the document: the very ones that are frozen in it, as a sheet, and on the record.

    Raises PermissionDenied, NotAllowedHere for a report that was withdrawn, KeyError for another format.
    """
    _require(actor, "reports.view_report", report)
    if report.state == Report.State.WITHDRAWN:
        raise NotAllowedHere(report.state, "export_figures")
    return _handed_out(
        actor,
        of_report(report),
        "export_figures",
        subject=report,
        programme=report.programme,
        file_format=file_format,
        tags=tags,
        details={"figures": report.frozen_hash},
    )


@transaction.atomic
def export_own_figures(*, actor, file_format: str, tags: bool = False) -> bytes:
    """How the recommendations to the reader's own institutions stand. Raises PermissionDenied, KeyError."""
    _require(actor, "reports.export_own")
    own = institutions_where(actor, "export aggregates", "a")
    table = of_institutions(Institution.objects.filter(pk__in=own).order_by("code"))
    return _handed_out(actor, table, "export_figures", subject=actor, file_format=file_format, tags=tags)


@transaction.atomic
def export_list(*, actor, name: str, file_format: str, tags: bool = False) -> bytes:
    """A list of LISTS, as far as the reader sees it. Raises PermissionDenied, KeyError for another list or format."""
    _require(actor, "reports.export_lists")
    table = LISTS[name](actor)
    return _handed_out(
        actor,
        table,
        "export_rows",
        subject=actor,
        file_format=file_format,
        tags=tags,
        details={"list": name},
    )


@transaction.atomic
def ask_to_export_names(*, actor, programme: Programme, reason: str, path: str) -> TwoPersonAct:
    """Ask a second person. Raises PermissionDenied, ValidationError without a reason."""
    _require(actor, "reports.export_names", programme)
    return ask_second_person(
        actor=actor,
        act=EXPORTING,
        subject=programme,
        reason=reason,
        label=programme.code,
        path=path,
        programme=programme,
    )


@sensitive_variables()
@transaction.atomic
def export_names(*, actor, programme: Programme, file_format: str, tags: bool = False) -> bytes:
    """Who came to the forums of the programme, by name; it uses up the second person's word, so the file comes once.

    It is made in memory alone. Raises PermissionDenied, SecondPersonMissing, KeyError for another format.
    """
    _require(actor, "reports.export_names", programme)
    try:
        request = use_permission(actor=actor, act=EXPORTING, subject=programme)
    except StaleVersion as error:
        raise SecondPersonMissing(EXPORTING) from error
    return _handed_out(
        actor,
        names_of(programme, actor),
        "export_names",
        subject=programme,
        programme=programme,
        file_format=file_format,
        tags=tags,
        details={"request": str(request.public_id), "reason_given": True},
    )


def _require(actor, permission, subject=None):
    if not actor.has_perm(permission, subject):
        raise PermissionDenied(permission)


def _handed_out(actor, table, act, *, subject, file_format, tags, programme=None, details=()):
    columns, rows = table
    counted = _Counted(rows)
    content = write_sheet(file_format, columns, counted, tags=tags, right_to_left=get_language_bidi())
    audit.append(
        actor=actor,
        action=f"reports.{act}",
        subject=subject,
        programme=programme,
        details={"rows": counted.count, "format": file_format, "tags": tags, **dict(details)},
    )
    return content


class _Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows):
        self.rows, self.count = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.count += 1
            yield row
