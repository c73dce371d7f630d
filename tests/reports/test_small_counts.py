"""Small counts: no line of 1 … k-1 is published, none can be had by taking lines from the sum or from an earlier table."""

from collections import defaultdict
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.projection.donor.counts import (
    JOINED,
    publishable,
    table_survives,
    threshold,
    total_survives,
)

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 14), max_size=8)
LIMITS = st.integers(5, 10)


@given(COUNTS, LIMITS)
def test_no_published_line_is_small_and_none_follows_by_subtraction(counts, k):
    table = publishable(counts, k)
    if table is None:
        return
    total = sum(counts.values())
    assert sum(table.values()) == total
    for size in range(len(table) + 1):
        for lines in combinations(table.values(), size):
            rest = total - sum(lines)
            assert rest == 0 or rest >= k


@given(COUNTS, LIMITS)
def test_lines_that_stay_are_true_and_a_table_is_withheld_only_where_nothing_could_stand_alone(counts, k):
    table = publishable(counts, k)
    if table is not None:
        assert all(counts[key] == count for key, count in table.items() if key != JOINED)
        return
    small = sum(count for count in counts.values() if count < k)
    large = sorted(count for count in counts.values() if count >= k)
    assert small > 0
    assert len(set(large)) <= 1
    assert not large or small < k or all(count in (0, k - 1) for count in counts.values() if count < k)


def test_by_hand():
    assert publishable({"a": 5, "b": 9}, 5) == {"a": 5, "b": 9}
    assert publishable({"a": 5, "b": 2, "c": 3}, 5) == {"a": 5, JOINED: 5}
    assert publishable({"a": 9, "b": 6, "c": 2}, 5) == {"a": 9, JOINED: 8}
    assert publishable({"a": 9, "c": 2}, 5) is None
    assert publishable({"a": 2, "b": 4}, 5) is None
    assert publishable({}, 5) == {}
    # 4 and 4 follow from 8, where no larger line could have given way
    assert publishable({"m": 5, "f": 4, "": 4}, 5) is None
    assert publishable({"m": 20, "y": 6, "f": 4, "": 4}, 5) == {"m": 20, JOINED: 14}
    # what was joined for another reader stays so
    assert publishable({"a": 30, JOINED: 20, "b": 6, "c": 7}, 10) == {"a": 30, JOINED: 33}
    assert publishable({"a": 30, "b": 12, JOINED: 20}, 10) == {"a": 30, "b": 12, JOINED: 20}
    assert threshold(0) == threshold(5) == 5
    assert threshold(10) == 10


@pytest.mark.parametrize(("keys", "most"), [("ab", 20), ("abc", 14), ("abcd", 11)])
def test_who_knows_the_way_of_joining_learns_no_small_count(keys, most):
    """Of all tables that would be told alike, beside their total, no line of 1 … k-1 is the same in all."""
    answers = defaultdict(list)
    for counts in product(range(most + 1), repeat=len(keys)):
        table = publishable(dict(zip(keys, counts, strict=True)), 5)
        answers[sum(counts), None if table is None else tuple(sorted(table.items()))].append(counts)
    for (total, told), worlds in answers.items():
        if total > most:
            continue
        for lines in zip(*worlds, strict=True):
            assert len(set(lines)) > 1 or not 0 < lines[0] < 5 or total < 5, (total, told, worlds)


@given(COUNTS, COUNTS, LIMITS)
def test_two_tables_that_both_leave_differ_by_nobody_or_by_enough(before, after, k):
    old, new = publishable(before, k), publishable(after, k)
    sums = sum(before.values()), sum(after.values())
    if not (total_survives(sums[1], [sums[0]], k) and table_survives(new, [old], k)) or None in (old, new):
        return
    assert set(old) == set(new)
    differences = [abs(old[key] - new[key]) for key in old] + [abs(sums[0] - sums[1])]
    assert all(difference == 0 or difference >= k for difference in differences)


def test_what_was_withheld_before_binds_nobody():
    assert table_survives({"a": 5}, [None], 5)
    assert table_survives(None, [{"a": 5}], 5)
    assert not table_survives({"a": 5, "b": 7}, [{"a": 5, JOINED: 7}], 5)
    assert total_survives(20, [None, 20, 15, 25], 5)
    assert not total_survives(20, [20, 24], 5)
