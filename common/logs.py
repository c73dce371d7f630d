"""Log records carry the id of the request and nothing of persons."""

import logging
from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to each record."""

    def filter(self, record):
        """Always lets the record pass."""
        record.request_id = current_request_id.get()
        return True
