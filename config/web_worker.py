"""How the server answers what it cannot read as a request: with the headers of every other answer, and in few words."""

import contextlib
from http import HTTPStatus

from django.conf import settings
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from common.headers import BARE_POLICY, EVERYWHERE

_STATUS = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}


class WebWorker(ThreadWorker):
    """Gunicorn's threads; of a request that is refused, its log names the kind of fault and nothing that was sent."""

    def handle_error(self, req, client, addr, exc):
        """Replaces gunicorn's own, which repeats the line that was sent, in its answer and in its log."""
        is_theirs = isinstance(exc, errors.ParseException)
        status = HTTPStatus.BAD_REQUEST if is_theirs else HTTPStatus.INTERNAL_SERVER_ERROR
        status = _STATUS.get(type(exc), status)
        if is_theirs:
            self.log.warning("A request could not be read: %s", type(exc).__name__)
        else:
            self.log.error("A request broke off", exc_info=exc)
        with contextlib.suppress(OSError):  # whoever asked has gone
            client.sendall(refusal(status))


def refusal(status: HTTPStatus) -> bytes:
    """A whole answer in plain text."""
    body = f"{status.value} {status.phrase}\n".encode("ascii")
    headers = {
        **EVERYWHERE,
        "Content-Security-Policy": BARE_POLICY,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = (
            f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        )
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii") + body
