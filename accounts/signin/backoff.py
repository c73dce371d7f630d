"""Tries are counted before they are looked at, and wait longer and longer: 15 s, 30 s, … up to 15 minutes.

A count is raised by one conditional update, so that two processes never both take the same try. While a key is
held, nothing is looked at and nothing is counted: pressing on does not lengthen the wait.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Backoff

#: Tries without a wait: for one account from one place, for one place whatever it asks for, and for all together.
FREE, FREE_OF_ADDRESS, FREE_OF_ALL = 4, 8, 200
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
#: Quiet time, after the wait is over, that takes one failure off the count.
LEAK = timedelta(minutes=15)
_RACES = 25


@dataclass(frozen=True)
class Counter:
    """One count. `wiped`: what succeeds clears it; otherwise success takes back its own try only.

    `longest`: where strangers share a count, their failures keep nobody out for longer than this.
    """

    key: str
    free: int = FREE
    wiped: bool = True
    longest: timedelta = LONGEST_WAIT


class Held(Exception):
    """The try was not looked at. `seconds` until the next one is, at least 1."""

    def __init__(self, wait: timedelta):
        self.seconds = max(1, -int(-wait.total_seconds() // 1))
        super().__init__(self.seconds)


def wait_after(failures: int, free: int = FREE) -> timedelta:
    """How long the next try waits after so many failures."""
    if failures <= free:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(failures - free - 1, 10), LONGEST_WAIT)


def take_try(*counters: Counter) -> None:
    """Count one try with each counter, or none and raise Held.

    Whoever succeeds hands the same counters to `succeeded`. The order of keys is one for all: no deadlock.
    """
    with transaction.atomic():
        for counter in sorted(counters, key=lambda counter: counter.key):
            _count(counter)


def succeeded(*counters: Counter) -> None:
    """Forget the failures, or only this try where others' failures are counted with it."""
    now = timezone.now()
    for counter in counters:
        rows = Backoff.objects.filter(key=counter.key)
        if counter.wiped:
            rows.delete()
            continue
        row = rows.filter(failures__gt=0).first()
        if row is not None:
            # A hold that this very try began is lifted; where somebody else's came meanwhile, it stands.
            rows.filter(failures=row.failures, last_at=row.last_at).update(
                failures=row.failures - 1, held_until=now
            )


@contextmanager
def counted(*counters: Counter):
    """Take a try; a block that ends without an exception has succeeded. Raises Held."""
    take_try(*counters)
    yield
    succeeded(*counters)


def _count(counter):
    for _race in range(_RACES):
        now = timezone.now()
        fresh = {"failures": 0, "held_until": now, "last_at": now}
        row, _created = Backoff.objects.get_or_create(key=counter.key, defaults=fresh)
        if row.held_until > now:
            raise Held(row.held_until - now)
        quiet = max(now - max(row.held_until, row.last_at), timedelta(0))
        failures = max(row.failures - quiet // LEAK, 0) + 1
        changed = Backoff.objects.filter(pk=row.pk, failures=row.failures, last_at=row.last_at).update(
            failures=failures,
            last_at=now,
            held_until=now + min(wait_after(failures, counter.free), counter.longest),
        )
        if changed:
            return
    # So many at the same moment are no person.
    raise Held(FIRST_WAIT)
