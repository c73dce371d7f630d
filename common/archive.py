"""Whether what is archived counts as closed: always, but for the question whether a refusal comes from that alone."""

from contextlib import contextmanager
from contextvars import ContextVar

_disregarded: ContextVar[bool] = ContextVar("archive_disregarded", default=False)


class ReadOnly(Exception):
    """What was asked for is refused only because its programme is archived: said in words, not by a 404."""


def is_closed(archived_at) -> bool:
    """Whether something archived at that moment (None: not) is closed for writing."""
    return archived_at is not None and not _disregarded.get()


@contextmanager
def archive_disregarded():
    """Inside the block rights are told as if nothing were archived: to explain a refusal, never to act."""
    token = _disregarded.set(True)
    try:
        yield
    finally:
        _disregarded.reset(token)
