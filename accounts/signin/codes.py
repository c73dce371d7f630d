"""A one-time code opens a door once, in whichever process and at however many doors at the same moment."""

from datetime import timedelta

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import UsedCode
from accounts.signin.keys import keyed


def use_up(user, code: str) -> bool:
    """True for the first who comes with this code. A row of the database decides, not the cache that may drop it."""
    now = timezone.now()
    # The code is good this long at most, whatever tolerance for clocks that are wrong is set; then it may recur.
    expires_at = now + timedelta(seconds=app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2))
    digest = keyed("used", user.pk, normalize_user_code(code))
    if UsedCode.objects.filter(digest=digest, expires_at__lt=now).update(expires_at=expires_at):
        return True
    try:
        with transaction.atomic():
            UsedCode.objects.create(digest=digest, expires_at=expires_at)
    except IntegrityError:
        return False
    return True
