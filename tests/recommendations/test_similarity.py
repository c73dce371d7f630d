"""Which asks are alike, measured on pairs written by hand; and the words that say why.

Half of `data/similar_asks.csv` says the same in other words, half is a near miss: the same object and another act, the same
act elsewhere. The weights and the threshold were chosen on the pairs named "tuning"; what is asserted is measured on the others.
"""

import csv
from pathlib import Path

import pytest

from common.arabic import fold
from common.arabic.stems import stem, stems, stems_of_folded
from recommendations.similarity import THRESHOLD, PlaceNames, Weights, compare, terms_of

PAIRS = list(csv.DictReader((Path(__file__).parent / "data" / "similar_asks.csv").open(encoding="utf-8")))
PLACES = PlaceNames(
    [
        ("المعلا", "YE2406"),
        ("خور مكسر", "YE2408"),
        ("دار سعد", "YE2401"),
        ("صيرة", "YE2407"),
        ("كريتر", "YE2407"),
    ]
)


def weights():
    return Weights([terms_of(pair[side], PLACES).words for pair in PAIRS for side in ("one", "other")])


def score(one, other):
    return compare(terms_of(one, PLACES), terms_of(other, PLACES), weights()).score


def test_precision_and_recall(record_property):
    held = [pair for pair in PAIRS if pair["part"] == "held out"]
    assert len(held) == 60
    known = weights()
    found = {"1": 0, "0": 0}
    for pair in held:
        one, other = terms_of(pair["one"], PLACES), terms_of(pair["other"], PLACES)
        found[pair["same"]] += compare(one, other, known).score >= THRESHOLD
    precision, recall = found["1"] / (found["1"] + found["0"]), found["1"] / 30
    record_property("Similar found of 30 pairs", found["1"])
    record_property("Similar wrongly found", found["0"])
    record_property("Similar missed", 30 - found["1"])
    assert precision >= 0.85
    assert recall >= 0.8


def test_the_order_of_the_two_is_the_same():
    for pair in PAIRS:
        assert score(pair["one"], pair["other"]) == pytest.approx(score(pair["other"], pair["one"]))
        assert 0 <= score(pair["one"], pair["other"]) <= 1


def test_an_ask_is_all_like_itself_and_nothing_is_like_nothing():
    assert score(PAIRS[0]["one"], PAIRS[0]["one"]) == pytest.approx(1)
    assert score("", PAIRS[0]["one"]) == 0
    assert score("…", "…") == 0


def test_the_words_that_both_say_are_told_as_the_first_writes_them():
    one, other = "تدريب أفراد «الشرطة» على الإسعاف", "دورات تدريبية للشرطة"
    assert set(compare(terms_of(one), terms_of(other), weights()).words) == {"تدريب", "الشرطة"}


def test_another_place_is_another_ask():
    here = score("إنارة شوارع المعلا", "توفير الإنارة لشوارع المعلا")
    there = score("إنارة شوارع المعلا", "توفير الإنارة لشوارع خورمكسر")
    assert there < THRESHOLD < here


def test_two_names_of_a_place_are_one():
    assert (
        terms_of("ترميم مركز كريتر", PLACES).places == terms_of("في مديرية صيرة", PLACES).places == {"YE2407"}
    )


@pytest.mark.parametrize(
    "words",
    [
        "سوق أسواق والأسواق بالأسواق",
        "تدريب تدريبية التدريب",
        "سلاح أسلحة الأسلحة",
        "راتب رواتب ورواتبهم",
        "جهاز أجهزة للأجهزة",
    ],
)
def test_forms_of_a_word_have_one_stem(words):
    assert len({stem(word) for word in fold(words).split()}) == 1


def test_a_text_and_its_folded_form_have_the_same_stems():
    for pair in PAIRS:
        assert set(stems_of_folded(fold(pair["one"]))) == set(stems(pair["one"]))
