"""An import is taken back as far as nothing was built on it; what stays says why."""

import json

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from common.versions import StaleVersion, save_if_current
from participants.models import ImportRow, SheetImport
from participants.services.asking import require
from participants.services.imports.kinds import Staying, kind_of

#: Why something stays.
REASONS = {
    "later": _("It was changed afterwards."),
    "held": _("Something hangs on it since: %(what)s."),
    "closed": _("The minutes are no longer open."),
}
_BATCH = 500


@transaction.atomic
def undo_import(*, actor, sheet: SheetImport, expected: int | None) -> list[Staying]:
    """Take back what the import created and changed, all in one transaction; what stays, with the reason.

    Doing it twice changes nothing more. Raises PermissionDenied, StaleVersion where it was undone or never taken in.
    """
    require(actor, "participants.use_import", sheet)
    kind_of(sheet).require(actor=actor, sheet=sheet)
    if sheet.stage != sheet.Stage.APPLIED:
        raise StaleVersion(sheet)
    rows = list(sheet.rows.exclude(act="").order_by("place"))
    targets = [str(row.target) for row in rows]
    save_if_current(sheet, expected=expected, fields=[])
    staying = kind_of(sheet).take_back(actor=actor, sheet=sheet, rows=rows)
    stays = {one.row.pk: one for one in staying}
    sheet.undone_at = timezone.now()
    sheet.counts = {"taken_back": len(rows) - len(stays), "stays": len(stays)}
    SheetImport.objects.filter(pk=sheet.pk).update(undone_at=sheet.undone_at, counts=sheet.counts, content="")
    _mark(sheet, stays)
    audit.append(
        actor=actor,
        action="participants.undo_import",
        subject=sheet,
        programme=sheet.programme,
        details={
            "taken_back": sorted(
                target for row, target in zip(rows, targets, strict=True) if row.pk not in stays
            ),
            "stays": sorted(str(one.row.target) for one in staying),
        },
    )
    return staying


def reason_of(row: ImportRow) -> str:
    """In words why it stays."""
    code, what = json.loads(row.findings)["stays"]
    words = str(apps.get_model(what)._meta.verbose_name_plural) if what else ""
    return str(REASONS[code]) % {"what": words}


def _mark(sheet, stays):
    """The rows of what stays keep what was done and say why; the others go."""
    for one in stays.values():
        one.row.findings, one.row.before = json.dumps({"stays": [one.reason, one.what]}), ""
    ImportRow.objects.bulk_update(
        [one.row for one in stays.values()], ["findings", "before"], batch_size=_BATCH
    )
    sheet.rows.exclude(pk__in=list(stays)).delete()
