"""Releasing a report to readers outside, taking it back, and throwing a draft away."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from common.workflow import NotAllowedHere, walk
from recommendations.models import Response
from reports.made_with import fingerprint, made_with
from reports.models import Report
from reports.projection import period
from reports.projection.donor import NotApproved, shown_answers
from reports.rendering import render_report
from reports.services.current import is_current, span_of
from reports.services.files import drop_pdf, settle_pdf, store_pdf
from reports.states import TRANSITIONS

#: What a manager looks at with his own eyes before a report leaves the house: no program can.
CHECKLIST = {
    "nobody": _("No text names a participant or gives his rank, his post or his institution."),
    "speaker": _("No statement lets its speaker be recognised by those who know the place."),
    "answers": _(
        "The summaries of the answers may be read by those for whom it is; institutions cannot withdraw them then."
    ),
    "date": _("The date, the figures and the marks on the cover are right."),
}


class ReleaseRefused(Exception):
    """The report cannot be released as it is. `reason`: checklist, untranslated, outdated, not_approved."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def release_report(*, actor, report: Report, expected, checklist) -> Report:
    """Render once, store, and open to its readers; the answers in it cannot be withdrawn from then on.

    The file is made before the transaction, so that no lock is held meanwhile; what changed in between is found
    in it. Safe to call again: a second call finds another state. Raises PermissionDenied, NotAllowedHere,
    ReleaseRefused, StaleVersion, PdfFailed; then nothing is written and no file stays.
    """
    if not actor.has_perm("reports.release", report):
        raise PermissionDenied("reports.release")
    if (report.state, "release") not in TRANSITIONS:
        raise NotAllowedHere(report.state, "release")
    _require_ready(report, checklist)
    report.audit_head = audit.head()
    pdf = render_report(report, releasing=True)
    report.made_with = made_with(report)
    name = store_pdf(pdf)
    try:
        _release(report, actor, expected, name, hashlib.sha256(pdf).hexdigest())
    except BaseException:
        drop_pdf(name)
        raise
    settle_pdf(name)
    return report


def withdraw_report(*, actor, report: Report, expected, note: str) -> Report:
    """Take a released report back, with a reason. Its number, its hashes and its copies stay known."""
    report.withdrawn_at, report.withdrawn_because = timezone.now(), note.strip()
    fields = ["withdrawn_at", "withdrawn_because"]
    return _walk(report, "withdraw", actor, expected, note=note, fields=fields)


def discard_report(*, actor, report: Report, expected) -> Report:
    """Throw a draft away; it was never released, so its readers never hear of it."""
    report.withdrawn_at = timezone.now()
    return _walk(report, "discard", actor, expected, fields=["withdrawn_at"])


def _require_ready(report, checklist):
    if set(checklist) != set(CHECKLIST):
        raise ReleaseRefused("checklist")
    if report.frozen["untranslated"]:
        raise ReleaseRefused("untranslated")
    _require_current(report)


def _require_current(report):
    try:
        current = is_current(report)
    except NotApproved as error:
        raise ReleaseRefused("not_approved") from error
    if not current:
        raise ReleaseRefused("outdated")


@transaction.atomic
def _release(report, actor, expected, name, pdf_hash):
    _require_current(report)
    now = timezone.now()
    report.file_name, report.pdf_hash = name, pdf_hash
    report.released_at, report.released_by = now, actor
    answers = Response.objects.filter(pk__in=_answers_in(report), released_at__isnull=True)
    count = answers.update(released_at=now)
    details = {
        "file": pdf_hash,
        "frozen": report.frozen_hash,
        "head": report.audit_head,
        "made_with": fingerprint(report.made_with),
        "answers": count,
    }
    fields = ["file_name", "pdf_hash", "audit_head", "made_with", "released_at", "released_by"]
    return _walk(report, "release", actor, expected, fields=fields, details=details)


def _answers_in(report) -> list[int]:
    if report.kind == Report.Kind.PERIOD:
        return period.shown_answers(span_of(report))
    # A press release tells of no answer.
    return [] if report.audience == Report.Audience.PUBLIC else shown_answers(report.forum)


def _walk(report, action, actor, expected, **options) -> Report:
    walk(
        subject=report,
        action=action,
        actor=actor,
        table=TRANSITIONS,
        programme=report.programme,
        expected=expected,
        **options,
    )
    return report
