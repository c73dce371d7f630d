"""Freezing a report, and putting on the record that one left the portal."""

import datetime
import hashlib
import json

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from common import audit
from forums.models import Programme
from reports.models import Report
from reports.projection import project_forum


def canonical(content: dict) -> bytes:
    """The one byte string of a frozen content: sorted keys, no blanks, UTF-8. Its SHA-256 is the report's hash."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def prepare_forum_report(
    *, actor, forum, audience: str, language: str, as_of: datetime.date | None = None
) -> Report:
    """Freeze the outcomes of one forum for an audience in a language.

    The same record gives the row that exists already, so the same number, code and bytes; only a new row is put
    on the record. `actor` is None for a command at the machine. Drafts can be frozen too and say so in print.
    Raises PermissionDenied, AudienceComesLater.
    """
    if actor is not None and not actor.has_perm("reports.view_internal", forum):
        raise PermissionDenied("reports.view_internal")
    # One numbering a programme: on PostgreSQL this row is the lock, on SQLite the transaction is.
    programme = Programme.objects.select_for_update().get(pk=forum.programme_id)
    content = project_forum(forum, audience=audience, language=language, as_of=as_of)
    digest = hashlib.sha256(canonical(content)).hexdigest()
    kind = Report.Kind.FORUM_OUTCOMES
    existing = (
        Report.objects.filter(frozen_hash=digest, language=language, audience=audience, kind=kind)
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
        frozen_hash=digest,
        audit_head=audit.head(),
        prepared_by=actor,
    )
    audit.append(
        actor=actor,
        action="reports.prepare",
        subject=report,
        programme=programme,
        details={"audience": audience, "language": language, "forum": forum.public_id, "frozen": digest},
    )
    return report


@transaction.atomic
def record_named_export(*, actor, report: Report, pdf: bytes) -> None:
    """Put on the record that a file with names was made for somebody; called before he gets it.

    The file's own hash is kept with the report, to know a genuine copy by. Not for use inside a render: the
    bytes exist already, no lock is held while they are made.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    Report.objects.filter(pk=report.pk).update(pdf_hash=digest)
    audit.append(
        actor=actor,
        action="reports.export_named",
        subject=report,
        programme=report.programme,
        details={
            "audience": report.audience,
            "language": report.language,
            "frozen": report.frozen_hash,
            "file": digest,
        },
    )
