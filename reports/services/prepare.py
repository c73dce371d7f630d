"""Freezing a report, and putting on the record that one left the portal."""

import datetime
import hashlib
import json

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from common import audit
from forums.models import Programme
from reports.audiences import require_document
from reports.models import Report
from reports.projection import project_forum
from reports.projection.minutes import project_signed_minutes
from reports.projection.period import PeriodTexts, Span, project_period


def canonical(content: dict) -> bytes:
    """The one byte string of a frozen content: sorted keys, no blanks, UTF-8. Its SHA-256 is the report's hash."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(content: dict) -> str:
    """The hash of a content, of which the first digits are printed."""
    return hashlib.sha256(canonical(content)).hexdigest()


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
    totals_reason: str = "",
    leaves_out_untranslated: bool = False,
) -> Report:
    """Freeze the outcomes of one forum for an audience in a language.

    The same record gives the row that exists already, so the same number, code and bytes; only a new row is put
    on the record. `actor` is None for a command at the machine. Internal drafts can be frozen too and say so in
    print. For a donor, a `totals_reason` shows totals by sex and youth at any size, and texts without a
    translation can be left out. Raises PermissionDenied, AudienceComesLater, NotApproved (donor's only).
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


def freeze(*, actor, programme, kind, content, forum=None, **decided) -> Report:
    """The row of this content; one that exists already is that row. Called in the transaction of the act."""
    frozen_hash, audience, language = digest(content), content["audience"], content["language"]
    existing = (
        Report.objects.filter(frozen_hash=frozen_hash, language=language, audience=audience, kind=kind)
        .exclude(state=Report.State.WITHDRAWN)
        .first()
    )
    if existing is not None:
        return existing
    last = Report.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    report = Report.objects.create(
        programme=programme,
        forum=forum,
        kind=kind,
        audience=audience,
        language=language,
        number=last + 1,
        frozen=content,
        frozen_hash=frozen_hash,
        audit_head=audit.head(),
        prepared_by=actor,
        **decided,
    )
    audit.append(
        actor=actor,
        action="reports.prepare",
        subject=report,
        programme=programme,
        details={
            "audience": audience,
            "language": language,
            "forum": forum and forum.public_id,
            "frozen": frozen_hash,
        },
    )
    return report


def is_current(report: Report) -> bool:
    """Whether the record still gives what was frozen, judged on the same day."""
    common = {
        "audience": report.audience,
        "language": report.language,
        "as_of": datetime.date.fromisoformat(report.frozen["as_of"]),
        "leaves_out_untranslated": report.leaves_out_untranslated,
    }
    if report.kind == Report.Kind.PERIOD:
        written = PeriodTexts.of(report.frozen)
        content = project_period(span_of(report), written=written, **common)
    else:
        content = project_forum(report.forum, shows_totals=bool(report.totals_reason), **common)
    return digest(content) == report.frozen_hash


def span_of(report: Report) -> Span:
    """The period that a report is about."""
    return Span(report.programme, report.period_start, report.period_end)


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
