"""Sheets whose time is over go; those whose run was lost are begun again."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from common.background import has_task
from participants.models import SheetImport
from participants.tasks import apply_sheet, look_through_sheet


def sweep_imports(*, stuck_after: timedelta) -> int:
    """Remove what was kept long enough; how many. Whoever was left waiting by a run that ended is put back in the queue."""
    now = timezone.now()
    until = now - timedelta(days=SheetImport.KEPT_DAYS)
    over = Q(applied_at__lt=until) | Q(applied_at=None, created_at__lt=until)
    gone = SheetImport.objects.filter(over).delete()[1].get("participants.SheetImport", 0)
    waiting = SheetImport.objects.filter(
        Q(looked_at=None) | Q(asked_at__isnull=False), applied_at=None, updated_at__lt=now - stuck_after
    )
    for sheet in waiting.defer("content", "file_name"):
        task = apply_sheet if sheet.looked_at else look_through_sheet
        key = str(sheet.public_id)
        if sheet.problem or has_task(task.module_path, key):
            continue
        if has_task(task.module_path, key, given_up=True):
            SheetImport.objects.filter(pk=sheet.pk, applied_at=None).update(problem=SheetImport.GIVEN_UP)
        else:
            task.enqueue(key)
    return gone
