"""How like two names are: recall and false matches of the scoring on spellings written for it, in both uses."""

import csv
import pathlib

import pytest

from common.arabic import Name, asked_keys, stored_keys
from participants.services.duplicates import similar_pairs
from participants.services.likeness import LEAST_SCORE, compare, compare_entries, may_be_slip

FILE = pathlib.Path(__file__).parent / "data" / "name_variants.csv"
#: Of people who are others the picker proposes these all the same: whoever types decides, and sees what tells them apart.
PROPOSED = {
    "other fathers": "same first and family name",
    "other grandfathers": "same first and family name",
    "son and father": "the father's name is held by the son's",
    "two names that very many begin with": "holds every word typed",
    "one letter that may be a slip or a name": "similar spelling",
}
#: And the list of pairs these: nothing but a person can tell.
PAIRED = {"one letter that may be a slip or a name"}


def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def best(row):
    """The score of the picker, whichever of the two is typed."""
    one, other = Name.of(row["one"]), Name.of(row["other"])
    return max(compare(one, other)[0], compare(other, one)[0])


def pairs(row):
    return similar_pairs([(1, row["one"]), (2, row["other"])])


def test_the_spellings_are_as_many_as_they_should_be():
    same = [row for row in rows() if row["one_person"] == "1"]
    assert len(same) >= 30
    assert len(rows()) - len(same) >= 30
    assert len({(row["one"], row["other"]) for row in rows()}) == len(rows())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["what"])
def test_the_same_person_is_proposed_and_paired_and_another_one_is_not(row):
    if row["one_person"] == "1":
        assert best(row) >= LEAST_SCORE
        assert pairs(row)
    else:
        assert (best(row) >= LEAST_SCORE) == (row["what"] in PROPOSED)
        assert bool(pairs(row)) == (row["what"] in PAIRED)


def test_recall_and_false_matches_are_held(record_property):
    same = [row for row in rows() if row["one_person"] == "1"]
    others = [row for row in rows() if row["one_person"] == "0"]
    figures = {
        "variants proposed": sum(best(row) >= LEAST_SCORE for row in same),
        "variants paired": sum(bool(pairs(row)) for row in same),
        "look-alikes proposed": sum(best(row) >= LEAST_SCORE for row in others),
        "look-alikes paired": sum(bool(pairs(row)) for row in others),
    }
    for name, count in figures.items():
        record_property(f"Likeness {name} of {len(same) if name.startswith('v') else len(others)}", count)
    assert figures["variants proposed"] == figures["variants paired"] == len(same)
    assert figures["look-alikes proposed"] <= 6
    assert figures["look-alikes paired"] <= 1


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["what"])
def test_whoever_is_proposed_is_also_found_by_a_key(row):
    """The other way round is no rule: a key finds many, and the score decides."""
    one, other = Name.of(row["one"]), Name.of(row["other"])
    for typed, known in ((one, other), (other, one)):
        if compare_entries(typed, known)[0] >= LEAST_SCORE:
            assert asked_keys(typed) & stored_keys(known)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["what"])
def test_two_entries_are_as_like_one_way_as_the_other(row):
    one, other = Name.of(row["one"]), Name.of(row["other"])
    assert compare_entries(one, other) == compare_entries(other, one)
    assert compare_entries(one, one)[0] == 100


@pytest.mark.parametrize(
    ("one", "other"), [("سالم", "سليم"), ("سمير", "سميره"), ("عمر", "عمرو"), ("باكر", "مثال")]
)
def test_names_of_their_own_are_no_slips(one, other):
    assert not may_be_slip(one, other)
    assert not may_be_slip(other, one)


@pytest.mark.parametrize(("one", "other"), [("عبدالرحمان", "عبدالرحمن"), ("فضل", "فظل"), ("عثمن", "عثمان")])
def test_slips(one, other):
    assert may_be_slip(one, other)
