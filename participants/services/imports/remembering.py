"""What the same file did before: its rows are who they were then, as long as that is kept."""

from participants.models import ImportRow, SheetImport
from participants.services.imports.matching import writable_among


def remembered_rows(*, user, sheet: SheetImport) -> dict[int, int]:
    """Place of a row → primary key of who it was when this very file was taken in; those whom the reader may write."""
    before = SheetImport.objects.filter(
        digest=sheet.digest,
        kind=sheet.kind,
        programme=sheet.programme,
        forum=sheet.forum,
        applied_at__isnull=False,
        undone_at=None,
    )
    rows = ImportRow.objects.filter(sheet__in=before.exclude(pk=sheet.pk), person__isnull=False)
    found = dict(rows.order_by("sheet", "place").values_list("place", "person_id"))
    mine = writable_among(user, set(found.values()))
    return {place: pk for place, pk in found.items() if pk in mine}


def remembered_targets(*, sheet: SheetImport) -> dict[int, object]:
    """Place of a row → public id of the body that it was when this very file was taken in."""
    before = SheetImport.objects.filter(
        digest=sheet.digest, kind=sheet.kind, applied_at__isnull=False, undone_at=None
    )
    rows = ImportRow.objects.filter(sheet__in=before.exclude(pk=sheet.pk), target__isnull=False)
    return dict(rows.order_by("sheet", "place").values_list("place", "target"))
