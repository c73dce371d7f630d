"""Erasures are remembered outside of the database: on the disk, for the owner alone, and never lost to a halt."""

import stat

import pytest

from common.tombstones import add_missing, append_tombstone, read_tombstones, rewrite_tombstones

ONE, TWO, THREE = ({"kind": "person", "public_id": name} for name in ("one", "two", "three"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "tombstones.jsonl"


def test_lines_are_added_and_read_in_order(path):
    assert read_tombstones(path) == []
    append_tombstone(path, ONE)
    append_tombstone(path, TWO)
    assert read_tombstones(path) == [ONE, TWO]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_union_of_two_lists_has_each_once(path, tmp_path):
    other = tmp_path / "other.jsonl"
    for stone in (ONE, TWO):
        append_tombstone(path, stone)
    for stone in (TWO, THREE):
        append_tombstone(other, stone)
    assert add_missing(path, other) == 1
    assert add_missing(path, other) == 0
    assert read_tombstones(path) == [ONE, TWO, THREE]
    assert add_missing(path, tmp_path / "missing") == 0


def test_a_line_cut_by_a_halt_is_no_tombstone_and_swallows_none(path):
    append_tombstone(path, ONE)
    with open(path, "a") as file:
        file.write('{"kind": "per')
    assert read_tombstones(path) == [ONE]
    append_tombstone(path, TWO)
    assert read_tombstones(path) == [ONE, TWO]


@pytest.mark.parametrize("line", ["nonsense", "[]", '"text"'])
def test_a_line_that_cannot_be_read_is_not_passed_over(path, line):
    append_tombstone(path, ONE)
    with open(path, "a") as file:
        file.write(f"{line}\n")
    with pytest.raises(ValueError, match=r"no tombstone|Expecting value"):
        read_tombstones(path)


def test_who_waited_for_the_file_writes_into_the_new_one(path):
    """The file is replaced while it is rewritten; a line that is added afterwards must not go to the old one."""
    append_tombstone(path, ONE)
    rewrite_tombstones(path, lambda text: text.replace("one", "two"))
    append_tombstone(path, THREE)
    assert read_tombstones(path) == [TWO, THREE]
