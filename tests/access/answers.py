"""What an answer of the portal was, in the words of expected.csv, and what two answers may differ in."""

import os
import re

#: Set by `make mutants`, which asks only whether anything is wrong: a test may end at the first thing.
STOPS_AT_FIRST = bool(os.environ.get("FIRST_WRONG"))
LOGIN, SETUP = "/accounts/login/", "/accounts/2fa/totp/activate/"


def outcome_of(response) -> str:
    """The answer in the words of the column `expect`."""
    if response.status_code == 302:
        location = response["Location"]
        if location.split("?")[0] == LOGIN:
            return "login"
        if location.split("?")[0] == SETUP:
            return "setup"
    if response.status_code == 401 and response["Content-Type"] == "application/json":
        # A script is told where its reader has to go.
        return {LOGIN: "login", SETUP: "setup"}.get(response.json()["to"].split("?")[0], "401")
    return str(response.status_code)


_VARYING = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"),
    re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
)


def without_varying(response, *words) -> tuple:
    """Status, headers and body of an answer, without token, nonce, request id and the ids asked for."""
    body = response.content
    for word in words:
        body = body.replace(word.encode(), b"")
    for pattern in _VARYING:
        body = pattern.sub(b"", body)
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, headers, sorted(response.cookies), body
