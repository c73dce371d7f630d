"""Rule 5: one function says who may be named, and nobody asks behind its back. What the code must look like for that."""

import ast
from pathlib import Path

import pytest

from participants.privacy import FIELDS, LEVELS
from reports.audiences import DOCUMENTS

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "common", "forums", "participants", "recommendations", "reports", "config")
#: Fields of an entry that say who somebody is, or where he belongs.
IDENTIFYING = {"name", "rank", "honorific", "post", "institution", "presence"}


def sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def reads(attribute, *, of=None):
    """Files that read `x.attribute`; `of`: only where x is this name."""
    found = set()
    for name, source in sources():
        for node in ast.walk(ast.parse(source)):
            is_read = (
                isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.ctx, ast.Load)
            )
            if is_read and (of is None or ast.unparse(node.value) == of):
                found.add(name)
    return found


def test_consents_are_looked_up_by_participants_alone():
    """Everybody else asks `may_name`, or the services of consents."""
    foreign = {
        name
        for name in reads("objects", of="Consent") | reads("consents")
        if not name.startswith("participants/")
    }
    assert foreign == set()
    names = {name for name, source in sources() if "consents__" in source or "consent__" in source}
    assert {name for name in names if not name.startswith("participants/")} == set()


def test_the_tick_in_the_list_is_read_by_the_one_function():
    """Besides, it is written: the service that records the consent with it looks whether it was ticked."""
    assert reads("may_be_named") == {"participants/privacy.py", "forums/services/attendance.py"}


def test_what_a_forum_discloses_is_read_by_the_one_function():
    """And by the donor's document, which leaves the words of a closed forum out altogether.

    Besides, it is copied: into the dialogue that continues a forum, and into the frozen revision.
    """
    copied = {"forums/services/levels.py", "forums/services/freezing.py"}
    assert reads("disclosure") == {"participants/privacy.py", "reports/projection/donor/forum.py"} | copied


@pytest.mark.parametrize("level", [level for level in LEVELS if level != "internal"])
def test_no_level_outside_the_office_carries_who_somebody_is(level):
    """So nothing that leaves the office names anybody yet. A level that begins to must ask `may_name` for each person."""
    assert not IDENTIFYING & set(FIELDS[level])


def test_documents_that_exist():
    """A new audience has to be thought about here: whom may it name, and does its projection ask?

    All of a forum ask `may_name` for those who took part by their office, and name nobody else outside.
    """
    assert DOCUMENTS == {
        "forum_outcomes": ("internal", "official", "donor", "public"),
        "minutes": ("internal",),
        "period": ("internal", "donor"),
    }
