"""Two texts and two lists compared."""

from hypothesis import given
from hypothesis import strategies as st

from common.comparing import Change, Piece, compare_rows, compare_words

WORDS = st.lists(
    st.sampled_from(["قال", "قَالَ", "كلام", "،", ".", "٣", "word", " ", "  ", "\n"]), max_size=14
).map("".join)
ROWS = st.lists(st.integers(0, 9), unique=True, max_size=10)


def test_whole_words_are_compared():
    assert compare_words("نوصي بأمر تجريبي.", "نوصي بشدة بأمر تجريبي.") == [
        Piece(Change.SAME, "نوصي"),
        Piece(Change.ADDED, " بشدة"),
        Piece(Change.SAME, " بأمر تجريبي."),
    ]


def test_a_vowel_sign_makes_another_word():
    assert compare_words("قال كَنَارِي", "قال كناري") == [
        Piece(Change.SAME, "قال "),
        Piece(Change.REMOVED, "كَنَارِي"),
        Piece(Change.ADDED, "كناري"),
    ]


def test_words_that_were_replaced_together_stand_together():
    assert compare_words("a b c", "x y z") == [Piece(Change.REMOVED, "a b c"), Piece(Change.ADDED, "x y z")]


@given(WORDS, WORDS)
def test_both_texts_can_be_had_from_the_pieces(old, new):
    pieces = compare_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.change != Change.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change != Change.REMOVED) == new
    if old == new:
        assert {piece.change for piece in pieces} <= {Change.SAME}


def test_rows_that_moved_are_as_few_as_possible():
    assert compare_rows("abcd", "bcda") == [("b", "same"), ("c", "same"), ("d", "same"), ("a", "moved")]
    assert compare_rows("abc", "axc") == [("a", "same"), ("b", "removed"), ("x", "added"), ("c", "same")]


@given(ROWS, ROWS)
def test_each_row_comes_once_in_the_order_of_the_new_list(old, new):
    fates = compare_rows(old, new)
    assert [row for row, change in fates if change != Change.REMOVED] == new
    assert sorted(row for row, _ in fates) == sorted({*old, *new})
    assert all((row in old, row in new) == (change != "added", change != "removed") for row, change in fates)
