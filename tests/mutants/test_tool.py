"""The tool itself: it finds the checks, turns one at a time, and says which one nothing noticed."""

import ast
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db import connection

from . import memory, plugin, switches, tables
from .memory import Memory
from .source import ROOT, Switches, sources

TEST = "tests/mutants/test_tool.py::test"
GUARD = """
def visible_to(user, rows):
    if not user.is_active or user.is_away:
        return rows.none()
    return rows.filter(owner=user)


def page(user, rows):
    return rows.visible_to(user) if user.has_perm("forums.view_forum") else None
"""


@pytest.fixture
def mutants(monkeypatch):
    monkeypatch.setattr(switches, "MUTANTS", {})
    tree = Switches("forums/example.py").visit(ast.parse(GUARD))
    assert ast.parse(ast.unparse(tree)), "what comes out is code"
    return tree, switches.MUTANTS


def test_each_check_of_a_guard_is_a_mutant(mutants):
    _, found = mutants
    assert {name.partition(": ")[2] for name in found} == {
        "«if not user.is_active or user.is_away» never",
        "not user.is_active left out of «not user.is_active or user.is_away»",
        "user.is_away left out of «not user.is_active or user.is_away»",
        "«not» left out of «not user.is_active»",
        "rows.filter(owner=user) → all()",
        "rows.visible_to(user) → all()",
        "user.has_perm('forums.view_forum') → yes",
    }


def test_one_switch_changes_one_check(mutants, monkeypatch):
    tree, found = mutants
    space = {}
    exec(compile(tree, "example", "exec"), space)  # noqa: S102  the words above

    class Rows(str):
        def visible_to(self, user):
            return "some"

        def all(self):
            return "all"

    class User:
        def has_perm(self, name):
            return False

    assert space["page"](User(), Rows()) is None
    for name, answer in (("has_perm", "some"), ("rows.visible_to", None)):
        turned = next(mutant for mutant in found if name in mutant)
        monkeypatch.setattr(switches, "_turned", {turned})
        assert space["page"](User(), Rows()) == answer


def test_middleware_that_is_left_out_says_nothing_at_any_point(mutants, monkeypatch):
    class Refusing:
        def __init__(self, get_response):
            self.get_response = get_response

        def __call__(self, request):
            return "refused"

        def process_view(self, request, view, args, kwargs):
            return "refused"

        def process_exception(self, request, exception):
            return "refused"

    tables._leave_out(Refusing, "some.Refusing")
    one = Refusing(lambda request: "the page")
    for turned, answer, hook in (
        (set(), "refused", "refused"),
        ({"middleware some.Refusing"}, "the page", None),
    ):
        monkeypatch.setattr(switches, "_turned", turned)
        assert one("request") == answer
        assert one.process_view("request", None, (), {}) == one.process_exception("request", None) == hook


def test_the_files_that_guard_are_read():
    names = {name for name, _ in sources()}
    assert {
        "accounts/rights.py",
        "accounts/middleware.py",
        "common/access.py",
        "participants/rules.py",
    } <= names


@pytest.mark.parametrize(
    ("noticed", "is_guarded"),
    [
        ({("page", "rows")}, True),
        # The test misses the partner by itself: it says nothing about the other one.
        ({("page", "rows"), ("rows",)}, False),
        (set(), False),
    ],
)
def test_two_guards_are_two_only_if_neither_is_missed_alone(monkeypatch, tmp_path, noticed, is_guarded):
    monkeypatch.setattr(plugin, "is_caught", lambda item, *names: names in noticed)
    run = plugin.Mutants(Memory(tmp_path / "memory.json"))
    run.alive = {"page", "rows"}
    run.try_together(SimpleNamespace(nodeid=TEST), "page", "rows")
    assert run.guarded == ({"page": "rows"} if is_guarded else {})
    assert run.alive == ({"rows"} if is_guarded else {"page", "rows"})
    assert run.memory.caught == ({"page": (TEST, "rows")} if is_guarded else {})


def test_what_was_found_is_remembered_and_a_miss_only_for_the_test_as_it_stands(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "_hash_of", lambda path: "now")
    first = Memory(tmp_path / "memory.json")
    first.note_caught("page", TEST)
    first.note_missed(TEST, {"rows"})
    first.save()
    again = Memory(tmp_path / "memory.json")
    assert again.caught == {"page": (TEST, "")}
    assert again.is_missed_by(TEST, "rows")
    assert not again.is_missed_by(TEST, "page")
    monkeypatch.setattr(memory, "_hash_of", lambda path: "later")
    again = Memory(tmp_path / "memory.json")
    assert not again.is_missed_by(TEST, "rows")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the tool brings a database of its own")
@pytest.mark.slow
def test_mutants_are_caught_and_whoever_is_not_is_named(tmp_path):
    """Cells of a line that is asked of people; one half of them by the test of permissions, the pages by nothing."""
    tests = ["tests/access/test_permissions.py", "tests/access/test_rights_by_hand.py"]
    kept = str(tmp_path / "memory.json")
    command = [sys.executable, "-m", "tests.mutants", "--file", kept]
    command += ["--only", "participants.write_person → always", *tests]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "mutants: 2 caught of 2, 0 not caught" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.returncode == 0
    command[6:] = ["page participants:person", "tests/access/test_rights_by_hand.py"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "NOT CAUGHT (passed by no test): page participants:person" in done.stdout
    assert done.returncode == 1


def test_what_was_caught_is_kept_for_other_machines_and_is_only_a_hint(tmp_path):
    here, there = Memory(tmp_path / "here.json"), Memory(tmp_path / "there.json")
    here.note_caught("page", TEST)
    here.note_caught("rows", TEST, "page")
    here.note_caught("gone", TEST)
    path = tmp_path / "caught.json"
    here.keep({"page", "rows", "gone"}, path)
    there.note_caught("page", "tests/test_other.py::test")
    there.learn({"page", "rows"}, path)
    assert there.caught == {"page": ("tests/test_other.py::test", ""), "rows": (TEST, "page")}
    assert "rows" not in path.read_text(encoding="utf-8"), "names of code are long, and change"
