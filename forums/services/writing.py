"""When the rows of minutes may be written, and noticing that somebody else wrote them meanwhile."""

from django.core.exceptions import PermissionDenied

from common.versions import save_if_current
from forums.models import Minutes


class MinutesClosed(Exception):
    """The minutes are submitted or approved: taking back or reopening comes before writing."""


def require_open(minutes, *, also_submitted: bool = False) -> None:
    """Raise MinutesClosed unless the state allows writing.

    `also_submitted`: for what a manager decides while approving, e.g. about the date.
    """
    if minutes.is_open or (also_submitted and minutes.state == Minutes.State.SUBMITTED):
        return
    raise MinutesClosed(minutes.state)


def begin_writing(*, actor, minutes) -> None:
    """Check that `actor` may write rows of these minutes now, in the caller's transaction.

    Raises PermissionDenied, MinutesClosed.
    """
    if not actor.has_perm("forums.write_minutes", minutes):
        raise PermissionDenied("forums.write_minutes")
    # Read again: the page that asks may be an hour old, and approval may have come between. On PostgreSQL whoever
    # writes rows of the same minutes waits here, before either holds a row that the other wants; on SQLite the
    # transaction itself is the lock.
    locked = Minutes.objects.select_for_update(no_key=True)
    minutes.refresh_from_db(fields=["state", "version"], from_queryset=locked)
    require_open(minutes)


def touch(minutes) -> None:
    """Count the minutes' version up, so that approving an older sight of them is refused."""
    save_if_current(minutes, expected=minutes.version, fields=[])
