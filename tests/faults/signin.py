"""Web processes on the test database, and accounts whose passwords the real hasher made."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password

from bench.portal import BEHIND_ONE_PROXY, Web
from tests.factories import PASSWORD, UserFactory
from tests.faults.workers import database_url

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ARGON2 = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"]}


def webs_on_test_database(folder, count=2, **environment):
    """Processes with one database, as nodes behind one proxy."""
    environment = {
        **BEHIND_ONE_PROXY,
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "KEYRING_FILE": str(settings.KEYRING_FILE),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DEMO": "1",
        **environment,
    }
    return [Web(environment, folder / f"web-{number}.log") for number in range(count)]


def real_account(username, **fields):
    """An account that needs its second factor; only its password was hashed by Argon2."""
    user = UserFactory(username=username, is_demo=False, **fields)
    user.password = make_password(PASSWORD, hasher="argon2")
    user.save()
    TOTP.activate(user, SECRET)
    return user


def code(step=0):
    """What the app shows now, or `step` half minutes from now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + step))
