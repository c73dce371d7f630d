"""A sheet is handed in: read in a child with limits, its columns recognised, its cells encrypted."""

from django.db import transaction

from common import audit
from common.background import worker_is_alive
from common.sheets import SheetRefused, match_columns, read_sheet
from common.versions import StaleVersion, save_if_current
from participants.models import SheetImport
from participants.services.asking import require
from participants.services.imports.content import Content
from participants.services.imports.kinds import kind_named, kind_of
from participants.services.imports.looking import look_through
from participants.tasks import look_through_sheet

#: Up to so many rows are looked through and taken in at once, without the worker.
DIRECT = 500


class NoRows(SheetRefused):
    """A sheet of headers alone."""


def open_import(*, actor, kind: str, content: bytes, name: str, programme=None, forum=None) -> SheetImport:
    """Read a file, keep it, and look through it or ask the worker to. `programme` and `forum`: rows or public ids.

    Raises PermissionDenied, `common.sheets.SheetRefused` for what cannot be read, NoRows for headers alone.
    """
    programme, forum = (getattr(one, "public_id", one) for one in (programme, forum))
    found = SheetImport(kind=kind, programme=programme, forum=forum, made_by=actor)
    kind_named(kind).require(actor=actor, sheet=found)
    sheet = read_sheet(content, name)
    if not sheet.rows:
        raise NoRows("empty")
    kept = Content(
        _plain_all([sheet.headers])[0],
        sheet.tags,
        _plain_all(sheet.rows),
        sheet.row_numbers,
        {
            "kind": sheet.kind,
            "encoding": sheet.encoding,
            "delimiter": sheet.delimiter,
            "sheet_name": sheet.sheet_name,
            "other_sheets": sheet.other_sheets,
        },
    )
    matching = match_columns(kept.headers, kept.tags, kind_named(kind).fields)
    found.columns = dict(matching.columns)
    found.file_name, found.content = name[:200].replace("\x00", ""), kept.packed()
    found.digest = kept.digest()
    _keep(actor=actor, sheet=found, rows=len(kept.rows))
    start_looking(sheet=found, rows=len(kept.rows))
    return found


@transaction.atomic
def choose_columns(
    *, actor, sheet: SheetImport, expected: int | None, columns: dict[str, int]
) -> SheetImport:
    """Take other columns for the fields; the sheet is then looked through anew, and what was decided is forgotten.

    Raises PermissionDenied, StaleVersion, also for a sheet that is past being decided.
    """
    require(actor, "participants.use_import", sheet)
    if sheet.stage not in (sheet.Stage.READY, sheet.Stage.FAILED):
        raise StaleVersion(sheet)
    names = {one.key for one in kind_of(sheet).fields}
    sheet.columns = {name: place for name, place in columns.items() if name in names}
    kind_of(sheet).require(actor=actor, sheet=sheet)
    sheet.looked_at, sheet.counts, sheet.problem, sheet.asked_at = None, {}, "", None
    save_if_current(
        sheet, expected=expected, fields=["columns", "looked_at", "counts", "problem", "asked_at"]
    )
    sheet.rows.all().delete()
    _record(actor, "choose_columns", sheet, {"columns": sorted(sheet.columns)})
    return sheet


@transaction.atomic
def discard_import(*, actor, sheet: SheetImport) -> None:
    """Throw a sheet away that was not taken in, or what is kept for undoing one; what was taken in stays."""
    require(actor, "participants.use_import", sheet)
    if sheet.stage == sheet.Stage.APPLYING:
        raise StaleVersion(sheet)
    _record(actor, "discard_import", sheet)
    SheetImport.objects.filter(pk=sheet.pk).delete()


def start_looking(*, sheet: SheetImport, rows: int) -> None:
    """Look through it now where it is small or nobody else would; else leave it to the worker."""
    if rows <= DIRECT or not worker_is_alive():
        look_through(public_id=str(sheet.public_id))
    else:
        look_through_sheet.enqueue(str(sheet.public_id))
    sheet.refresh_from_db()


@transaction.atomic
def _keep(*, actor, sheet, rows):
    sheet.save()
    _record(actor, "open_import", sheet, {"kind": sheet.kind, "rows": rows, "columns": sorted(sheet.columns)})


def _record(actor, action, sheet, details=None):
    audit.append(
        actor=actor,
        action=f"participants.{action}",
        subject=sheet,
        programme=sheet.programme,
        details=details or {},
    )


def _plain_all(rows) -> list[list[str]]:
    """Without NUL, which PostgreSQL does not store."""
    return [[cell.replace("\x00", "") for cell in row] for row in rows]
