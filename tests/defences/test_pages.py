"""Rule 9 on every page: titles that tell nothing, fields that no browser remembers, no code in the page."""

import os
import sys
from pathlib import Path

import allauth
import django
import import_export
import polib
import pytest

from tests.access.scene import make_scene

from .pages import READERS, Reading, pages

pytestmark = pytest.mark.once

FULL = bool(os.environ.get("FULL"))
ROOT = Path(__file__).parents[2]
#: Values of `autocomplete` on fields that are no editor's: what a password manager and a passkey need.
OF_SIGNING_IN = {
    "username",
    "username webauthn",
    "email",
    "current-password",
    "new-password",
    "one-time-code",
}
DOORS = ("account_", "mfa_")
TYPED = {"text", "search", "email", "tel", "url", "number", "date", "time", "datetime-local", "password", ""}


def texts():
    """All texts that stand in code and templates, in both languages: ours, and those of the libraries."""
    ours = [ROOT / "locale"]
    theirs = [
        Path(allauth.__file__).parent / "locale",
        Path(import_export.__file__).parent / "locale",
        *(Path(django.__file__).parent / "contrib" / app / "locale" for app in ("admin", "auth")),
    ]
    found = set()
    for place in (*ours, *theirs):
        for entry in polib.pofile(str(place / "ar" / "LC_MESSAGES" / "django.po")):
            found |= {entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values()}
    return {text.lower() for text in found}


def remembers(name, field, page):
    """Whether a browser may keep what is typed here: in its list of suggestions, or in the file of its session."""
    is_typed = field["tag"] == "textarea" or (
        field["tag"] == "input" and field.get("type", "").lower() in TYPED
    )
    form = {} if field["in_form"] is None else page.forms[field["in_form"]]
    kept = field.get("autocomplete", form.get("autocomplete"))
    return is_typed and kept not in ({"off", *OF_SIGNING_IN} if name.startswith(DOORS) else {"off"})


@pytest.mark.parametrize(("language", "step"), [("ar", 1 if FULL else 3), ("en", 1 if FULL else 9)])
def test_every_page(world, as_role, language, step, capsys):
    scene, known = make_scene(world), texts()
    clients = {reader: as_role(reader, language) for reader in READERS}
    titles, remembered, code, count = set(), set(), set(), 0
    for name, _reader, _path, text in pages(clients, scene, step):
        page = Reading(text)
        count += 1
        if "<html" in text:
            titles.add((name, page.title.strip()))
        code |= {(name, found) for found in page.code}
        remembered |= {(name, field.get("name")) for field in page.fields if remembers(name, field, page)}
    with capsys.disabled():
        sys.stdout.write(f" {language}: {count} pages, {len(titles)} titles ")
    parts = {(name, part.strip()) for name, title in titles for part in title.split("·")}
    assert {(name, part) for name, part in parts if part.lower() not in known} == set()
    assert sorted(remembered) == []
    assert code == set()
    assert count > 130 // (step * 2)
