"""Headers and ids that every answer carries, also errors and downloads."""

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.template import loader

from common import audit
from common.archive import ReadOnly
from common.faults import fault_of, fault_page
from common.headers import EVERYWHERE
from common.logs import current_request_id
from common.proxies import handed_request_id


class RequestIdMiddleware:
    """Gives each request a random id for the logs and the audit record, and sends it back as X-Request-ID.

    The trusted proxy's own id is taken over where there is one, so that its log and ours speak of the same request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = handed_request_id(request) or uuid.uuid4().hex
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
    """What every answer carries, whoever made it: pages, refusals of other middleware, downloads, static files.

    `no-store` on all but static files: on a shared or seized device the back button shows nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in EVERYWHERE.items():
            response.setdefault(name, value)
        # `never_cache` of libraries says much else beside it.
        if "no-store" in response["Cache-Control"]:
            response["Cache-Control"] = EVERYWHERE["Cache-Control"]
        return response


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages go over slow lines compressed: a fifth of their bytes.

    Only what answers a GET without a query. Elsewhere a stranger could choose words that stand in the page beside what is
    secret, and learn from the sizes whether they are alike (the attack called BREACH); beside that, each compressed page
    is of a random length.
    """

    def process_response(self, request, response):
        """Files compress themselves or not at all."""
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        is_plain = request.method in ("GET", "HEAD") and not request.META.get("QUERY_STRING")
        return super().process_response(request, response) if is_page and is_plain else response


class BodySizeMiddleware:
    """413 for a body larger than any page takes, before a byte of it is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        if size > settings.MOST_BODY_BYTES:
            return HttpResponse(loader.render_to_string("400.html"), status=413)
        return self.get_response(request)


class BusyDatabaseMiddleware:
    """A database that is locked, full or gone answers 503 or 507, with all that was typed (`common/faults.py`).

    What other middleware meets of it comes to handler500, which answers the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The page for a fault that passes; every other error goes on as it was."""
        fault = fault_of(exception)
        return fault_page(request, fault) if fault else None


class ArchiveMiddleware:
    """Answers what is refused only because its programme is archived: 403, with what can be done about it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The page that says so; every other error goes on as it was."""
        if not isinstance(exception, ReadOnly):
            return None
        return HttpResponse(loader.render_to_string("archived.html"), status=403)
