"""The private calendar address of an account: made, replaced, withdrawn, and found by whatever reads it."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.signin.keys import keyed
from common import audit
from forums.models import CalendarFeed

#: Bytes of the secret part: 256 bits, nothing to be guessed.
_SECRET = 32


@transaction.atomic
def make_feed(*, actor, language: str = "ar") -> str:
    """The secret part of a new address, which is shown once; an earlier address is dead from now on.

    Raises PermissionDenied for whoever sees no meeting to come.
    """
    if not actor.has_perm("forums.look_ahead"):
        raise PermissionDenied("forums.look_ahead")
    token = secrets.token_urlsafe(_SECRET)
    # A new row, so that nothing of the earlier address stays.
    CalendarFeed.objects.filter(user=actor).delete()
    feed = CalendarFeed.objects.create(user=actor, digest=digest_of(token), language=language)
    audit.append(actor=actor, action="forums.make_feed", subject=feed)
    return token


@transaction.atomic
def withdraw_feed(*, actor) -> bool:
    """The address is dead from now on; False where there was none."""
    feed = CalendarFeed.objects.filter(user=actor).first()
    if feed is None:
        return False
    feed.delete()
    audit.append(actor=actor, action="forums.withdraw_feed", subject=actor)
    return True


def find_feed(token: str) -> CalendarFeed | None:
    """The feed behind a secret part, with its account; None for one that is unknown or withdrawn."""
    return CalendarFeed.objects.select_related("user").filter(digest=digest_of(token)).first()


def note_reading(feed: CalendarFeed) -> None:
    """It was read today; written once a day, so that telephones that ask every hour write nothing."""
    today = timezone.localdate()
    if feed.read_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_on=today)


def digest_of(token: str) -> str:
    """What is kept of a secret part."""
    return keyed("calendar feed", token)
