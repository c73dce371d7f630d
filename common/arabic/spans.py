"""Where words stand in a text, each with its keys for matching: for finding a name and writing something in its place."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from .folding import _HAMZA, _TABLE, _carriers_as_hamza, _decomposed

#: A run without blanks; an English genitive («Salem's») stands apart, so that the name before it is a word.
_CHUNK = re.compile(r"\S+?(?=['’]s\b)|\S+")
#: Letters that are written onto the word after them: «وسالم», «لسالم», «ولسالم».
_GLUED = ("و", "ف", "ب", "ل", "ك")
_ARTICLE, _LAM_ARTICLE = "ال", "لل"
_MIN_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Key:
    """A key of one word; `at` has, for each of its letters, where that letter stands in the text."""

    text: str
    at: tuple[int, ...]

    def readings(self) -> list[tuple[str, int]]:
        """(key, start) of the word as written, then less what may be glued before a name."""
        found, position = [(self.text, self.at[0])], 0
        while position < 2 and self.text[position : position + 1] in _GLUED:
            rest = self.text[position:]
            if rest.startswith(_LAM_ARTICLE) and len(rest) > _MIN_LETTERS + 1:
                found.append((_ARTICLE + rest[2:], self.at[position + 1]))
            position += 1
            if len(self.text) - position >= _MIN_LETTERS:
                found.append((self.text[position:], self.at[position]))
        return found


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it ends, and its keys as `fold` and as `fold_bare` make them (None: nothing is left)."""

    end: int
    fold: Key
    bare: Key | None


def spans(text: str) -> list[Word]:
    """The words of a text in their order. Unlike in `tokens`, «عبد الله» stays two words."""
    return [
        _moved(word, chunk.start()) for chunk in _CHUNK.finditer(text) for word in _words_of(chunk.group())
    ]


@lru_cache(maxsize=50_000)
def _words_of(chunk):
    """Words of a run without blanks, by positions in it. Most texts repeat most of their words."""
    words, letters, bare_letters, end = [], [], [], 0
    for start, cluster in _clusters(chunk):
        key = _decomposed(cluster).translate(_TABLE)
        if " " in key:
            _close(words, letters, bare_letters, end)
            letters, bare_letters = [], []
            continue
        bare = _decomposed(_carriers_as_hamza(cluster).replace(_HAMZA, "")).translate(_TABLE)
        letters += [(letter, start) for letter in key]
        bare_letters += [(letter, start) for letter in bare]
        end = start + len(cluster)
    _close(words, letters, bare_letters, end)
    return tuple(words)


def _close(words, letters, bare_letters, end):
    if letters:
        words.append(Word(end, _key(letters), _key(bare_letters) if bare_letters else None))


def _key(letters):
    return Key("".join(letter for letter, _ in letters), tuple(start for _, start in letters))


def _clusters(chunk):
    """(start, letter with the marks on it): normalisation works on these alike as on the whole."""
    start = 0
    for position in range(1, len(chunk) + 1):
        if position == len(chunk) or unicodedata.category(chunk[position]) not in {"Mn", "Me", "Cf"}:
            yield start, chunk[start:position]
            start = position


def _moved(word, by):
    return Word(word.end + by, _key_moved(word.fold, by), word.bare and _key_moved(word.bare, by))


def _key_moved(key, by):
    return Key(key.text, tuple(start + by for start in key.at)) if by else key
