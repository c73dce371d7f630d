"""What every answer must carry, written out once more by hand: not the table of the code."""

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NONE, OURS = {"'none'"}, {"'self'"}
#: Directives of the policy; what is not named here falls back to default-src.
POLICY = {
    "default-src": NONE,
    "base-uri": NONE,
    "frame-ancestors": NONE,
    "form-action": OURS,
    "script-src": OURS,
    "style-src": OURS,
    "img-src": {*OURS, "data:"},
    "font-src": OURS,
    "connect-src": OURS,
    "manifest-src": OURS,
    "worker-src": OURS,
}
SENSORS = ("camera", "microphone", "geolocation", "display-capture", "usb", "payment", "browsing-topics")


def policy_of(headers) -> dict[str, set[str]]:
    """The directives as sets."""
    parts = (part.split() for part in headers.get("Content-Security-Policy", "").split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


def faults(headers, *, public=False, tls=False, bare=False) -> list[str]:
    """What is wrong with the headers of one answer.

    `public`: it may be kept (a static file); `bare`: it is no page, so nothing at all may be loaded.
    """
    wrong = [f"{name}: {headers.get(name)!r}" for name, value in EXACT.items() if headers.get(name) != value]
    policy = policy_of(headers)
    expected = dict.fromkeys(("default-src", "base-uri", "frame-ancestors", "form-action"), NONE)
    if "sandbox" in policy:  # a letter of other people's making
        expected["sandbox"] = set()
    elif not bare:
        expected = POLICY
    if policy != expected:
        wrong.append(f"policy: {policy}")
    missing = [name for name in SENSORS if f"{name}=()" not in headers.get("Permissions-Policy", "")]
    if missing:
        wrong.append(f"allowed: {missing}")
    kept = headers.get("Cache-Control")
    if (public and "no-store" in (kept or "")) or (not public and kept != "no-store, private"):
        wrong.append(f"kept: {kept!r}")
    if tls and headers.get("Strict-Transport-Security") != "max-age=63072000; includeSubDomains; preload":
        wrong.append("no HSTS")
    if not bare and len(headers.get("X-Request-ID") or "") != 32:
        wrong.append("no request id")
    if any(character.isdigit() for character in headers.get("Server", "")) or "X-Powered-By" in headers:
        wrong.append(f"version: {headers.get('Server')}")
    if headers.get("Access-Control-Allow-Origin"):
        wrong.append("open to other origins")
    return wrong
