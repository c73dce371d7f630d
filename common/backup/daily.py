"""The backup that the worker makes where nothing else does."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from common.backup.errors import BackupRefused
from common.backup.keep import last_backup
from common.backup.keys import is_configured
from common.backup.make import make_backup

logger = logging.getLogger(__name__)

#: A day and a little: where a timer makes one a day, that one goes first and the worker finds nothing to do.
DUE_AFTER = timedelta(hours=25)
#: After one that failed (seconds).
TRY_AGAIN_AFTER = 3600
_last_failure = float("-inf")


def back_up_daily() -> bool:
    """Make a backup if one is due and a public key is configured; whether it was made. A failure is logged."""
    global _last_failure  # noqa: PLW0603  one worker a process
    if not settings.BACKUP_BY_WORKER or not is_configured():
        return False
    if time.monotonic() - _last_failure < TRY_AGAIN_AFTER:
        return False
    last = last_backup()
    if last is not None and timezone.now() - last.made_at < DUE_AFTER:
        return False
    try:
        make_backup()
    except BackupRefused as refusal:
        _last_failure = time.monotonic()
        logger.error("No backup: %s", refusal)
        return False
    return True
