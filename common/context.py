"""What every page needs besides its own content: the menu, the language switch, the demo band."""

import re
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, gettext_lazy

#: (label, URL name, roles that see it; None means everybody who is signed in)
MENU = (
    (gettext_lazy("Home"), "home", None),
    (gettext_lazy("Forums"), "forums:list", {"manager", "staff"}),
    (gettext_lazy("Meetings"), "forums:invited", {"reviewer"}),
    (
        gettext_lazy("Recommendations"),
        "recommendations:list",
        {"manager", "staff", "reviewer", "auditor"},
    ),
    (gettext_lazy("People"), "participants:people", {"manager", "staff"}),
    (gettext_lazy("Reports"), "reports:library", {"manager", "staff", "donor", "reviewer", "auditor"}),
    (gettext_lazy("Accounts"), "team", {"manager", "auditor", "administrator"}),
    (gettext_lazy("Audit record"), "audit", {"auditor"}),
    (gettext_lazy("Back office"), "admin:index", {"administrator"}),
)
#: how a path begins → the entry that is active there, where its address says something else; the first that fits counts
ALSO_BELOW = {
    "/programmes/[^/]+/exports/": "reports:library",
    "/programmes/": "forums:list",
    "/institutions/": "participants:people",
    "/lists/": "participants:people",
}
#: Each language in its own words, never translated.
ENDONYMS = {"ar": "العربية", "en": "English"}


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu; `active` marks the part of the portal that is open."""

    url: str
    label: str
    active: bool


def portal(request: HttpRequest) -> dict[str, object]:
    """The context processor of the portal.

    `nav` is computed on first use, so pages that show no menu (errors among them) ask neither the
    session nor the database.
    """
    return {
        "site_name": gettext("Muntada"),
        "demo": getattr(settings, "DEMO", False),
        "language_switch": _other_language(),
        "nav": SimpleLazyObject(lambda: _nav(request)),
        # after so many seconds without new text the editor covers its page (components/lock.html)
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
    }


def _nav(request: HttpRequest) -> list[NavItem]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    roles = set(user.roles())
    match = request.resolver_match
    urls = {name: reverse(name) for _label, name, _allowed in MENU}
    # A person's erasure stands below the people, and a programme's purge with the forums, whichever app serves it.
    below = {name for name, url in urls.items() if url != "/" and request.path.startswith(url)}
    below |= set(islice((name for path, name in ALSO_BELOW.items() if re.match(path, request.path)), 1))
    return [
        NavItem(url=urls[name], label=str(label), active=name in below if below else _is_active(match, name))
        for label, name, allowed in MENU
        if allowed is None or roles & allowed
    ]


def _is_active(match: object | None, name: str) -> bool:
    """An entry is active on its own page and on all pages of the same namespace, else of names that begin with its own."""
    if match is None:
        return False
    namespace = name.rpartition(":")[0]
    if namespace:
        return getattr(match, "namespace", "") == namespace
    view_name = getattr(match, "view_name", "")
    return view_name == name or view_name.startswith(f"{name}_")


def _other_language() -> dict[str, str]:
    code = "en" if (get_language() or "ar").startswith("ar") else "ar"
    return {"code": code, "label": ENDONYMS[code]}
