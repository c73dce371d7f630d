"""Freezing a report, and putting on the record that one left the portal."""

import datetime
import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from forums.models import Programme
from reports.audiences import require_document
from reports.models import Report
from reports.projection import project_forum
from reports.projection.minutes import project_signed_minutes
from reports.projection.written import NOTHING_WRITTEN, ReportTexts
from reports.services.freezing import freeze

#: audience → the permission, asked about the forum, to freeze a report for it
PERMISSIONS = {
    Report.Audience.INTERNAL.value: "reports.view_internal",
    Report.Audience.OFFICIAL.value: "reports.prepare_official",
    Report.Audience.DONOR.value: "reports.prepare_donor",
    Report.Audience.PUBLIC.value: "reports.prepare_public",
}


@transaction.atomic
def prepare_forum_report(
    *,
    actor,
    forum,
    audience: str,
    language: str,
    as_of: datetime.date | None = None,
    written: ReportTexts = NOTHING_WRITTEN,
    totals_reason: str = "",
    leaves_out_untranslated: bool = False,
    instead_of: Report | None = None,
) -> Report:
    """Freeze the outcomes of one forum for an audience in a language, with what was written for that audience.

    The same record and the same texts give the row that exists already, so the same number, code and bytes; only a new
    row is put on the record. `actor` is None for a command at the machine. Internal drafts can be frozen too and say so
    in print. For a donor, a `totals_reason` shows totals by sex and youth at any size, and texts without a translation
    can be left out. `instead_of` is a draft of the same audience with other texts, which is thrown away. Raises
    PermissionDenied, AudienceComesLater, NotApproved (for readers outside only), NotAllowedHere for a draft that was
    released meanwhile, ValueError for texts in a press release, which has none.
    """
    require_document(audience, Report.Kind.FORUM_OUTCOMES)
    if actor is not None and not actor.has_perm(PERMISSIONS[audience], forum):
        raise PermissionDenied(PERMISSIONS[audience])
    # One numbering a programme: on PostgreSQL this row is the lock, on SQLite the transaction is.
    programme = Programme.objects.select_for_update().get(pk=forum.programme_id)
    totals_reason = totals_reason.strip()
    content = project_forum(
        forum,
        audience=audience,
        language=language,
        as_of=as_of,
        written=written,
        shows_totals=bool(totals_reason),
        leaves_out_untranslated=leaves_out_untranslated,
    )
    return freeze(
        actor=actor,
        forum=forum,
        programme=programme,
        kind=Report.Kind.FORUM_OUTCOMES,
        content=content,
        totals_reason=totals_reason,
        leaves_out_untranslated=leaves_out_untranslated,
        instead_of=instead_of,
    )


@transaction.atomic
def prepare_minutes(*, actor, forum, language: str, number: int | None = None) -> Report:
    """Freeze the minutes of one forum for print: an approved revision by its number, or the draft (None), which says so.

    Internal, since they name who was there. Raises PermissionDenied, and MinutesRevision.DoesNotExist for a number that
    was not approved.
    """
    permission = PERMISSIONS[Report.Audience.INTERNAL.value]
    if actor is not None and not actor.has_perm(permission, forum):
        raise PermissionDenied(permission)
    programme = Programme.objects.select_for_update().get(pk=forum.programme_id)
    revision = None if number is None else forum.minutes.revisions.get(number=number)
    content = project_signed_minutes(forum, revision=revision, language=language)
    return freeze(actor=actor, forum=forum, programme=programme, kind=Report.Kind.MINUTES, content=content)


@transaction.atomic
def record_named_export(*, actor, report: Report, pdf: bytes) -> None:
    """Put on the record that a file was made for somebody who got it outside of the library; called before he does.

    Of an internal report, which names people, the file's own hash is kept as well, to know a genuine copy by; a
    donor's keeps that of the file that was released. Not for use inside a render: the bytes exist already, no lock
    is held while they are made.
    """
    file_hash = hashlib.sha256(pdf).hexdigest()
    named = report.audience == Report.Audience.INTERNAL
    if named:
        Report.objects.filter(pk=report.pk).update(pdf_hash=file_hash)
    audit.append(
        actor=actor,
        action="reports.export_named" if named else "reports.export_proof",
        subject=report,
        programme=report.programme,
        details={
            "audience": report.audience,
            "language": report.language,
            "frozen": report.frozen_hash,
            "file": file_hash,
        },
    )
