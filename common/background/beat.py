"""Whether somebody is there to do background work: without, pages do the little that cannot wait themselves."""

from django.core.cache import cache

_KEY = "muntada:worker"
#: Seconds between two beats, and after which silence means that there is no worker.
BEAT_EVERY, BELIEVED_FOR = 30, 100


def beat() -> None:
    """Say that a worker is alive; each one does it every BEAT_EVERY seconds between tasks."""
    cache.set(_KEY, True, BELIEVED_FOR)


def fall_silent() -> None:
    """Say at an orderly end that this worker is gone; others say by their next beat that they are not."""
    cache.delete(_KEY)


def worker_is_alive() -> bool:
    """Whether a worker was heard of lately. A killed one is believed in for BELIEVED_FOR seconds more."""
    return cache.get(_KEY) is True
