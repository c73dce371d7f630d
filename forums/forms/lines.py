"""What the editor's script sends, read and judged: its shape here, each value as the form of an output judges it."""

import json
import re
import uuid

from django.core.exceptions import ValidationError

from forums.forms.line_values import LineValues
from forums.services.lines import FIELDS, Change, Op, normal

#: Of one sending. A change has few operations: a split and a merge have two, a paste one a line.
MOST_CHANGES, MOST_OPS, MOST_BYTES = 200, 400, 1_000_000
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Operation → what it carries beside the line.
_SHAPES = {
    "add": {"now", "after"},
    "write": {"was", "now"},
    "move": {"after"},
    "remove": {"was"},
    "restore": set(),
}


class Malformed(ValueError):
    """It is not what our script sends; nothing of it was done."""


def read_changes(body: bytes) -> tuple[list[Change], str]:
    """The changes, and the public id of the account that wrote them, if it is named. Raises Malformed.

    A value that cannot be stored makes only its own change refused, with the words that say why.
    """
    if len(body) > MOST_BYTES:
        raise Malformed("too large")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("no JSON") from error
    _require_keys(data, {"changes"}, {"user"})
    if not isinstance(data["changes"], list) or len(data["changes"]) > MOST_CHANGES:
        raise Malformed("changes")
    values = LineValues()
    return [_change(one, values) for one in data["changes"]], _word(data.get("user", ""))


def _change(data, values) -> Change:
    _require_keys(data, {"key", "ops"})
    if not isinstance(data["ops"], list) or not 0 < len(data["ops"]) <= MOST_OPS:
        raise Malformed("ops")
    ops, refusals = [], []
    for one in data["ops"]:
        op = _op(one)
        try:
            ops.append(values.cleaned(op))
        except ValidationError as error:
            refusals += error.messages
    return Change(_id(data["key"]), tuple(ops), " ".join(map(str, refusals)))


def _op(data) -> Op:
    name = _word(data.get("op")) if isinstance(data, dict) else ""
    if name not in _SHAPES:
        raise Malformed("op")
    _require_keys(data, {"op", "line"} | _SHAPES[name])
    was, now = _fields(data.get("was", {})), _fields(data.get("now", {}))
    needs = {"add": {"kind", "text"} <= set(now), "write": now and set(was) == set(now)}
    if not needs.get(name, True) or (name == "remove" and set(was) != {"text"}):
        raise Malformed(name)
    after = None if data.get("after") is None else _id(data["after"])
    return Op(name, _id(data["line"]), was, now, after=after)


def _fields(data) -> dict:
    _require_keys(data, set(), set(FIELDS))
    for field, value in data.items():
        if field == "themes":
            if not isinstance(value, list) or len(value) > 100:
                raise Malformed(field)
            _ = [_word(code) for code in value]
        else:
            _word(value)
    return {field: normal(field, value) for field, value in data.items()}


def _require_keys(data, needed, allowed=frozenset()):
    if not isinstance(data, dict) or not needed <= set(data) <= needed | allowed:
        raise Malformed("keys")


def _word(value) -> str:
    if not isinstance(value, str):
        raise Malformed("no text")
    return value


def _id(value) -> uuid.UUID:
    if not _UUID.fullmatch(_word(value)):
        raise Malformed("id")
    return uuid.UUID(value)
