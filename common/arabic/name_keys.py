"""Keys by which a name finds others that may be meant: to look by, never to decide."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

# That of functools takes a lock, which a pass over a large directory pays 200,000 times.
from django.utils.functional import cached_property

from .folding import both_folds, matches, weakened

#: Words of a name that keys are made of; the rest is compared only.
MOST_WORDS = 6
#: A key longer than this is left out: no name has such a word.
MOST_LETTERS = 100
#: Letters that one hears alike and writes one for the other: ض ظ, ذ ز, ص س, ث س, ط ت.
_SOUNDS = str.maketrans("ضذصثط", "ظزسست")
_VOWELS = str.maketrans("", "", "اويء")
#: «عبد» with the article glued to it begins so many names that only what follows tells them apart.
_SERVANT = "عبدال"
_DOUBLED = re.compile(r"(.)\1+")
_NOT_MARROW = str.maketrans("", "", "اويل")


@lru_cache(maxsize=100_000)
def skeleton(word):
    """The consonants of one folded word: «عبدالرحمان» and «عبدالرحمن», «فضل» and «فظل» meet, and so do «سالم» and «سليم».

    A vowel at the beginning stays, and so does a word of nothing else. What begins with «عبد» keeps that and the
    consonants of the name after its article. A doubled consonant counts once.
    """
    head = "عبد" if word.startswith(_SERVANT) else word[:1]
    rest = word[len(_SERVANT) if head == "عبد" else 1 :]
    letters = (head + rest.translate(_VOWELS)).translate(_SOUNDS)
    return _DOUBLED.sub(r"\1", letters)


@dataclass(frozen=True)
class Name:
    """A name with its keys, each made once: for comparing it with many."""

    text: str
    folded: str
    bare: str

    @classmethod
    def of(cls, text: str) -> "Name":
        """Of a text as it was typed."""
        return cls(text, *both_folds(text))

    @cached_property
    def words(self) -> list[str]:
        """The folded words, as `tokens` gives them."""
        return self.folded.split()

    @cached_property
    def weak(self) -> list[str]:
        """The words of `weak_key`."""
        return weakened(self.bare.split())

    @cached_property
    def loose(self) -> list[str]:
        """The same with hamzas told apart."""
        return weakened(self.words)

    @cached_property
    def tight(self) -> str:
        """As `tight_key`."""
        return self.folded.replace(" ", "")

    @cached_property
    def bones(self) -> tuple[str, ...]:
        """The consonants of each weak word, of the first so many."""
        return tuple(map(skeleton, self.weak[:MOST_WORDS]))

    @cached_property
    def weak_text(self) -> str:
        """As `weak_key`."""
        return " ".join(self.weak)

    @cached_property
    def marrow(self) -> str:
        """The consonants of all words in a row, less what an article or a space may add or take: «نور الدين», «نورالدين»."""
        row = "".join(self.bones).translate(_NOT_MARROW)
        return _DOUBLED.sub(r"\1", row)

    def is_same(self, other: "Name") -> bool:
        """`matches`, by keys that are there already."""
        if not self.tight:
            return False
        if self.tight == other.tight:
            return True
        is_near = self.bare.replace(" ", "") == other.bare.replace(" ", "")
        return is_near and matches(self.text, other.text)

    def is_weakly_same(self, other: "Name") -> bool:
        """`weakly_matches` of names that are not the same."""
        return bool(self.loose) and (self.loose == other.loose or self.weak == other.weak != [])


def stored_keys(name):
    """The keys of an entry: its words as they may be typed, and its consonants whole, less a word, at the ends.

    What begins with a sign is no word: `~` all consonants in a row, `=` whole, `^` the ends; with a blank: less a word.
    """
    bones = name.bones
    keys = {*name.words, *name.loose, *name.weak}
    if name.marrow:
        keys.add(f"~{name.marrow}")
    if len(bones) > 1:
        keys |= {_whole(bones), _ends(name)}
        keys |= {" ".join(rest) for rest in combinations(bones, len(bones) - 1) if len(rest) > 1}
    if len(bones) == 2:
        keys |= _with_a_slip(bones)
    return {key for key in keys if len(key) <= MOST_LETTERS}


def asked_keys(name):
    """The keys by which entries of complete names are found: the same, one word more, less or another, the same ends."""
    bones, keys = name.bones, set()
    if name.marrow:
        keys.add(f"~{name.marrow}")
    for length in range(2, len(bones) + 1):
        keys |= {_whole(some) for some in combinations(bones, length)}
    if len(bones) > 1:
        keys |= {_ends(name), " ".join(bones)}
        keys |= {" ".join(rest) for rest in combinations(bones, len(bones) - 1) if len(rest) > 1}
    if len(bones) == 2:
        keys |= _with_a_slip(bones)
    return keys


def asked_beginning(name):
    """How the key of a whole name begins that is typed from its front, the last word maybe not to its end."""
    return _whole(name.bones)


def asked_words(name):
    """For each word of the name the forms in which it stands among the keys; the last may be a beginning of one."""
    if len(name.loose) != len(name.weak):
        return [{word} for word in name.weak]
    return [{loose, weak} for loose, weak in zip(name.loose, name.weak, strict=True)]


def _whole(bones):
    return "=" + " ".join(bones)


def _ends(name):
    return f"^{skeleton(name.weak[0])} {skeleton(name.weak[-1])}"


def _with_a_slip(bones):
    """Of two words one differs, but not both in its first and in its last consonant."""
    one, other = bones
    return {
        *(f"{one} {other[:1]}-", f"{one} -{other[-1:]}"),
        *(f"{one[:1]}- {other}", f"-{one[-1:]} {other}"),
    }
