"""Numbered copies: the released file with one stamped line that says whose copy it is."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from common import audit
from common.arabic import localise_digits
from common.pdf.stamp import stamp_line
from common.workflow import NotAllowedHere
from reports.models import Report, ReportCopy
from reports.services.files import read_pdf

#: How often somebody else may have taken the number meanwhile.
ATTEMPTS = 5


@dataclass(frozen=True)
class IssuedCopy:
    """The row of a copy, and its file, which is kept nowhere: its hash is."""

    copy: ReportCopy
    pdf: bytes


def issue_copy(*, actor, report: Report) -> IssuedCopy:
    """Stamp the released file for this reader, and put number, reader and hash on the record.

    Each call is a copy of its own. The stamping takes a part of a second, so it is done before the transaction;
    where the number was taken meanwhile it is done again. Raises PermissionDenied, NotAllowedHere for a report
    that is not released (any more), FileDamaged, PdfFailed.
    """
    if not actor.has_perm("reports.view_report", report):
        raise PermissionDenied("reports.view_report")
    if not report.is_released:
        raise NotAllowedHere(report.state, "issue_copy")
    released = read_pdf(report)
    for _attempt in range(ATTEMPTS):
        number = (report.copies.aggregate(last=Max("number"))["last"] or 0) + 1
        pdf = stamp_line(released, texts=_lines(report, number, actor))
        try:
            return IssuedCopy(_issue(report, actor, number, hashlib.sha256(pdf).hexdigest()), pdf)
        except IntegrityError:
            continue
    raise NotAllowedHere(report.state, "issue_copy")


@transaction.atomic
def _issue(report, actor, number, file_hash):
    # Taken back while it was stamped: on PostgreSQL the row is locked here, on SQLite the transaction is.
    if not Report.objects.select_for_update().filter(pk=report.pk, state=Report.State.RELEASED).exists():
        raise NotAllowedHere(Report.State.WITHDRAWN, "issue_copy")
    copy = ReportCopy.objects.create(report=report, number=number, recipient=actor, file_hash=file_hash)
    audit.append(
        actor=actor,
        action="reports.issue_copy",
        subject=report,
        programme=report.programme,
        details={"copy": copy.public_id, "number": number, "file": file_hash},
    )
    return copy


def _lines(report, number, actor) -> dict[str, str]:
    """Language → the line, for each language of the document."""
    lines = {}
    for language in report.languages:
        with override(language):
            lines[language] = _("Copy %(number)s – issued to: %(recipient)s") % {
                "number": localise_digits(number, language),
                "recipient": actor,
            }
    return lines
