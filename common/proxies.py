"""What is believed of the headers that proxies add: as much as TRUSTED_PROXIES says, and nothing more."""

import re

from django.conf import settings

FORWARDED = (
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID"),
    # Read by nobody here; taken away so that no library begins to.
    *(
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PORT",
        "HTTP_X_FORWARDED_SERVER",
        "HTTP_X_REAL_IP",
        "HTTP_FORWARDED",
    ),
)
_REQUEST_ID = re.compile(r"[0-9a-f]{32}")


class ForwardedHeadersMiddleware:
    """Takes away what nobody of ours can have said, before anything else looks at the request.

    A request came by our proxies when `X-Forwarded-For` has at least as many entries as there are; with none, or past
    them, no forwarded header is left. The host is always the one that is asked for (`Host`), which the proxy hands on.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meta, count = request.META, settings.TRUSTED_PROXIES
        came_by_ours = count > 0 and len(_entries(meta.get("HTTP_X_FORWARDED_FOR"))) >= count
        for name in FORWARDED if not came_by_ours else FORWARDED[3:]:
            meta.pop(name, None)
        if "HTTP_X_FORWARDED_PROTO" in meta:
            # Should a proxy add where it ought to set: one "http" anywhere is believed, a lone claim of "https" is not.
            claimed = set(_entries(meta["HTTP_X_FORWARDED_PROTO"]))
            meta["HTTP_X_FORWARDED_PROTO"] = "https" if claimed == {"https"} else "http"
        return self.get_response(request)


def handed_request_id(request) -> str:
    """The id that a trusted proxy gave the request (32 hexadecimal digits, as nginx's `$request_id`), else nothing."""
    found = request.META.get("HTTP_X_REQUEST_ID", "")
    return found if _REQUEST_ID.fullmatch(found) else ""


def _entries(header):
    return [entry.strip().lower() for entry in (header or "").split(",") if entry.strip()]
