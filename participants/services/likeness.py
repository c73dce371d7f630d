"""How like two names are: one scoring for the picker, for pasted lists and for pairs in the directory."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from common.arabic import Name, fold_bare, skeleton, weakened

#: Below this likeness (0–100) nobody is proposed.
LEAST_SCORE = 82
#: Likeness of two words with other consonants from which one may be a slip for the other.
_LEAST_OF_WORD = 75
#: Why two names are alike, in words.
SAME, SAME_SPELT, BUT_ARTICLE = (
    _("same name"),
    _("same name in another spelling"),
    _("same name but for the article or «bin»"),
)
SHORTER, ENDS, SIMILAR = (
    _("one is a shorter form of the other"),
    _("same first and family name"),
    _("similar spelling"),
)
#: Those that `compare_entries` gives.
WHYS = (SAME, SAME_SPELT, BUT_ARTICLE, SHORTER, ENDS, SIMILAR)
#: Likeness of spelling never counts as much as the tiers: one letter more or less can make another person.
_MOST_OF_SPELLING = 87.0
_OWN_NAMES = Path(__file__).parents[1] / "data" / "alike_names.csv"


def compare(typed: Name, known: Name):
    """(score, why) of an entry of the directory for a name that somebody is typing: its last word may be a beginning."""
    if known.is_same(typed):
        same = " ".join(typed.text.split()) == known.text
        return 100.0, SAME if same else SAME_SPELT
    if typed.is_weakly_same(known):
        return 95.0, BUT_ARTICLE
    if score := _all_held(typed, known):
        return score, _("holds every word typed")
    if len(known.words) > 1 and _holds_in_order(typed.words, known.words):
        return 90.0, _("a shorter form of the name typed")
    if len(typed.words) > 1 and len(known.words) > 1 and _ends(typed.words) == _ends(known.words):
        return 88.0, ENDS
    return _spelling(typed, known)


def compare_entries(one: Name, other: Name):
    """(score, why) of two entries of the directory, the same both ways; stricter than `compare`, as both are complete.

    A shorter form has the first name and two more in common, or the family name and nothing against it: of two people
    with one first and family name and other fathers nothing is said here. 0 where they are hardly one person.
    """
    # Most pairs differ already in their consonants.
    if one.marrow == other.marrow and one.is_same(other):
        same = one.text == other.text
        return 100.0, SAME if same else SAME_SPELT
    if one.marrow == other.marrow and one.is_weakly_same(other):
        return 95.0, BUT_ARTICLE
    short, long = (one.weak, other.weak) if len(one.weak) < len(other.weak) else (other.weak, one.weak)
    if len(short) > 1 and short[0] == long[0] and len(short) < len(long) and _holds_all(long, short):
        if len(short) > 2:
            return 90.0, SHORTER
        if short[-1] == long[-1]:
            return 88.0, ENDS
    return _spelling(one, other)


def _spelling(one, other):
    likeness = fuzz.ratio(one.weak_text, other.weak_text, score_cutoff=LEAST_SCORE)
    if not likeness or not _words_alike(one.weak, other.weak):
        return 0.0, ""
    return min(likeness, _MOST_OF_SPELLING), SIMILAR


def _words_alike(one, other):
    """Whether each word of one name may be the word in its place of the other; of names of other lengths, the ends."""
    if len(one) != len(other):
        one, other = _ends(one), _ends(other)
    return all(a == b or may_be_slip(a, b) for a, b in zip(one, other, strict=True))


def may_be_slip(one: str, other: str) -> bool:
    """Whether one folded word may be another spelling of the other, and not a name of its own.

    «سالم» and «سليم» are two names, as `data/alike_names.csv` says; so are «سمير» and «سميرة», by the ending.
    """
    if one + "ه" == other or other + "ه" == one or _own_names(one) & _own_names(other):
        return False
    return skeleton(one) == skeleton(other) or fuzz.ratio(one, other) >= _LEAST_OF_WORD


@cache
def _groups():
    groups = defaultdict(set)
    with _OWN_NAMES.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            for word in row["names"].split():
                groups[" ".join(weakened([fold_bare(word)]))].add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


def _own_names(word) -> frozenset[int]:
    return _groups().get(word, frozenset())


def _ends(words):
    return words[0], words[-1]


def _all_held(typed, known):
    """A score where the name holds every word typed, 0 where it does not."""
    if _holds_in_order(known.words, typed.words):
        # Names are typed from the front; the score breaks ties towards them.
        return 93.0 if known.words[0].startswith(typed.words[0]) else 92.0
    # Three letters may begin a word behind its article, or be written with another hamza.
    return 91.0 if typed.weak and _holds_in_order(known.weak, typed.weak) else 0


def _holds_in_order(words, parts):
    """Whether `parts` occur in `words` in their order; the last part may be the beginning of a word being typed."""
    rest = iter(words)
    *whole, last = parts
    return all(part in rest for part in whole) and any(word.startswith(last) for word in rest)


def _holds_all(words, parts):
    rest = iter(words)
    return all(part in rest for part in parts)
