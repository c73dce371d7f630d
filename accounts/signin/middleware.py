"""What signing in adds to answers, and the counting of guesses at links of one use."""

from django.http import Http404
from django.urls import reverse

from accounts.signin.backoff import Held, succeeded, take_try
from accounts.signin.held import held_page
from accounts.signin.visitors import address_counter, set_device_cookie

#: Addresses that hold a secret: whoever guesses at one is held back. A good link takes its try back.
SECRET_LINKS = frozenset({"invitation", "first_administrator"})
#: Pages of allauth that would be a way round the administrators: an address of one's own choice, a code by mail.
CLOSED = frozenset(
    {
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_confirm_login_code",
    }
)
#: What a browser throws away when somebody signs out. "storage" empties every IndexedDB and ends the service worker,
#: so it goes along only where the page found no draft of anybody left (static/js/minutes/leave.js).
CLEARED_AT_SIGN_OUT = '"cache"'
CLEARED_WHERE_EMPTY = '"cache", "storage"'


class SignInMiddleware:
    """429 and Retry-After for whoever is held back, the cookie of a known browser, Clear-Site-Data at the sign-out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        leaves = request.method == "POST" and request.path == reverse("account_logout")
        response = self.get_response(request)
        counter = getattr(request, "link_counter", None)
        if counter and response.status_code not in (404, 429):
            succeeded(counter)
        if seconds := getattr(request, "held_for", 0):
            response.status_code = 429
            response["Retry-After"] = str(seconds)
        set_device_cookie(request, response)
        if leaves:
            empty = request.POST.get("device") == "empty"
            response["Clear-Site-Data"] = CLEARED_WHERE_EMPTY if empty else CLEARED_AT_SIGN_OUT
        return response

    def process_view(self, request, view, args, kwargs):
        """Refuse what is closed, and count a link of one use before it is looked at; somebody who is signed in has no use for any."""
        if request.resolver_match.url_name in CLOSED:
            raise Http404
        if request.resolver_match.url_name not in SECRET_LINKS:
            return None
        if request.user.is_authenticated:
            raise Http404
        counter = address_counter(request, "link")
        try:
            take_try(counter)
        except Held as held:
            return held_page(request, held)
        request.link_counter = counter
        return None
