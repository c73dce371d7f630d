"""The rows that are good or decided are written in one transaction: all of them or none."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from common import audit
from common.background import worker_is_alive
from common.versions import StaleVersion, save_if_current
from participants.models import ImportRow, SheetImport
from participants.services.asking import require
from participants.services.imports.content import Content
from participants.services.imports.deciding import GOES_IN, UNDECIDED, outlook
from participants.services.imports.kinds import Planned, kind_of
from participants.services.imports.looking import look_through
from participants.services.imports.opening import DIRECT
from participants.services.imports.persons import Overtaken, Undecided
from participants.tasks import apply_sheet

logger = logging.getLogger(__name__)
Verdict, Chosen, Act = ImportRow.Verdict, ImportRow.Chosen, ImportRow.Act
_BATCH = 500


def take_in(*, actor, sheet: SheetImport, expected: int | None) -> SheetImport:
    """Take in what goes in as it stands, now or by the worker. Asked twice it is done once.

    Raises PermissionDenied; StaleVersion where the sheet is not as it was looked at.
    """
    going = ask_to_take_in(actor=actor, sheet=sheet, expected=expected)
    if going <= DIRECT or not worker_is_alive():
        apply_import(public_id=str(sheet.public_id))
    else:
        apply_sheet.enqueue(str(sheet.public_id))
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def ask_to_take_in(*, actor, sheet: SheetImport, expected: int | None) -> int:
    """Put on record that it is to be taken in; how many rows."""
    require(actor, "participants.use_import", sheet)
    kind_of(sheet).require(actor=actor, sheet=sheet)
    going = outlook(sheet).going
    if sheet.stage != sheet.Stage.READY or not going:
        raise StaleVersion(sheet)
    sheet.asked_at, sheet.asked_by, sheet.problem = timezone.now(), actor, ""
    save_if_current(sheet, expected=expected, fields=["asked_at", "asked_by", "problem"])
    audit.append(
        actor=actor,
        action="participants.ask_to_take_in",
        subject=sheet,
        programme=sheet.programme,
        details={"rows": going},
    )
    return going


def apply_import(*, public_id: str) -> str:
    """Write an import that was asked for, unless that was done; its stage. A killed run leaves nothing of it.

    Where the directory changed meanwhile nothing is written either; the sheet is looked through once more and says so.
    """
    sheet = SheetImport.objects.filter(public_id=public_id).select_related("asked_by").first()
    if sheet is None or sheet.stage != sheet.Stage.APPLYING:
        return "" if sheet is None else str(sheet.stage)
    try:
        _apply(actor=sheet.asked_by, sheet=sheet)
    except Overtaken:
        _begin_anew(sheet, "overtaken")
        look_through(public_id=public_id)
    except Undecided as undecided:
        _ask_again(sheet, f"{undecided.code}:{undecided.place}")
    except PermissionDenied:
        # The role ended, or the minutes were closed, between asking and writing.
        _begin_anew(sheet, "not_allowed")
        look_through(public_id=public_id)
    sheet = SheetImport.objects.filter(public_id=public_id).defer("content").first()
    return str(sheet.stage) if sheet else ""


@transaction.atomic
def _apply(*, actor, sheet):
    # First of all, so that of two runs one waits here and then finds it done.
    mine = SheetImport.objects.filter(pk=sheet.pk, version=sheet.version, applied_at=None)
    if not mine.update(applied_at=timezone.now(), version=F("version") + 1):
        return
    require(actor, "participants.use_import", sheet)
    kind = kind_of(sheet)
    kind.require(actor=actor, sheet=sheet)
    content = Content.of(sheet)
    rows = list(sheet.rows.filter(GOES_IN).order_by("place"))
    cells = content.cells(sheet.columns)
    readings = kind.read(actor=actor, sheet=sheet, rows=[cells[row.place] for row in rows])
    if any(problems for _values, problems in readings):
        raise Overtaken
    planned = [
        Planned(row, values, row.chosen == Chosen.NEW or row.verdict == Verdict.NEW)
        for row, (values, _problems) in zip(rows, readings, strict=True)
    ]
    kind.write(actor=actor, sheet=sheet, planned=planned)
    done = [row for row in rows if row.act]
    for row in rows:
        row.findings = ""
    _keep(rows)
    _forget(sheet, content, done)
    audit.append(
        actor=actor,
        action="participants.apply_import",
        subject=sheet,
        programme=sheet.programme,
        details={
            "kind": sheet.kind,
            **{str(act): sorted(str(row.target) for row in done if row.act == act) for act in Act},
        },
    )


def _keep(rows):
    """What was done, by inserting over what stands: much faster than an update of many rows with values of their own."""
    fields = ["act", "person", "target", "seen", "before", "findings"]
    ImportRow.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def _forget(sheet, content, done):
    """The cells go, but for those of rows that stay to be mended; and the numbers are now of what was done."""
    left = sheet.rows.filter(Q(verdict=Verdict.WRONG) | UNDECIDED | Q(chosen=Chosen.SKIP))
    staying = set(left.values_list("place", flat=True))
    gone = {place for place in range(len(content.rows)) if place not in staying}
    counts = {str(act): sum(row.act == act for row in done) for act in Act} | {"left": len(staying)}
    kept = content.without(gone).packed() if staying else ""
    SheetImport.objects.filter(pk=sheet.pk).update(counts=counts, content=kept)


def _ask_again(sheet, problem):
    """Back to being decided; what was decided stays."""
    mine = SheetImport.objects.filter(pk=sheet.pk, applied_at=None)
    mine.update(asked_at=None, problem=problem, version=F("version") + 1)


def _begin_anew(sheet, problem):
    """Back to being looked through; what was decided is kept nowhere, since it was decided about something else."""
    with transaction.atomic():
        mine = SheetImport.objects.filter(pk=sheet.pk, applied_at=None)
        mine.update(asked_at=None, looked_at=None, problem=problem, counts={}, version=F("version") + 1)
        sheet.rows.all().delete()
    logger.info("Import %s was not written; it is looked through once more.", sheet.public_id)
