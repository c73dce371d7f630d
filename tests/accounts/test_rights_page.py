"""The table in words: its page, the command and docs/permissions.md say what the table says, all of it."""

import html
import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from accounts.rights import RIGHTS
from accounts.rights_words import HOLDERS, LETTERS, SECTIONS, in_words, table_in_words

DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"


def shown(**options):
    out = io.StringIO()
    call_command("show_rights", stdout=out, **options)
    return out.getvalue()


def test_every_row_has_its_words_once():
    named = [data for _, rows in SECTIONS for data in rows]
    assert sorted(named) == sorted(RIGHTS)
    assert {letter for cells in RIGHTS.values() for cell in cells.values() for letter in cell} == set(LETTERS)
    assert {holder for cells in RIGHTS.values() for holder in cells} <= set(HOLDERS)


def test_words_stand_in_one_order():
    with translation.override("en"):
        assert in_words("sw") == in_words("ws") == ["writing", "sending and release"]


def test_the_document_is_made_from_the_table():
    """Mended by `manage.py show_rights --markdown > docs/permissions.md`."""
    assert DOCUMENT.read_text(encoding="utf-8") == shown(markdown=True)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_json_is_the_table_in_a_stable_order(language):
    with translation.override(language):
        text = shown(json=True)
    content = json.loads(text)
    assert content["rights"] == {
        data: {str(role): cell for role, cell in cells.items()} for data, cells in RIGHTS.items()
    }
    assert text == json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert content["letters"]["x"] == "with a reason, limited and put on the record"


def test_the_plain_table_has_every_row():
    lines = shown().split("\n\n")[0].splitlines()[1:]
    assert [re.split(r"\s{2,}", line)[0] for line in lines] == list(RIGHTS)
    contacts = next(line for line in lines if line.startswith("contacts "))
    assert contacts.removeprefix("contacts").split() == ["x", "wx", "-", "-", "-", "-", "-"]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("actor", ["administrator", "manager", "auditor"])
def test_the_page_says_every_cell(as_role, actor, language):
    page = as_role(actor, language).get(reverse("rights")).content.decode()
    found = [
        (who, re.findall(r"<span>(.*?)</span>", words))
        for who, words in re.findall(
            r"<dt[^>]*>([^<]*):</dt>\s*<dd[^>]*>(.*?)</dd>", html.unescape(page), re.S
        )
    ]
    with translation.override(language):
        expected = [cell for _, rows in table_in_words() for row in rows for cell in row.cells]
    assert found == expected
    assert len(found) == sum(len(cells) for cells in RIGHTS.values())


@pytest.mark.parametrize(
    ("actor", "name", "linked"),
    [
        ("administrator", "home", True),
        ("administrator", "admin:index", True),
        ("manager", "home", True),
        ("auditor", "home", True),
        ("staff", "home", False),
        ("reviewer", "home", False),
        ("donor", "home", False),
    ],
)
def test_whoever_may_open_it_is_led_there(as_role, actor, name, linked):
    page = as_role(actor).get(reverse(name)).content.decode()
    assert (f'href="{reverse("rights")}"' in page) is linked
