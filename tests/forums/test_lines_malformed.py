"""What no script of ours sends: refused as a whole, before anything is done."""

import json
import uuid

import pytest

from forums.forms.lines import MOST_CHANGES, Malformed, read_changes

from .lines import change, move, one_change, restore

BAD = [
    b"",
    b"[]",
    b"{}",
    b'{"changes": 1}',
    b'{"changes": [1]}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"changes": [], "more": 1}',
    b'{"changes": [], "user": 1}',
    b" " * 1_000_001,
    change(key="x"),
    change(),
    change({"op": "erase", "line": str(uuid.uuid4())}),
    change({"op": "move", "line": "x", "after": None}),
    change({"op": "move", "line": str(uuid.uuid4())}),
    change({"op": "move", "line": str(uuid.uuid4()), "after": 1}),
    change({"op": "restore", "line": str(uuid.uuid4()), "now": {}}),
    change({"op": "remove", "line": str(uuid.uuid4()), "was": {}}),
    change({"op": "add", "line": str(uuid.uuid4()), "now": {"text": "x"}, "after": None}),
    change({"op": "write", "line": str(uuid.uuid4()), "was": {}, "now": {}}),
    change({"op": "write", "line": str(uuid.uuid4()), "was": {"text": "x"}, "now": {"kind": "x"}}),
    change({"op": "write", "line": str(uuid.uuid4()), "was": {"text": 1}, "now": {"text": "x"}}),
    change({"op": "write", "line": str(uuid.uuid4()), "was": {"themes": "T01"}, "now": {"themes": []}}),
    change({"op": "write", "line": str(uuid.uuid4()), "was": {"themes": []}, "now": {"themes": [{}]}}),
    change({"op": "write", "line": str(uuid.uuid4()), "was": {"speaker": ""}, "now": {"speaker": "x"}}),
    change(*[restore(uuid.uuid4())] * 401),
]


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_what_the_script_does_not_send_is_refused_whole(body):
    with pytest.raises(Malformed):
        read_changes(body)


def test_the_limits_of_a_sending(db):
    def many(count):
        changes = [one_change(move(uuid.uuid4(), after=None)) for _change in range(count)]
        return json.dumps({"changes": changes}).encode()

    assert len(read_changes(many(MOST_CHANGES))[0]) == MOST_CHANGES
    with pytest.raises(Malformed):
        read_changes(many(MOST_CHANGES + 1))
