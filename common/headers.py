"""The headers of every answer that do not depend on what is answered. Imports nothing of Django: the server uses it too."""

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
    "payment=(), usb=(), browsing-topics=()"
)
#: On a shared or seized device the back button shows nothing.
NOT_KEPT = "no-store, private"
#: Where an answer has set one of them already, its own stays.
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: Django's CSRF check of HTTPS forms needs an origin.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": NOT_KEPT,
}
#: For answers that are not a page of ours: nothing may be loaded, and nobody may frame it.
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
