"""Rows of signing in that say nothing any more."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Backoff, KeptForm, KnownDevice, UsedCode
from accounts.signin.kept import KEPT_FOR
from accounts.signin.visitors import REMEMBERED_FOR

#: After so much quiet every count has leaked away.
_QUIET = timedelta(days=1)


def sweep_sign_in() -> int:
    """Delete counts that leaked away, codes that ran out, devices not seen for long, texts that nobody fetched."""
    now = timezone.now()
    old = (
        Backoff.objects.filter(last_at__lt=now - _QUIET, held_until__lt=now - _QUIET),
        UsedCode.objects.filter(expires_at__lt=now),
        KnownDevice.objects.filter(seen_at__lt=now - REMEMBERED_FOR),
        KeptForm.objects.filter(kept_at__lt=now - KEPT_FOR),
    )
    # Asked first: on SQLite a deletion of nothing still takes the one lock.
    return sum(rows.delete()[0] for rows in old if rows.exists())
