"""Each page asks for the right that permissions.csv, written by hand, says; a page that asks for less is seen here.

Elsewhere it might not be: where the rows are narrowed, and the service asks too, a page that forgot to ask refuses
all the same.
"""

import csv
from pathlib import Path

from django.contrib import admin
from django.urls import URLPattern, get_resolver

FILE = Path(__file__).with_name("permissions.csv")
#: Pages of allauth: about the reader's own account, whatever his rights.
OTHER_PEOPLES = ("account_", "mfa_", "usersessions_", "admin:")


def expected() -> dict[str, str]:
    """url or model → permission, "" for none."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = list(csv.DictReader(lines))
    named = [(url, row["permission"]) for row in rows for url in row["url"].split("|")]
    assert len(named) == len(dict(named)), "one address on two lines"
    return dict(named)


def asked() -> dict[str, str]:
    """The same as the code has it."""
    found = {}

    def walk(resolver, namespaces):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                view = getattr(pattern.callback, "view_class", pattern.callback)
                found[":".join([*namespaces, pattern.name or ""])] = getattr(view, "permission", "")
            else:
                walk(pattern, [*namespaces, pattern.namespace] if pattern.namespace else namespaces)

    walk(get_resolver(), [])
    ours = {name: permission for name, permission in found.items() if not name.startswith(OTHER_PEOPLES)}
    back_office = {
        model._meta.label: getattr(one, "permission", "") for model, one in admin.site._registry.items()
    }
    return ours | back_office


def test_each_page_asks_for_its_right():
    assert asked() == expected()
