"""A page that was opened before the session ended, sent after its writer signed in again in another window.

Its token is the one of the session before, so the check against forgery refuses it. Which tokens the reader himself
had is remembered with his session: with one of those the text is his, and waits for him in the form; it is not saved.
"""

from django.conf import settings
from django.contrib import messages
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refuse

from accounts.signin.kept import WAITING, keep
from common.json_pages import answers_json, in_json, signed_out

#: In a session without a user: whose it was and his tokens. In one with a user: the tokens of his sessions before.
ENDED, BEFORE = "muntada_ended", "muntada_tokens_before"
_REMEMBERED = 5


def tokens_of(request) -> list[str]:
    """The token in force and those before it; ask before the session ends."""
    tokens = [*request.session.get(BEFORE, []), request.META.get("CSRF_COOKIE") or ""]
    return [token for token in tokens if token][-_REMEMBERED:]


def note_end(request, user, tokens) -> None:
    """Remember in the session that begins now, without a user, whose session ended."""
    request.session[ENDED] = {"user": user.pk, "tokens": tokens}


def take_over(request, user) -> None:
    """At the sign-in: the tokens are remembered for the same account, and forgotten for any other."""
    ended = request.session.pop(ENDED, None)
    if ended and ended["user"] == user.pk:
        request.session[BEFORE] = ended["tokens"]
    else:
        request.session.pop(BEFORE, None)


def csrf_failure(request, reason=""):
    """403; for the reader's own page of before, the way back to it with what he typed.

    A script keeps that itself. It is given the token of now, which no page of another site can read.
    """
    if answers_json(request):
        if not request.user.is_authenticated:
            return signed_out(reverse("account_login"))
        words = _("This page was open since before you signed in. It goes on with your session of now.")
        return in_json("token", words, 403, token=get_token(request))
    if not request.user.is_authenticated or getattr(request, "token_rechecked", False):
        return refuse(request, reason)
    request.token_rechecked = True
    if not any(_fits(request, token) for token in request.session.get(BEFORE, [])):
        return refuse(request, reason)
    page = keep(request, checked=True)
    request.session[WAITING] = True
    messages.warning(request, _("This page was open since before you signed in. Please look at it again."))
    return redirect(page)


def _fits(request, token):
    """Whether the check, its look at the origin too, would have passed with that token."""
    cookies = request.COOKIES
    request.COOKIES = {**cookies, settings.CSRF_COOKIE_NAME: token}
    try:
        return CsrfViewMiddleware(lambda _request: None).process_view(request, lambda: None, (), {}) is None
    finally:
        request.COOKIES = cookies
