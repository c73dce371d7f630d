"""A function put in front of another one, and taken away again."""

from collections.abc import Callable
from typing import Any

Undo = Callable[[], None]


def put(owner: Any, name: str, new: Any) -> Undo:
    """Let `owner` have `new` under this name; calling the answer takes it back."""
    old = vars(owner)[name]
    setattr(owner, name, new)
    return lambda: setattr(owner, name, old)
