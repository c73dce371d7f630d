"""Verifying the audit record and handing it out as a sheet; both stand on the record themselves."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from common.audit_verification import Verdict, verify
from common.exports import SafeCSV, SafeXLSX
from common.models import AuditEntry
from forums.services.vouching import find_altered
from reports.auditing.sheet import RecordResource, fit_cells
from reports.auditing.witnesses import all_witnesses

#: Entries that a page verifies while its reader waits; more take the command (`manage.py verify_audit`).
MOST_VERIFIED = 20_000
#: Rows of one sheet; a period narrows it.
MOST_EXPORTED = 20_000
FORMATS = {"xlsx": SafeXLSX, "csv": SafeCSV}


class TooMany(Exception):
    """More entries than this can be done with on a page. `most`: how many could be."""

    def __init__(self, most: int):
        super().__init__(most)
        self.most = most


def verify_record(*, actor) -> Verdict:
    """The verdict on the whole record with all heads that are known here. Raises PermissionDenied, TooMany.

    Read before the transaction, so that no lock is held meanwhile.
    """
    if not actor.has_perm("reports.verify_record"):
        raise PermissionDenied("reports.verify_record")
    if AuditEntry.objects.count() > MOST_VERIFIED:
        raise TooMany(MOST_VERIFIED)
    verdict = verify(all_witnesses())
    verdict.findings += find_altered()
    details = {"entries": verdict.entries, "holds": verdict.holds, "head": verdict.head}
    _record(actor, "verify_record", details)
    return verdict


def export_record(*, actor, entries, file_format: str) -> bytes:
    """The entries as a file, "xlsx" or "csv", once the export stands on the record.

    Raises PermissionDenied, TooMany, KeyError for another format.
    """
    if not actor.has_perm("reports.export_record"):
        raise PermissionDenied("reports.export_record")
    made = FORMATS[file_format]()
    count = entries.count()
    if count > MOST_EXPORTED:
        raise TooMany(MOST_EXPORTED)
    data = RecordResource().export(entries.order_by("id"))
    content = made.export_data(fit_cells(data) if file_format == "xlsx" else data)
    _record(actor, "export_record", {"rows": count, "format": file_format})
    return content.encode("utf-8") if isinstance(content, str) else content


@transaction.atomic
def _record(actor, act, details):
    audit.append(actor=actor, action=f"reports.{act}", subject=actor, details=details)
