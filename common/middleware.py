"""Headers and ids that every answer carries, also errors and downloads."""

import uuid

from django.db import OperationalError
from django.http import HttpResponse
from django.template import loader

from common import audit
from common.logs import current_request_id

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
    "payment=(), usb=(), browsing-topics=()"
)


class RequestIdMiddleware:
    """Gives each request a random id for the logs and the audit record, and sends it back as X-Request-ID."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        id_token = current_request_id.set(request.id)
        origin_token = audit.set_origin(f"page {request.id}")
        try:
            response = self.get_response(request)
        finally:
            current_request_id.reset(id_token)
            audit.reset_origin(origin_token)
        response["X-Request-ID"] = request.id
        return response


class PrivacyHeadersMiddleware:
    """`no-store` on all but static files: on a shared or seized device the back button shows nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "no-store, private")
        return response


class BusyDatabaseMiddleware:
    """A lock that was waited for in vain (or a deadlock that was broken) answers 503, with all that was typed.

    The page carries the posted fields as hidden inputs and one button that sends them again. Passwords are
    left out: pages of accounts ask for them anew.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The 503 page for a busy database; every other error goes on as it was."""
        if not isinstance(exception, OperationalError) or not _is_busy(exception):
            return None
        typed = []
        if request.method == "POST" and not request.path.startswith("/accounts/"):
            typed = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {"typed": typed, "path": request.get_full_path()}
        response = HttpResponse(loader.render_to_string("503.html", context), status=503)
        response["Retry-After"] = "5"
        return response


def _is_busy(error) -> bool:
    # SQLite has no code for it in Django's wrapper; PostgreSQL: lock timeout and deadlock.
    code = getattr(error.__cause__, "pgcode", None)
    return code in {"55P03", "40P01"} or "database is locked" in str(error)
