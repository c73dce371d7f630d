"""What the editor asks for, and what it is told."""

import uuid
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Op:
    """One operation. `was` and `now`: values by field; `given`: by field, what the services take for `now`."""

    name: str
    line: uuid.UUID
    was: dict = field(default_factory=dict)
    now: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    after: uuid.UUID | None = None


@dataclass(frozen=True)
class Change:
    """Operations that belong together. `refusal`: why a value in it cannot be stored, in words."""

    key: uuid.UUID
    ops: tuple[Op, ...]
    refusal: str = ""


@dataclass(frozen=True)
class Collision:
    """A field that somebody else wrote since it was read: what it was, what each of the two made of it."""

    line: str
    field: str
    was: object
    mine: object
    theirs: object
    by: str


@dataclass(frozen=True)
class Result:
    """`status`: saved, conflict, refused. `is_new`: whether it was saved by this very call."""

    key: uuid.UUID
    status: str = "saved"
    collisions: tuple[Collision, ...] = ()
    message: str = ""
    is_new: bool = False

    def as_plain(self) -> dict:
        """What the browser is told."""
        collisions = [asdict(one) for one in self.collisions]
        return {
            "key": str(self.key),
            "status": self.status,
            "collisions": collisions,
            "message": self.message,
        }
