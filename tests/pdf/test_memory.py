"""The collector is left as it was found, whoever renders beside whom."""

import gc
from pathlib import Path

import pytest

from common.pdf import memory
from common.pdf.memory import RARELY, give_back, rare_collections


@pytest.fixture
def usual():
    before = gc.get_threshold()
    gc.set_threshold(701, 10, 10)
    yield (701, 10, 10)
    gc.set_threshold(*before)


def test_two_renders_that_overlap(usual):
    """The first ends before the second: neither takes the other's setting for the usual one."""
    first, second = rare_collections(), rare_collections()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] == RARELY
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_a_render_that_fails(usual):
    with pytest.raises(ZeroDivisionError), rare_collections():
        _ = 1 / 0
    assert gc.get_threshold() == usual


@pytest.mark.skipif(memory._trim() is None, reason="only glibc gives back what lies in the middle")
def test_memory_is_given_back():
    def held() -> int:
        """Pages of four kilobytes."""
        return int(Path("/proc/self/statm").read_text().split()[1])

    kept = [bytearray(10_000) for _ in range(8_000)]
    # What stays lies at the end, so that nothing is given back by itself.
    end = bytearray(10_000)
    full = held()
    del kept
    give_back()
    assert held() < full - 10_000, "forty megabytes at least of eighty"
    assert end
