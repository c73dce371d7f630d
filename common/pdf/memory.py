"""What a render asks of the process's memory: few collections while it runs, and what is free goes back to the system."""

import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock

#: so many new objects before the collector looks again; some 20 MB
RARELY = 200_000


class _Running:
    """How many renders of this process run now, and how often the collector looked before the first of them began."""

    def __init__(self) -> None:
        self.lock, self.count, self.usual = Lock(), 0, gc.get_threshold()


_running = _Running()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Nearly all that a render makes lives until its end; to look for rubbish in it takes a sixth of the time.

    Threads of a web process may render beside each other: as it was before is what it becomes when the last of them is done.
    """
    with _running.lock:
        if not _running.count:
            _running.usual = gc.get_threshold()
            gc.set_threshold(RARELY, *_running.usual[1:])
        _running.count += 1
    try:
        yield
    finally:
        with _running.lock:
            _running.count -= 1
            if not _running.count:
                gc.set_threshold(*_running.usual)


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        # Only glibc has it; elsewhere a process is somewhat larger.
        return None


def give_back() -> None:
    """Give back what is free now, which takes a millisecond or two.

    glibc gives back what is free at the end of its memory, and a typeset page leaves its holes in the middle.
    """
    if trim := _trim():
        trim(0)
