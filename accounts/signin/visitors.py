"""Where a try comes from: a network address, or a browser from which this account signed in before.

A stranger can use up the tries of an address or of an account at his address; never those of a known browser.
"""

import secrets
from datetime import timedelta

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from accounts.models import KnownDevice
from accounts.signin.backoff import FIRST_WAIT, FREE_OF_ADDRESS, FREE_OF_ALL, Counter
from accounts.signin.keys import fold_login, keyed

#: Holds a random number, signed, and nothing else; which accounts it belongs to stands nowhere.
COOKIE, COOKIE_PATH = "muntada_device", "/accounts/"
REMEMBERED_FOR = timedelta(days=180)


def cookie_name() -> str:
    """With the mark by which browsers take it over TLS only; its path forbids the stricter `__Host-`."""
    return f"__Secure-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def client_address(request) -> str:
    """The address of the visitor, counted from the right of X-Forwarded-For by TRUSTED_PROXIES.

    Where the header has fewer entries than there are proxies, or holds no address, the peer's own counts: a request
    that came past the proxies is believed nothing. "0.0.0.0" for a peer without address (a socket).
    """
    try:
        found = get_client_ip(request)
    except ImproperlyConfigured:
        found = None
    return found or request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  no binding, a placeholder


def address_counter(request, purpose: str) -> Counter:
    """The count of one network (IPv6: /64) for one purpose."""
    network = truncate_ip(client_address(request))
    return Counter(keyed("address", purpose, network), free=FREE_OF_ADDRESS, wiped=False)


def shared_counters(request, purpose: str) -> tuple[Counter, ...]:
    """The counts of a guess at something that belongs to no account: of the network, and of all networks together.

    The second one slows down many who guess at once. It is no lock: after it, anybody waits for some seconds at most.
    """
    everywhere = Counter(keyed("everywhere", purpose), free=FREE_OF_ALL, wiped=False, longest=FIRST_WAIT)
    return (address_counter(request, purpose), everywhere)


def sign_in_counters(request, typed: str, user) -> tuple[Counter, ...]:
    """The counts of a try with a password. `user` is the account that was meant, or None.

    Counted by what was typed, not by the account: else the count of a user name and an e-mail address that belong
    together would tell that they do.
    """
    login = fold_login(typed)
    if device := known_device(request, user):
        return (Counter(keyed("device", login, device)),)
    network = truncate_ip(client_address(request))
    return (Counter(keyed("account", login, network)), address_counter(request, "password"))


def second_factor_counters(request, user) -> tuple[Counter, ...]:
    """The counts of a try with a code. Whoever comes so far knows the password, so the account itself may be held:
    a million codes from ten thousand addresses would be found otherwise. Known browsers are counted apart.
    """
    device = known_device(request, user)
    return (Counter(keyed("code", user.pk, device)),)


def known_device(request, user) -> str:
    """The number of the browser, if this account signed in from it before; else an empty string."""
    number = _read(request)
    if not number:
        return ""
    # Asked for unknown accounts too, so that the answer takes as long.
    known = KnownDevice.objects.filter(
        digest=_digest(number, user), seen_at__gt=timezone.now() - REMEMBERED_FOR
    )
    return number if known.exists() else ""


def remember_device(request, user) -> None:
    """From now on this browser is known for this account; the middleware sends the cookie."""
    number = _read(request) or secrets.token_hex(16)
    KnownDevice.objects.update_or_create(digest=_digest(number, user), defaults={"seen_at": timezone.now()})
    request.device_number = number


def set_device_cookie(request, response) -> None:
    """Send the cookie of a browser that has just become known."""
    if number := getattr(request, "device_number", ""):
        response.set_cookie(
            cookie_name(),
            Signer(salt=COOKIE).sign(number),
            max_age=REMEMBERED_FOR,
            path=COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _read(request):
    try:
        return Signer(salt=COOKIE).unsign(request.COOKIES.get(cookie_name(), ""))
    except BadSignature:
        return ""


def _digest(number, user):
    return keyed("known", number, user.pk if user else 0, user.password if user else "")
