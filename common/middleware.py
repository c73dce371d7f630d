"""Headers and ids that every answer carries, also errors and downloads."""

import uuid

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
