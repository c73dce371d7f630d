"""What pages of accounts say of a browser, and the key of a session in a form."""

import re

from django import template
from django.core import signing
from django.utils.translation import gettext

register = template.Library()

SESSION_SALT = "accounts.session"
#: The first that is found counts: Edge, Opera and Samsung's browser call themselves Chrome too, Chrome calls itself Safari.
_BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser", "Samsung Internet"),
    (r"Firefox/|FxiOS", "Firefox"),
    (r"CriOS|Chrom(e|ium)/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"iPhone|iPod", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """«Firefox على Android», "Firefox on Android": what a browser says of itself, as far as it is known."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("unknown browser")


@register.filter
def session_handle(session) -> str:
    """What a form may hold of a session: its row's number, signed; never the key that opens it."""
    return signing.dumps(session.pk, salt=SESSION_SALT)


def _first(table, text):
    return next((name for pattern, name in table if re.search(pattern, text or "")), "")
