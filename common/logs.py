"""Log records carry the id of the request and nothing of persons."""

import logging
from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to each record."""

    def filter(self, record):
        """Always lets the record pass.

        Django writes the line of a 404 or 500 when the request has left the middleware; it hands the request along.
        """
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", None) or current_request_id.get()
        return True
