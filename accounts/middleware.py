"""What must hold on each request of somebody who is signed in: a second factor, and a session that is alive."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.services.opened import has_second_factor
from accounts.services.recorded import record_sign_out
from accounts.signin.kept import find_kept, forget, keep
from accounts.signin.stale import note_end, tokens_of
from common.json_pages import answers_json, signed_out
from common.kept_forms import handed_back

#: Pages that are open before the second factor is set up: setting it up, leaving, choosing the language.
OPEN_PREFIXES = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/language/", "/static/")
SIGNED_IN_AT, LAST_ACT = "muntada_signed_in_at", "muntada_last_act"
#: Written at most this often (seconds), so that reading pages does not rewrite the session each time.
WRITE_EVERY = min(30, settings.SESSION_IDLE_SECONDS / 10)
#: Sent by the cover that the editor lays over its text after a while without typing: sign in, then go on.
LOCKED = "locked"


def begin_session(request) -> None:
    """Now is the time of signing in and of the last act."""
    request.session[SIGNED_IN_AT] = request.session[LAST_ACT] = time.time()


def note_act(request) -> None:
    """Now somebody did something: for addresses where asking alone is no activity."""
    now = time.time()
    if now - request.session.get(LAST_ACT, now) > WRITE_EVERY:
        request.session[LAST_ACT] = now


class SessionLimitsMiddleware:
    """Ends sessions by idleness and age, and sends accounts without a second factor to setting one up.

    Demo accounts need none, and are refused wherever DEMO is off. A request with the header `X-Background`
    (polling) does not count as activity, nor does one to an address that a script asks: its view says by `note_act`
    that somebody wrote.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        if refusal := self.refusal(request):
            return refusal
        request.kept = find_kept(request)
        if request.kept is None:
            return self.get_response(request)
        with handed_back(request.kept):
            response = self.get_response(request)
        if response.status_code == 200:
            forget(request)
        return response

    def refusal(self, request):
        """The answer that stops the request, or None."""
        if request.user.is_demo and not settings.DEMO:
            return self.end(request, _("Demo sign-ins do not work here."))
        now = time.time()
        session = request.session
        signed_in_at = session.get(SIGNED_IN_AT)
        if signed_in_at is None:
            begin_session(request)
            signed_in_at = now
        idle = now - session.get(LAST_ACT, now)
        if idle > settings.SESSION_IDLE_SECONDS or now - signed_in_at > settings.SESSION_ABSOLUTE_SECONDS:
            return self.end(request, _("You were signed out for your protection. Please sign in again."))
        if LOCKED in request.POST:
            return self.end(request, _("The page is locked. Please sign in to go on where you were."))
        if idle > WRITE_EVERY and "X-Background" not in request.headers and not answers_json(request):
            session[LAST_ACT] = now
        if not request.path.startswith(OPEN_PREFIXES) and not has_second_factor(request.user):
            door = reverse("mfa_activate_totp")
            return signed_out(door) if answers_json(request) else redirect(door)
        return None

    @staticmethod
    def end(request, message):
        """Sign out and lead to the sign-in page and back; what was sent is kept for whoever wrote it.

        A fragment request is told to load that page whole; a script keeps what it sent itself.
        """
        own = request.get_full_path()
        page = own if request.method == "GET" and not request.htmx else keep(request)
        by_script = answers_json(request)
        if (request.htmx or by_script) and page == own:
            page = resolve_url(settings.LOGIN_REDIRECT_URL)  # a fragment is no page
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        user, tokens = request.user, tokens_of(request)
        logout(request)
        note_end(request, user, tokens)
        record_sign_out(actor=user, by_portal=True)
        door = reverse("account_login")
        response = redirect(door) if page.startswith(door) else redirect_to_login(page, door)
        if by_script:
            response = signed_out(response.url)
        elif request.htmx:
            response = HttpResponse(status=401, headers={"HX-Redirect": response.url})
        request._messages = messages.storage.default_storage(request)
        messages.warning(request, message)
        request._messages.update(response)
        return response
