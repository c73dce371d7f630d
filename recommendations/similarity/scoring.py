"""How much two asks share: words weighed by how rare they are, less where the act or the place is another."""

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from recommendations.similarity.terms import Terms

#: From here on two asks are shown as alike. Measured: tests/recommendations/test_similarity.py prints what it finds and misses.
THRESHOLD = 0.4
#: How much the words of both count, and those of the shorter alone: a long wording of a short ask is still the same.
_BOTH, _SHORTER = 0.6, 0.4
#: What a light word weighs of another: an act says less than what it is done to, a district less than what is to be done there.
_LIGHT = 0.5
#: So many words are told.
_TOLD = 6
_OTHER_ACT, _OTHER_PLACE = 0.72, 0.55


@dataclass(frozen=True)
class Likeness:
    """From 0 to 1, and the words that both say, as the first text writes them, the weightiest first."""

    score: float
    words: tuple[str, ...]


class Weights:
    """How much each word says: one that stands in every ask says little."""

    def __init__(self, asks: Iterable[Collection[str]]):
        """`asks`: the words of each."""
        self._asks = 0
        self._in: Counter[str] = Counter()
        for words in asks:
            self._asks += 1
            self._in.update(set(words))

    def of(self, word: str, is_light: bool = False) -> float:
        """More than 0; a word that no ask has weighs most."""
        weight = math.log(2 + self._asks / max(self._in[word], 0.5))
        return weight * _LIGHT if is_light else weight


def compare(one: Terms, other: Terms, weights: Weights) -> Likeness:
    """The likeness of two asks; the same in either order."""
    both = one.words.keys() & other.words.keys()
    if not both - one.light:
        return Likeness(0.0, ())

    def weigh(words, light):
        return sum(weights.of(word, word in light) for word in words)

    shared = weigh(both, one.light)
    left, right = weigh(one.words, one.light), weigh(other.words, other.light)
    score = _BOTH * 2 * shared / (left + right) + _SHORTER * shared / min(left, right)
    if one.first not in other.words and other.first not in one.words:
        score *= _OTHER_ACT
    if one.places and other.places and not one.places & other.places:
        score *= _OTHER_PLACE
    by_weight = sorted(both, key=lambda word: (-weights.of(word, word in one.light), word))
    return Likeness(score, tuple(one.words[word] for word in by_weight[:_TOLD]))
