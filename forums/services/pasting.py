"""Several lines at once: all of a pasted list or none of it, and taking them out again."""

from django.db import transaction

from common import audit
from common.versions import StaleVersion
from forums.models import Attendance
from forums.services.attendance import remove_attendance
from forums.services.enlisting import enlist
from forums.services.writing import begin_writing


@transaction.atomic
def enlist_many(*, actor, forum, expected: int, lines: list[dict]) -> list[Attendance]:
    """Enlist each of `lines` (keywords of `enlist`), if the minutes are still at version `expected`.

    So who sends the same list twice, or saw an older one, adds nobody. Raises StaleVersion and what `enlist` raises;
    nothing of the list is written then.
    """
    begin_writing(actor=actor, minutes=forum.minutes)
    if forum.minutes.version != expected:
        raise StaleVersion(forum.minutes)
    rows = [enlist(actor=actor, forum=forum, **line) for line in lines]
    _record(actor, forum, "enlist_many", rows)
    return rows


@transaction.atomic
def remove_many(*, actor, forum, rows: list[Attendance]) -> None:
    """Take all of these lines of the forum out; each can be put back until approval."""
    begin_writing(actor=actor, minutes=forum.minutes)
    for row in rows:
        row.forum = forum
        remove_attendance(actor=actor, attendance=row)
    _record(actor, forum, "remove_many", rows)


def _record(actor, forum, action, rows) -> None:
    audit.append(
        actor=actor,
        action=f"forums.{action}",
        subject=forum,
        programme=forum.programme,
        details={"rows": len(rows)},
    )
