"""Which code a browser has opened: a signed cookie for the code's own pages alone, for a while.

It holds the public id, never the code, and is good for nothing once the code is used, replaced or withdrawn.
"""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from recommendations.models import AnswerCode

COOKIE = "muntada_code"
#: Seconds since the page was last opened or sent; the code can be entered again afterwards.
OPEN_FOR = 2 * 3600


def cookie_name() -> str:
    """With the mark by which browsers take it over TLS only; its path forbids the stricter `__Host-`."""
    return f"__Secure-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def code_of(request) -> AnswerCode | None:
    """The code that this browser opened, whatever has become of it."""
    try:
        public_id = _signer().unsign(request.COOKIES.get(cookie_name(), ""), max_age=OPEN_FOR)
    except BadSignature:
        return None
    rows = AnswerCode.objects.select_related(
        "response", "addressee__institution", "addressee__recommendation__programme"
    )
    return rows.filter(public_id=public_id).first()


def remember_code(response, code: AnswerCode):
    """The same response, with the cookie."""
    response.set_cookie(
        cookie_name(),
        _signer().sign(str(code.public_id)),
        path=reverse("answer:code"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_code(response):
    """The same response; the browser forgets."""
    response.delete_cookie(cookie_name(), path=reverse("answer:code"), samesite="Lax")
    return response


def _signer():
    return TimestampSigner(salt=COOKIE)
