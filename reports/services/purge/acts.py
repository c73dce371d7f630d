"""Asking for a purge, and doing it: two persons, one transaction, a line on the list, the files."""

import datetime
import uuid

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, ask_second_person, use_permission
from common import audit
from common.dates import months_after
from common.files import remove_files
from common.versions import StaleVersion
from forums.models import Programme
from reports.services.purge.carrying_out import carry_out
from reports.services.purge.rows import Findings, find_programme
from reports.services.purge.stones import void_stone, write_stone

PURGING = TwoPersonAct.Act.PURGE_PROGRAMME


class PurgeRefused(Exception):
    """It is not done. `reason`: not_archived, too_early, purged (already)."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def may_be_purged_from(programme: Programme) -> datetime.date | None:
    """The first day: the retention time after the end and after the archiving; None while it is not archived."""
    if programme.archived_at is None:
        return None
    later = max(programme.last_day, timezone.localdate(programme.archived_at))
    return months_after(later, programme.retention_months)


@transaction.atomic
def ask_to_purge_programme(*, actor, programme: Programme, reason: str, path: str) -> TwoPersonAct:
    """Ask a second person. Raises PermissionDenied, PurgeRefused, ValidationError without a reason."""
    _require(actor, programme)
    return ask_second_person(
        actor=actor,
        act=PURGING,
        subject=programme,
        reason=reason,
        label=programme.code,
        path=path,
        programme=programme,
    )


def purge_programme(*, actor, programme: Programme, typed: str) -> dict[str, int]:
    """Delete all of it, which uses up the second person's word; how many rows by model. `typed`: its code.

    The line of the list is on the disk before the transaction ends. Where it then fails after all, a second line takes
    the first one back. Raises PermissionDenied, PurgeRefused, SecondPersonMissing, ValidationError for another code.
    """
    number, written = str(uuid.uuid4()), False
    try:
        with transaction.atomic():
            findings = _purge(actor, programme, typed)
            written = True
            at = timezone.now().isoformat()
            write_stone(settings.TOMBSTONES_FILE, programme=programme, number=number, at=at)
            # Before the commit: a file that nobody took away would stay for ever.
            remove_files(findings.files)
    except BaseException:
        if written:
            void_stone(settings.TOMBSTONES_FILE, number)
        raise
    return findings.counts


def _purge(actor, programme, typed) -> Findings:
    # On SQLite the transaction itself is the lock.
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    _require(actor, programme)
    if typed.strip().upper() != programme.code.upper():
        raise ValidationError({"code": _("This is not the code of the programme.")})
    try:
        use_permission(actor=actor, act=PURGING, subject=programme)
    except StaleVersion as error:
        raise SecondPersonMissing(PURGING) from error
    findings = find_programme(programme)
    carry_out(findings)
    audit.append(
        actor=actor,
        action="reports.purge_programme",
        subject=programme,
        programme=programme,
        details=findings.counts | {"files": len(findings.files), "reports_kept": len(findings.reports)},
    )
    return findings


def _require(actor, programme):
    if not actor.has_perm("forums.archive_programme", programme):
        raise PermissionDenied("forums.archive_programme")
    if programme.purged_at is not None:
        raise PurgeRefused("purged")
    first_day = may_be_purged_from(programme)
    if first_day is None:
        raise PurgeRefused("not_archived")
    if timezone.localdate() < first_day:
        raise PurgeRefused("too_early")
