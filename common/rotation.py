"""Turning the keys of a ring: everything that an older key closed is closed by the newest.

Tokens are looked for wherever they can lie, not in a list of columns: in every text, JSON and binary column of every
table (the audit record excepted, which holds none and cannot be changed), in the media files and in the tombstones.
So a column that is added later is turned too, and no key is dropped while anything needs it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from common.backup.archive import media_files
from common.files import replace_file
from common.keyring_file import keyring_files, ring_keys
from common.tombstones import rewrite_tombstones

#: Rows a transaction; on SQLite writers wait for so long.
BATCH = 200
#: How each Fernet token begins until the year 2106, and how long the shortest is.
_START, _SHORTEST = "gAAAAA", 100
_TOKEN = re.compile(rf"{_START}[A-Za-z0-9_-]{{{_SHORTEST - 10},}}={{0,2}}")
_SEARCHED = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


@dataclass(frozen=True)
class Column:
    """One column that may hold tokens."""

    table: str
    name: str
    key: str
    kind: str

    def __str__(self):
        return f"{self.table}.{self.name}"


class Ring:
    """The keys of one purpose, as they are in the file now."""

    def __init__(self, purpose: str):
        keys = [Fernet(key) for key in ring_keys(purpose)]
        self.newest, self.older, self.all = keys[0], keys[1:], MultiFernet(keys)

    def renewed(self, token: bytes) -> bytes | None:
        """The token under the newest key; None where it is so already, or is of another ring or no token."""
        for key in (self.newest, *self.older):
            try:
                key.decrypt(token)
            except InvalidToken:
                continue
            return None if key is self.newest else self.all.rotate(token)
        return None


def turn(purpose: str, *, write: bool = True) -> Counter:
    """Renew every token of the ring that an older key closed; how many, by place. `write=False` only counts.

    Safe to be killed and called again, and while the portal runs: a row that somebody writes meanwhile is left as he
    wrote it.
    """
    ring, found = Ring(purpose), Counter()
    if not ring.older:
        return found
    for column in columns():
        for batch in _batches(column):
            with transaction.atomic():
                for key, value in batch:
                    count, after = _renewed_in(value, ring)
                    if count and write:
                        _replace(column, key, value, after)
                    found[str(column)] += count
    for path in media_files(Path(settings.MEDIA_ROOT)):
        content = _token_file(path)
        renewed = ring.renewed(content) if content else None
        if renewed is not None:
            if write and path.exists():
                replace_file(path, renewed)
            found["media"] += 1

    def count_lines(text):
        count, after = _renewed_in(text, ring)
        found["tombstones"] += count
        return after if write else text

    rewrite_tombstones(settings.TOMBSTONES_FILE, count_lines)
    return +found


def unreadable_tokens() -> dict[str, int]:
    """How many tokens no key of any ring opens, by place: the keyring is another than the one they were made with."""
    rings = [Ring(purpose).all for purpose in _present_purposes()]
    found: Counter = Counter()
    for column in columns():
        for batch in _batches(column):
            for _, value in batch:
                text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
                found[str(column)] += sum(not _opens(rings, token) for token in _TOKEN.findall(text))
    return dict(+found)


def columns() -> Iterator[Column]:
    """Every column of our tables and of other people's that is long enough for a token."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy or model._meta.label == "common.AuditEntry":
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, _SEARCHED) and (field.max_length or _SHORTEST) >= _SHORTEST:
                kind = "bytes" if isinstance(field, models.BinaryField) else "text"
                kind = "json" if isinstance(field, models.JSONField) else kind
                yield Column(model._meta.db_table, str(field.column), str(model._meta.pk.column), kind)


def _batches(column) -> Iterator[list[tuple]]:
    """Rows with something that begins like a token, BATCH at a time, by the primary key."""
    quote = connection.ops.quote_name
    key, name, table = quote(column.key), quote(column.name), quote(column.table)
    in_bytes = column.kind == "bytes"
    shown = name if in_bytes else f"CAST({name} AS text)"
    condition = f"substr({name}, 1, {len(_START)}) = %s" if in_bytes else f"{shown} LIKE %s"
    wanted: bytes | str = _START.encode() if in_bytes else f"%{_START}%"
    last = None
    while True:
        after = "" if last is None else f"AND {key} > %s"
        query = f"SELECT {key}, {shown} FROM {table} WHERE {condition} {after} ORDER BY {key} LIMIT {BATCH}"  # noqa: S608  names of our own models
        with connection.cursor() as cursor:
            cursor.execute(query, [wanted] if last is None else [wanted, last])
            rows = [(pk, bytes(v) if in_bytes else v) for pk, v in cursor.fetchall()]
        if not rows:
            return
        last = rows[-1][0]
        yield rows


def _replace(column, key, before, after):
    quote = connection.ops.quote_name
    name, as_json = quote(column.name), column.kind == "json" and connection.vendor == "postgresql"
    value = "%s::jsonb" if as_json else "%s"
    same = f"CAST({name} AS text)" if as_json else name
    query = (
        f"UPDATE {quote(column.table)} SET {name} = {value} WHERE {quote(column.key)} = %s AND {same} = %s"  # noqa: S608  names of our own models
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [after, key, before])


def _renewed_in(value, ring) -> tuple[int, str | bytes]:
    """(number of tokens renewed, the value with them)."""
    if isinstance(value, bytes):
        renewed = ring.renewed(value)
        return (0, value) if renewed is None else (1, renewed)
    count = 0

    def renew(match):
        nonlocal count
        renewed = ring.renewed(match[0].encode("ascii"))
        if renewed is None:
            return match[0]
        count += 1
        return renewed.decode("ascii")

    after = _TOKEN.sub(renew, value)
    return count, after


def _token_file(path) -> bytes | None:
    try:
        with open(path, "rb") as file:
            start = file.read(len(_START))
            return start + file.read() if start == _START.encode() else None
    except FileNotFoundError:
        return None


def _present_purposes():
    return [purpose for path, purposes in keyring_files().items() if path.exists() for purpose in purposes]


def _opens(rings, token) -> bool:
    for ring in rings:
        try:
            ring.decrypt(token.encode("ascii"))
        except InvalidToken:
            continue
        return True
    return False
