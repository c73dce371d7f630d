"""Words of a text by their keys and places: the same keys as `fold` and `fold_bare` make of the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.arabic import fold, fold_bare, spans

ALPHABET = "ابتسعقلمنيىأإآؤئءةٱـكگ َُِّْٰ\u200f\u200c.,،'’-/٠١٢ abcÉşSs"


@given(st.text(ALPHABET, max_size=40))
def test_the_keys_are_those_of_the_whole_text(text):
    # In a key «ابن» is «بن», and a genitive's s is a word of its own.
    whole = text.replace("'s", " s").replace("’s", " s")
    for face, key in (("fold", fold), ("bare", fold_bare)):
        words = [getattr(word, face).text for word in spans(whole) if getattr(word, face)]
        assert "".join("بن" if word == "ابن" else word for word in words) == key(whole).replace(" ", "")


@given(st.text(max_size=40))
def test_places_lie_in_the_text_in_their_order(text):
    last = 0
    for word in spans(text):
        assert last <= word.fold.at[0] < word.end <= len(text)
        assert len(word.fold.at) == len(word.fold.text)
        last = word.end


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("قال سَالِمٌ، إنّ", ["قال", "سَالِمٌ", "إنّ"]),
        ("عبد اللـه", ["عبد", "اللـه"]),
        ("(Sálem's car)", ["Sálem", "s", "car"]),
        ("ma'rib", ["ma'rib"]),
        ("٧٧٧-١٢٣", ["٧٧٧", "١٢٣"]),
    ],
)
def test_each_word_is_found_as_it_is_written(text, written):
    assert [text[word.fold.at[0] : word.end] for word in spans(text)] == written


def test_glued_letters_are_read_off():
    (word,) = spans("وللتجريبي")
    assert ("التجريبي", 2) in word.fold.readings()
    (word,) = spans("بسالم")
    assert word.fold.readings()[:2] == [("بسالم", 0), ("سالم", 1)]
