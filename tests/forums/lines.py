"""What the editor's script sends."""

import json
import uuid


def change(*ops, key=None) -> bytes:
    """The body of a sending with one change."""
    return json.dumps({"changes": [one_change(*ops, key=key)]}).encode()


def one_change(*ops, key=None) -> dict:
    """One change of some operations."""
    return {"key": str(key or uuid.uuid4()), "ops": list(ops)}


def add(line, text, after="", **fields):
    """A new line; without `after` somewhere that does not exist, which is the end."""
    place = None if after is None else str(after or uuid.uuid4())
    return {"op": "add", "line": str(line), "now": {"kind": "issue", "text": text, **fields}, "after": place}


def write(line, **fields):
    """write(row, text=(was, now)) of fields of one line."""
    was = {name: pair[0] for name, pair in fields.items()}
    now = {name: pair[1] for name, pair in fields.items()}
    return {"op": "write", "line": _id(line), "was": was, "now": now}


def move(line, after):
    """To another place."""
    return {"op": "move", "line": _id(line), "after": after if after is None else str(after)}


def remove(line, text):
    """Taken out, as it was read."""
    return {"op": "remove", "line": _id(line), "was": {"text": text}}


def restore(line):
    """Put back."""
    return {"op": "restore", "line": _id(line)}


def _id(line):
    return str(getattr(line, "public_id", line))
