"""The ledger of T10 and T11 finds what it is there to find: each fault is planted once."""

import copy

import pytest

from tests.faults.writers import Ledger, change_of

FIRST = {"1": "أ", "2": "ب"}


def write(line, was, now, field="text"):
    return {"op": "write", "line": line, "was": {field: was}, "now": {field: now}}


def line(name, text, removed=False, translation=""):
    return {"id": name, "text": text, "translation": translation, "removed": removed}


@pytest.fixture
def told():
    """A ledger of four changes and the state that they lead to."""
    ledger = Ledger()
    changes = [
        change_of(write("1", "أ", "أ١")),
        change_of(write("1", "أ١", "أ٢"), {"op": "remove", "line": "2", "was": {"text": "ب"}}),
        change_of(write("1", "", "A", "translation")),
        change_of({"op": "add", "line": "3", "now": {"kind": "issue", "text": "ج"}, "after": None}),
    ]
    for change in changes:
        ledger.saved(change)
    state = {
        "lines": [line("3", "ج"), line("1", "أ٢", translation="A"), line("2", "ب", removed=True)],
        "keys": [change["key"] for change in changes],
        "acts": [
            ["1", "forums.edit_output", 3],
            ["2", "forums.remove_output", 1],
            ["3", "forums.add_output", 1],
        ],
        "chain": True,
    }
    return ledger, state


def test_what_was_told_and_stands_is_no_fault(told):
    ledger, state = told
    assert ledger.faults(state, FIRST) == []


def text_of(state, name, **values):
    next(one for one in state["lines"] if one["id"] == name).update(values)


PLANTED = {
    "an earlier text": lambda state: text_of(state, "1", text="أ١"),
    "a text of nobody": lambda state: text_of(state, "1", text="س"),
    "a translation gone": lambda state: text_of(state, "1", translation=""),
    "a line gone": lambda state: state["lines"].pop(0),
    "a line too many": lambda state: state["lines"].append(line("9", "د")),
    "a line twice": lambda state: text_of(state, "3", text="أ٢"),
    "only half a merge": lambda state: text_of(state, "2", removed=False),
    "a text taken out that nobody saw": lambda state: text_of(state, "2", text="ب١"),
    "a key forgotten": lambda state: state["keys"].pop(),
    "a key of nothing": lambda state: state["keys"].append("x"),
    "an act done twice": lambda state: state["acts"][2].__setitem__(2, 2),
    "an act not recorded": lambda state: state["acts"].pop(),
    "a broken chain": lambda state: state.update(chain=False),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_each_planted_fault_is_found(told, fault):
    ledger, state = told
    state = copy.deepcopy(state)
    PLANTED[fault](state)
    assert ledger.faults(state, FIRST)


def test_two_who_replace_the_same_text_have_lost_one(told):
    ledger, state = told
    ledger.saved(change_of(write("1", "أ١", "أ٣")))
    state["keys"] = list(ledger.keys)
    state["acts"][0][2] += 1
    assert any("two writers replaced" in fault for fault in ledger.faults(state, FIRST))


def test_a_collision_shows_both_texts():
    ledger = Ledger()
    change = change_of(write("1", "أ", "أ١"))
    shown = {"line": "1", "field": "text", "was": "أ", "mine": "أ١", "theirs": "أ٢", "by": "x"}
    ledger.collided(change, [shown])
    assert ledger.wrong == []
    ledger.collided(change, [shown | {"mine": "أ"}])
    ledger.collided(change, [shown | {"theirs": "أ"}])
    assert len(ledger.wrong) == 2
