"""Names and ages of backups, and which of them are due to go."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from common.backup.errors import BackupRefused
from common.files import sync_folder
from common.models import Backup

#: protection.md, rule 19: who was erased must not live on in copies.
MOST_DAYS = 35
#: After this without a backup the administrator is warned.
WARN_AFTER = timedelta(days=2)
_NAME = re.compile(r"muntada-(\d{8}T\d{6}Z)\.tar\.age")
_TIME = "%Y%m%dT%H%M%SZ"


def backup_name(moment: datetime) -> str:
    """The name of a backup made at this moment; it tells nothing but the time."""
    return f"muntada-{moment.astimezone(UTC).strftime(_TIME)}.tar.age"


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """(made at, file), oldest first, by the names: a copied file has another date of its own."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if match := _NAME.fullmatch(path.name):
            found.append((datetime.strptime(match[1], _TIME).replace(tzinfo=UTC), path))
    return sorted(found)


def keep_days() -> int:
    """How long backups are kept. Raises BackupRefused for more than the rule allows."""
    if not 1 <= settings.BACKUP_KEEP_DAYS <= MOST_DAYS:
        raise BackupRefused(f"BACKUP_KEEP_DAYS must be 1 to {MOST_DAYS}.", exit_code=3)
    return settings.BACKUP_KEEP_DAYS


def delete_old(folder: Path, *, now: datetime) -> list[str]:
    """Delete what is older than `keep_days`, and never the newest; the names that are gone."""
    limit = now - timedelta(days=keep_days())
    due = [path for made_at, path in backups_in(folder)[:-1] if made_at < limit]
    for path in due:
        path.unlink()
    if due:
        sync_folder(folder)
    return [path.name for path in due]


def last_backup() -> Backup | None:
    """The newest backup that this installation knows of."""
    return Backup.objects.order_by("-made_at").first()
