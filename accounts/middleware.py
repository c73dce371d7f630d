"""What must hold on each request of somebody who is signed in: a second factor, and a session that is alive."""

import time

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

#: Pages that are open before the second factor is set up: setting it up, leaving, choosing the language.
OPEN_PREFIXES = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/language/", "/static/")
SIGNED_IN_AT, LAST_ACT = "muntada_signed_in_at", "muntada_last_act"
#: Written at most this often (seconds), so that reading pages does not rewrite the session each time.
WRITE_EVERY = 30


class SessionLimitsMiddleware:
    """Ends sessions by idleness and age, and sends accounts without a second factor to setting one up.

    Demo accounts need none, and are refused wherever DEMO is off. A request with the header `X-Background`
    (polling) does not count as activity.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and (refusal := self.refusal(request)):
            return refusal
        return self.get_response(request)

    def refusal(self, request):
        """The answer that stops the request, or None."""
        if request.user.is_demo and not settings.DEMO:
            return self.end(request, _("Demo sign-ins do not work here."))
        now = time.time()
        session = request.session
        signed_in_at = session.get(SIGNED_IN_AT)
        if signed_in_at is None:
            session[SIGNED_IN_AT] = session[LAST_ACT] = signed_in_at = now
        idle = now - session.get(LAST_ACT, now)
        if idle > settings.SESSION_IDLE_SECONDS or now - signed_in_at > settings.SESSION_ABSOLUTE_SECONDS:
            return self.end(request, _("You were signed out for your protection. Please sign in again."))
        if idle > WRITE_EVERY and "X-Background" not in request.headers:
            session[LAST_ACT] = now
        if not request.path.startswith(OPEN_PREFIXES) and not self.has_second_factor(request.user):
            return redirect("mfa_activate_totp")
        return None

    @staticmethod
    def has_second_factor(user) -> bool:
        """A TOTP app or a passkey; recovery codes alone do not count. Demo accounts are let off."""
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        return user.is_demo or Authenticator.objects.filter(user=user, type__in=kinds).exists()

    @staticmethod
    def end(request, message):
        """Sign out and lead to the sign-in page; a fragment request is told to load that page whole."""
        logout(request)
        target = f"{reverse('account_login')}"
        if request.method == "GET" and not request.htmx:
            from django.contrib.auth.views import redirect_to_login

            response = redirect_to_login(request.get_full_path(), target)
        elif request.htmx:
            response = HttpResponse(status=401, headers={"HX-Redirect": target})
        else:
            response = redirect(target)
        request._messages = messages.storage.default_storage(request)
        messages.warning(request, message)
        request._messages.update(response)
        return response
