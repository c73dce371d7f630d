"""T6: damaged files at random. Refused in words, or read rightly; never another error, never more than the child may take."""

import os
import random

import pytest

from .measured import Measured
from .mutations import damaged_book, damaged_parts, damaged_text, read_by_python, strange_book

pytestmark = pytest.mark.once
EACH, BATCHES = 250, 10
KINDS = [damaged_book, damaged_parts, strange_book, damaged_text]


def run(kind, seed, count, monkeypatch):
    """(read, refused, most seconds, most bytes) over so many files of a kind."""
    dice, measured = random.Random(seed), Measured(monkeypatch)
    read = refused = seconds = size = 0
    for number in range(count):
        name, content, check = kind(dice)
        found = measured.reading(name, content)
        where = (
            f"{kind.__name__}, seed {seed}, file {number}: {found if isinstance(found, str) else found[:3]}"
        )
        if isinstance(found, str):
            refused += 1
        else:
            read += 1
            if check is None:
                check = like(read_by_python(content, measured.sheet))
        assert check is None or check(found), where
        assert measured.seconds < measured.MOST_SECONDS, where
        assert measured.bytes <= measured.MOST_BYTES, where
        seconds, size = max(seconds, measured.seconds), max(size, measured.bytes)
    return read, refused, seconds, size


def like(rows):
    """Whether the cells are those; a header may stand anywhere, so all filled rows count."""

    def check(found):
        return [cells(row) for row in found] == [cells(row) for row in rows][-len(found) :]

    return check


def cells(row):
    """Without the blanks that make rows equally wide."""
    while row and not row[-1]:
        row = row[:-1]
    return row


@pytest.mark.parametrize("kind", KINDS)
def test_some_damaged_files(kind, monkeypatch, record_property):
    run(kind, os.environ["MUNTADA_TEST_SEED"], 12, monkeypatch)
    record_property("T6 mutations", 12)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_damaged_files(kind, batch, monkeypatch, record_property):
    read, refused, seconds, size = run(kind, f"batch {batch}", EACH, monkeypatch)
    record_property("T6 mutations", EACH)
    record_property("T6 mutations read", read)
    record_property("T6 mutations refused", refused)
    print(f"{kind.__name__} {batch}: read {read}, refused {refused}, {seconds:.2f} s, {size / 2**20:.0f} MiB")  # noqa: T201
