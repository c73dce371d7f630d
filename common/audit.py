"""The audit record: who did what, on what, when; append-only and hash-chained.

The entry is appended *last* in the transaction of the act, under one lock for the whole database, so that
two writers never chain to the same entry: `pg_advisory_xact_lock` on PostgreSQL, the IMMEDIATE transaction
on SQLite. `prev` is unique, which makes a fork impossible even if the lock were lost.
"""

import hashlib
import json
import re
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime

from django.db import connection, models, transaction

from common.models import AuditEntry

GENESIS = "0" * 64
_LOCK = 0x6D756E74616461  # "muntada" in ASCII: one advisory lock for the chain
#: What a text in `details` may look like: ids, hashes, states, names of fields and lists. Words have blanks or letters.
_TOKEN = re.compile(r"[A-Za-z0-9_.:/+-]{0,200}")
#: Of what a count is: also the code of a programme, which an office may write in Arabic.
_NAME = re.compile(r"[\w.:/+-]{1,60}")
_current_origin: ContextVar[str] = ContextVar("audit_origin", default="command")


def set_origin(origin: str):
    """Say where acts come from until the token that is returned is handed to `reset_origin`."""
    return _current_origin.set(origin[:80])


def reset_origin(token) -> None:
    """End what `set_origin` began."""
    _current_origin.reset(token)


def digest(entry: AuditEntry) -> str:
    """SHA-256 over everything that the entry says and the hash of the one before it."""
    content = {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(entry.actor) if entry.actor else None,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject": str(entry.subject),
        "programme": str(entry.programme) if entry.programme else None,
        "details": entry.details,
        "origin": entry.origin,
        "prev": entry.prev,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def append(*, actor, action: str, subject, programme=None, details: dict | None = None) -> AuditEntry:
    """Append one entry. `actor` is an account or None for the machine; `subject` any model with public_id;
    `programme` a programme or the public id of one.

    `details` may hold ids, states, counts and *names* of fields, never values of persons or words said: the record
    can never forget anything. Raises ValueError for a text with blanks or with letters that are not ASCII, and
    TransactionManagementError outside a transaction: an act and its entry stand or fall together.
    """
    lock_chain()
    entry = AuditEntry(
        at=datetime.now(UTC),
        actor=actor.public_id if actor is not None else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject=subject.public_id,
        programme=getattr(programme, "public_id", programme),
        details=_plain(details or {}),
        origin=_current_origin.get(),
        prev=head(),
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    return entry


def lock_chain() -> None:
    """Let nobody else append until the transaction ends. Raises TransactionManagementError outside of one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit entry belongs into the transaction of its act."
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def head() -> str:
    """Hash of the newest entry; GENESIS for an empty record."""
    return AuditEntry.objects.order_by("-id").values_list("hash", flat=True).first() or GENESIS


def first_broken_link() -> AuditEntry | None:
    """The first entry whose hash or chaining is wrong, or None where the chain holds.

    A cut tail leaves a chain that holds; what broke it, and whether known heads stand in it, tells
    `common.audit_verification.verify`.
    """
    prev = GENESIS
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.prev != prev or digest(entry) != entry.hash:
            return entry
        prev = entry.hash
    return None


def _plain(value):
    if isinstance(value, dict):
        if not all(_NAME.fullmatch(str(key)) for key in value):
            raise ValueError("An audit entry holds no words.")
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if isinstance(value, uuid.UUID | models.Choices):
        return str(value)
    if isinstance(value, str) and not _TOKEN.fullmatch(value):
        raise ValueError("An audit entry holds no words.")
    return value
