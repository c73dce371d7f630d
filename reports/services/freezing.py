"""The row of a content that was made for a report: one that exists already, or a new one on the record."""

from django.db.models import Max

from common import audit
from common.workflow import NotAllowedHere
from reports.models import Report
from reports.services.hashing import digest
from reports.services.release import discard_report


def freeze(
    *, actor, programme, kind, content, forum=None, instead_of: Report | None = None, **decided
) -> Report:
    """The row of this content; one that exists already is that row. Called in the transaction of the act.

    `instead_of` is a draft with other texts, which is thrown away. Raises NotAllowedHere where it was released meanwhile.
    """
    report = _existing(kind, content)
    if report is None:
        report = _new(actor, programme, kind, content, forum=forum, **decided)
    if instead_of is not None and instead_of.pk != report.pk:
        if instead_of.state != Report.State.DRAFT:
            raise NotAllowedHere(instead_of.state, "discard")
        discard_report(actor=actor, report=instead_of, expected=instead_of.version)
    return report


def _existing(kind, content) -> Report | None:
    found = Report.objects.filter(
        frozen_hash=digest(content), language=content["language"], audience=content["audience"], kind=kind
    )
    return found.exclude(state=Report.State.WITHDRAWN).first()


def _new(actor, programme, kind, content, *, forum, **decided) -> Report:
    last = Report.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    report = Report.objects.create(
        programme=programme,
        forum=forum,
        kind=kind,
        audience=content["audience"],
        language=content["language"],
        number=last + 1,
        frozen=content,
        frozen_hash=digest(content),
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
            "audience": report.audience,
            "language": report.language,
            "forum": forum and forum.public_id,
            "frozen": report.frozen_hash,
        },
    )
    return report
