"""Walking a table of states. The tables are data in each app's `states.py`; nothing else writes a state."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from common.versions import save_if_current

#: Stands in a table in the place of a permission: no account may walk the arrow.
MACHINE = ""


@dataclass(frozen=True)
class Arrow:
    """Where an action leads, whom it asks for and whether it needs a note from the one who does it."""

    to: str
    permission: str
    needs_note: bool = False


Table = Mapping[tuple[str, str], Arrow]


class NotAllowedHere(Exception):
    """The action does not exist in the present state, e.g. after somebody else was faster."""

    def __init__(self, state: str, action: str):
        super().__init__(f"«{action}» does not exist in the state «{state}».")
        self.state = state
        self.action = action


class NoteMissing(Exception):
    """The action needs a note (a reason) and none was given."""


def actions_from(table: Table, state: str) -> dict[str, Arrow]:
    """The actions that leave a state, whoever may do them."""
    return {action: arrow for (origin, action), arrow in table.items() if origin == state}


def walk(
    *,
    subject,
    action: str,
    actor,
    table: Table,
    programme,
    expected=None,
    note="",
    fields=(),
    details=None,
    field: str = "state",
    act: str = "",
) -> None:
    """Walk one arrow in the caller's transaction (one is opened where there is none).

    `field` holds the state; `act` is what the record calls it (default: the model and the action).

    `fields` are written with the state, `expected` is the version that the actor saw (default: the one that
    `subject` carries), `details` go into the audit entry. The caller writes its outbox rows *before* this
    call returns to it only inside the same atomic block; the entry is the last thing appended.
    Raises NotAllowedHere, PermissionDenied, NoteMissing, StaleVersion: nothing is written then.
    """
    origin = getattr(subject, field)
    arrow = table.get((origin, action))
    if arrow is None:
        raise NotAllowedHere(origin, action)
    if not actor.has_perm(arrow.permission, subject):
        raise PermissionDenied(arrow.permission)
    if arrow.needs_note and not note.strip():
        raise NoteMissing(action)
    with transaction.atomic():
        setattr(subject, field, arrow.to)
        try:
            save_if_current(
                subject,
                expected=subject.version if expected is None else expected,
                fields=[field, *fields],
            )
        except Exception:
            setattr(subject, field, origin)
            raise
        audit.append(
            actor=actor,
            action=act or f"{subject._meta.label_lower}.{action}",
            subject=subject,
            programme=programme,
            details={"from": origin, "to": arrow.to, **(details or {})},
        )


def walk_by_machine(*, subject, action: str, table: Table, fields=()) -> None:
    """Walk one arrow that no account may walk, in the caller's transaction or one of its own.

    For mechanics such as the delivery of a message: nothing goes into the audit record. `subject.version` must be
    the stored one. Raises NotAllowedHere, StaleVersion: nothing is written then, and `subject` is as it was.
    """
    arrow = table.get((subject.state, action))
    if arrow is None or arrow.permission != MACHINE:
        raise NotAllowedHere(subject.state, action)
    origin = subject.state
    subject.state = arrow.to
    try:
        with transaction.atomic():
            save_if_current(subject, expected=subject.version, fields=["state", *fields])
    except Exception:
        subject.state = origin
        raise
