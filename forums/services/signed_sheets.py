"""Signed sheets: staff hand the scan in, and nobody but an auditor who is engaged for the finances looks at it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from common import audit
from common.dates import months_before
from common.sealed_files import path_of, read_file, store
from forums.models import Programme, SheetReading, SignedSheet

FOLDER = "signed"


class ShownAlready(Exception):
    """The page that asked was sent before: what it showed is gone."""


@transaction.atomic
def hand_in_sheet(*, actor, forum, sheet: str, clean) -> SignedSheet:
    """Seal the scan of a signed sheet (a `common.uploads.Clean`). Raises PermissionDenied."""
    if not actor.has_perm("forums.hand_in_sheet", forum):
        raise PermissionDenied("forums.hand_in_sheet")
    row = SignedSheet.objects.create(forum=forum, sheet=sheet, **store(clean, folder=FOLDER, made_by=actor))
    audit.append(
        actor=actor,
        action="forums.hand_in_sheet",
        subject=row,
        programme=forum.programme,
        details={"forum": forum.public_id, "sheet": sheet},
    )
    return row


@transaction.atomic
def open_signed_sheet(*, actor, sheet: SignedSheet, reason: str, asked) -> bytes:
    """The content, once the look stands on the record. `asked`: a UUID that the asking page made.

    Raises PermissionDenied, ValidationError without a reason, ShownAlready, FileNotFoundError, Undecipherable.
    """
    if not actor.has_perm("forums.open_signed_sheet", sheet):
        raise PermissionDenied("forums.open_signed_sheet")
    if not reason.strip():
        raise ValidationError({"reason": _("Please write the reason.")})
    try:
        with transaction.atomic():
            reading = SheetReading.objects.create(
                sheet=sheet, reader=actor, reason=reason.strip(), asked=asked
            )
    except IntegrityError as error:
        raise ShownAlready from error
    audit.append(
        actor=actor,
        action="forums.open_signed_sheet",
        subject=sheet,
        programme=sheet.forum.programme,
        details={"reading": reading.public_id, "reason_given": True},
    )
    return read_file(sheet)


def old_sheets(today) -> list[SignedSheet]:
    """Those that were handed in longer ago than the retention time of their programme."""
    found: list[SignedSheet] = []
    for programme in Programme.objects.order_by("code"):
        until = months_before(today, programme.retention_months)
        rows = SignedSheet.objects.filter(forum__programme=programme).alias(since=TruncDate("made_at"))
        found += rows.filter(since__lte=until)
    return found


def delete_sheets(rows: list[SignedSheet]) -> tuple[int, list]:
    """(how many, the paths of their files, which the caller removes), in the caller's transaction."""
    paths = [path_of(row) for row in rows]
    deleted = SignedSheet.objects.filter(pk__in=[row.pk for row in rows]).delete()[1]
    return deleted.get("forums.SignedSheet", 0), paths
