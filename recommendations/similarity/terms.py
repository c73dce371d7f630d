"""What an ask is made of for comparing: stems, the act that it begins with, the places that it names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from common.arabic import fold, tokens
from common.arabic.stems import stem, stems

_DATA = Path(__file__).resolve().parents[1] / "data" / "words_of_one_meaning.txt"


@dataclass(frozen=True)
class Terms:
    """One ask. `words`: stem, or what stands for all of one meaning → the word as written."""

    words: Mapping[str, str]
    #: words that say less than others: acts, parts of the names of places, «مديرية», «عام»
    light: frozenset[str]
    #: what the ask begins with, mostly the act; empty for a text without words
    first: str
    places: frozenset[str]


class PlaceNames:
    """Finds places in a text by any of their names: «في المعلا», «بمديرية خورمكسر»."""

    def __init__(self, names: Iterable[tuple[str, str]]):
        """`names`: (name or spelling, code of the place)."""
        self._codes = {_tight(name): code for name, code in names if len(_tight(name)) > 2}
        by_length = sorted({fold(name) for name, _code in names if _tight(name) in self._codes}, key=len)
        one_of = "|".join(_spaced(name) for name in reversed(by_length))
        #: stems of the words of all names
        self.words = frozenset(word for name in by_length for word in stems(name))
        self._pattern = re.compile(rf"(?:^| )(?:[وبلف]?ال|لل|[وبلف])?({one_of})(?= |$)") if one_of else None

    def in_text(self, folded: str) -> frozenset[str]:
        """Codes of the places that a folded text names."""
        if self._pattern is None:
            return frozenset()
        return frozenset(self._codes[_tight(name)] for name in self._pattern.findall(folded))


NO_PLACES = PlaceNames([])


def terms_of(text: str, places: PlaceNames = NO_PLACES) -> Terms:
    """The terms of one ask."""
    same, acts = _groups()
    found = {same.get(one, one): word for one, word in stems(text).items()}
    first = next(iter(found), "")
    named = places.in_text(fold(text))
    light = {word for word in found if word in acts or word in _common() or (named and word in places.words)}
    return Terms(found, frozenset(light), first, named)


def meanings(found: Iterable[str]) -> frozenset[str]:
    """What stands for each stem."""
    same, _acts = _groups()
    return frozenset(same.get(one, one) for one in found)


@cache
def _common():
    return frozenset(stems("مديرية مديريات محافظة مدينة منطقة عدن عام رئيس main district city al"))


@cache
def _groups():
    """(stem → stem that stands for its meaning, stems of acts)."""
    same, acts = {}, set()
    above, below = _DATA.read_text(encoding="utf-8").split("\n\n", 1)
    for block, is_act in ((above, True), (below, False)):
        for line in block.splitlines():
            if not line or line.startswith("#"):
                continue
            one, *others = [stem(word) for word in tokens(line)]
            same.update({other: one for other in (one, *others) if other not in same})
            acts |= {one} if is_act else set()
    return same, frozenset(acts)


def _tight(name):
    folded = fold(name).replace(" ", "")
    return folded.removeprefix("ال")


def _spaced(folded):
    # «خور مكسر» and «خورمكسر»; the article stands before or not.
    return " ?".join(re.escape(word) for word in folded.removeprefix("ال").split())
