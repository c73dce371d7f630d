"""Saving one change: three-way by value, whole or not at all, once."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from common.faults import is_deadlock
from common.versions import StaleVersion
from forums.models import SavedChange
from forums.services.lines.operations import OPERATIONS
from forums.services.lines.shapes import Change, Result
from forums.services.writing import begin_writing

#: Longer than any browser keeps a draft that was not sent.
KEYS_KEPT_FOR = timedelta(days=40)
#: Whoever writes a form of the same minutes may come between; the change is by value and simply done again.
_TRIES = 6


class _Undone(Exception):
    """Rolls the transaction back and carries the reason."""

    def __init__(self, result):
        self.result = result


def saved_before(*, minutes, changes) -> bool:
    """Whether every one of the changes is remembered as saved. Asks no right: the caller may write these minutes."""
    keys = {change.key for change in changes}
    return bool(keys) and SavedChange.objects.filter(minutes=minutes, key__in=keys).count() == len(keys)


def sweep_keys() -> int:
    """Delete keys of changes that no browser holds any more; how many."""
    old = SavedChange.objects.filter(saved_at__lte=timezone.now() - KEYS_KEPT_FOR)
    # Asked first: on SQLite a deletion of nothing still takes the one lock.
    return old.delete()[0] if old.exists() else 0


def save_change(*, actor, minutes, change: Change) -> Result:
    """Do one change and remember its key; a key that is remembered is "saved" again and writes nothing.

    Raises PermissionDenied, MinutesClosed; StaleVersion only where others came between six times.
    """
    left = _TRIES
    while True:
        left -= 1
        try:
            with transaction.atomic():
                return _save(actor, minutes, change)
        except _Undone as undone:
            return undone.result
        except (StaleVersion, IntegrityError):
            if not left:
                raise
        except OperationalError as error:
            if not left or not is_deadlock(error):
                raise


def _save(actor, minutes, change):
    begin_writing(actor=actor, minutes=minutes)
    # First of all: the same change on another line at the same moment waits here for this one.
    _remembered, is_new = SavedChange.objects.get_or_create(minutes=minutes, key=change.key)
    if not is_new:
        return Result(change.key)
    collisions, refusals = [], [change.refusal] if change.refusal else []
    for op in () if refusals else change.ops:
        try:
            collisions += OPERATIONS[op.name](actor, minutes, op)
        except ValidationError as error:
            refusals += error.messages
    if collisions:
        raise _Undone(Result(change.key, "conflict", tuple(collisions)))
    if refusals:
        raise _Undone(Result(change.key, "refused", message=" ".join(map(str, refusals))))
    return Result(change.key, is_new=True)
