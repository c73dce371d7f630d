"""The key of drafts on a writer's devices: handed over after signing in, turned by age, ended by a wipe."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import DraftKey
from common import audit

#: What lies on a device is kept no longer (static/js/minutes/store.js says the same), so a key that was turned is
#: needed no longer either.
KEPT_FOR = timedelta(days=30)


@transaction.atomic
def hand_over_draft_key(*, actor) -> DraftKey:
    """The caller's own key and the one before it. Made at the first call, turned by the first call after 30 days.

    Handing over is no entry of the record: it happens with each page of the editor.
    """
    now = timezone.now()
    fresh = {"key": _new_key(), "made_at": now}
    # Two windows that ask at once get the same key: the second finds the row of the first.
    row, created = DraftKey.objects.get_or_create(user=actor, defaults=fresh)
    if created:
        _record(actor, "make_draft_key")
        return row
    if row.made_at > now - KEPT_FOR:
        return row
    # Nothing that the key before the last one closed can still be kept anywhere.
    turned = DraftKey.objects.filter(pk=row.pk, made_at=row.made_at).update(earlier=row.key, **fresh)
    if turned:
        _record(actor, "turn_draft_key")
    row.refresh_from_db()
    return row


@transaction.atomic
def wipe_draft_key(*, actor) -> None:
    """Forget the caller's key: what his devices hold cannot be opened any more by signing in, on whichever they are."""
    if DraftKey.objects.filter(user=actor).delete()[0]:
        _record(actor, "wipe_draft_key")


def drop_draft_key(user) -> None:
    """In the caller's transaction: the account is switched off."""
    DraftKey.objects.filter(user=user).delete()


def _new_key():
    return secrets.token_urlsafe(32)


def _record(actor, action):
    audit.append(actor=actor, action=f"accounts.{action}", subject=actor)
