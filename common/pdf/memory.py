"""Memory that nobody uses any more goes back to the system; by itself, much of it stays with the process."""

import ctypes
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        # Only glibc has it; elsewhere a process is somewhat larger.
        return None


def give_back() -> None:
    """Give back what is free now; a millisecond or two.

    glibc gives back what is free at the end of its memory, and a typeset page leaves its holes in the middle.
    """
    if trim := _trim():
        trim(0)
