"""Stems of words for comparing sentences: what is left when article, particles, endings and long vowels are gone.

Coarse on purpose: «أسواق» and «سوق», «تدريب» and «مدربين», «رواتب» and «مرتبات» meet, and a few words meet that
should not («دار» and «دور»). Good for weighing how much two sentences share; never a key to find people by.
"""

import re
from functools import lru_cache

from .folding import tokens

#: What stands before a word without being of it, the longest first; folded letters.
_BEFORE = ("وبال", "وكال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و", "ب", "ل", "ف")
#: Endings, the longest first.
_AFTER = (
    "يتها",
    "ياتها",
    "تها",
    "هما",
    "يات",
    "يين",
    "يون",
    "ات",
    "ان",
    "ون",
    "ين",
    "يه",
    "ها",
    "هم",
    "نا",
    "تي",
    "ه",
    "ي",
    "ا",
)
#: What a derived form puts before the root.
_DERIVED = ("است", "مست", "مت", "ان", "ت", "م", "ا")
_LONG = str.maketrans("", "", "اويء")
_EDGES = re.compile(r"^\W+|\W+$")
#: What is left has as many letters at least.
_ROOT = 3

_STOP = frozenset(
    tokens(
        "في من إلى على عن أن إن ما لا لم لن ثم أو مع قد كل بعض هذا هذه ذلك تلك التي الذي الذين بين عند عبر لدى حول بلا دون "
        "غير حتى أي كما منها فيها لها به بها له لهم هو هي هم حيث إذا عدم ضرورة أهمية لما وما ولا وفي ومن وعلى وإلى "
        "the a an of in on at to for and or by with from as is are be that this these those it its their which who how"
    )
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one folded word; a Latin word loses its English endings. Never empty for a word."""
    if not "\u0600" <= word[:1] <= "\u06ff":
        return _english(word)
    for beginning in _BEFORE:
        # One letter is more often the root's than a particle: it goes only where much is left.
        if word.startswith(beginning) and len(word) - len(beginning) >= (3 if len(beginning) > 1 else 4):
            word = word.removeprefix(beginning)
            break
    for ending in _AFTER:
        if word.endswith(ending) and len(word) - len(ending) >= _ROOT:
            word = word.removesuffix(ending)
            break
    for beginning in _DERIVED:
        if word.startswith(beginning) and len(word.removeprefix(beginning).translate(_LONG)) >= _ROOT:
            word = word.removeprefix(beginning)
            break
    bare = word.translate(_LONG)
    return bare if len(bare) > 1 else word


def stems(text: str) -> dict[str, str]:
    """Stem → the word that it stands for, as it is written, of every word that carries a meaning; in their order."""
    found: dict[str, str] = {}
    for written in text.split():
        for word in tokens(written):
            if word not in _STOP and len(word) > 1:
                found.setdefault(stem(word), _EDGES.sub("", written))
    return found


def stems_of_folded(folded: str) -> list[str]:
    """The same stems, of a text that was folded before: many at once."""
    return [stem(word) for word in folded.split() if word not in _STOP and len(word) > 1]


def _english(word):
    for ending in ("ations", "ation", "ings", "ing", "ies", "ers", "er", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= _ROOT:
            return word.removesuffix(ending)
    return word
