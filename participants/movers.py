"""Which rows go along when two entries of the directory become one: apps on the left register theirs at start-up."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model


def _nothing(keep, absorb) -> str:
    return ""


@dataclass(frozen=True)
class Mover:
    """The rows of `model` whose `field` points at a person.

    `clash(keep, absorb)` says in words why the two cannot be one as long as both have such rows, and what to do about
    it; empty where they can. It is asked only of a reader who sees all that either of them stands in.
    """

    model: type[Model]
    field: str = "person"
    clash: Callable[..., str] = _nothing

    @property
    def key(self) -> str:
        """«forums.Attendance.person», as a merge remembers it."""
        return f"{self.model._meta.label}.{self.field}"

    def rows_of(self, person):
        """All rows that point at the person, also those that lists leave out."""
        return self.model._base_manager.filter(**{self.field: person})


_movers: dict[str, Mover] = {}


def register_mover(model: type[Model], field: str = "person", clash: Callable[..., str] = _nothing) -> None:
    """Add rows that move; called once, from an app's `ready`."""
    mover = Mover(model, field, clash)
    _movers[mover.key] = mover


def movers() -> dict[str, Mover]:
    """All of them, in the order in which apps were loaded."""
    return dict(_movers)
