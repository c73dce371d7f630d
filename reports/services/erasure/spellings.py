"""How a person may be spelt, and where a text spells him. Spellings are kept as keyed hashes, never as names.

So the same object serves the act itself and, years later, its replay from the list of erasures, which tells nobody a
name. Three strengths: WHOLE, the whole name in any spelling or a contact; PART, some words of it; WORD, one word.
"""

import hashlib
import hmac
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from common.arabic import fold_bare, spans, tokens, weak_key

WHOLE, PART, WORD = STRENGTHS = ("whole", "part", "word")
#: Between two names they may stand or be left out.
_LINKS = {"بن", "ابن", "بنت", "ابنه", "ال", "bin", "ben", "ibn", "bint", "al", "el"}
#: Letters that a run must begin with before it is looked at any further.
_START = 3
#: A longer name than this has only its beginning and end taken apart.
_MOST_WORDS = 7
#: Words of a text that a spelling may take: «عبد الرحمن نور الدين بن …».
_LONGEST = 14
_MIN_DIGITS, _NATIONAL_DIGITS, _MIN_LETTERS = 7, 9, 3


@dataclass(frozen=True)
class Match:
    """One place in a text."""

    start: int
    end: int
    strength: str


class Spellings:
    """The spellings of one person under one key. `listed()` is what may be written down of them."""

    def __init__(self, key: bytes, listed: dict[str, list[str]] | None = None):
        self._key = key
        self._known: dict[str, str] = {}
        self._starts: set[str] = set()
        self._hashes: dict[str, str] = {}
        self._unlisted: set[str] = set()
        for strength in STRENGTHS:
            for mark in (listed or {}).get(strength, []):
                self._known.setdefault(mark, strength)
        self._starts.update((listed or {}).get("starts", []))

    def add_person(self, person) -> None:
        """What a row of the directory tells: names in both languages, the office he is known by, contacts."""
        for name in (person.name_ar, person.name_en):
            for strength, key in _of_name(name):
                self._add(key, strength)
        # An office may be held by others: somebody looks at each place.
        for key in _joined(tokens(person.known_as), fold_bare(person.known_as).split()):
            self._add(key, PART)
        for key in _of_contacts(person):
            self._add(key, WHOLE, listed=False)

    def listed(self) -> dict[str, list[str]]:
        """The hashes by strength; contacts are left out, since so few digits could be guessed."""
        found: dict[str, list[str]] = {strength: [] for strength in STRENGTHS}
        for mark in sorted(set(self._known) - self._unlisted):
            found[self._known[mark]].append(mark)
        return found | {"starts": sorted(self._starts)}

    def find(self, text: str) -> list[Match]:
        """Places in their order, none within another: of those that overlap the stronger, then the longer one."""
        words = spans(text)
        found = [match for first in range(len(words)) for match in self._from(words, first)]
        found.sort(key=lambda match: (STRENGTHS.index(match.strength), match.start - match.end, match.start))
        taken: list[Match] = []
        for match in found:
            if all(match.end <= other.start or other.end <= match.start for other in taken):
                taken.append(match)
        return sorted(taken, key=lambda match: match.start)

    def _from(self, words, first) -> Iterator[Match]:
        for face in ("fold", "bare"):
            key = getattr(words[first], face)
            if key is None:
                continue
            for text, start in key.readings():
                yield from self._runs(words, first, face, text, start)

    def _runs(self, words, first, face, joined, start):
        for last in range(first, min(first + _LONGEST, len(words))):
            if last > first:
                key = getattr(words[last], face)
                if key is None or key.text in _LINKS:
                    continue
                joined += key.text
            if len(joined) >= _START and self._hash(joined[:_START]) not in self._starts:
                return
            # The folded key of «Salem's» has no apostrophe any more.
            for spelt in (joined, joined.removesuffix("s") if joined.isascii() else joined):
                if strength := self._known.get(self._hash(spelt)):
                    yield Match(start, words[last].end, strength)
                    break

    def _add(self, key, strength, *, listed=True):
        mark = self._hash(key)
        if not listed and mark not in self._known:
            self._unlisted.add(mark)
        earlier = self._known.get(mark, strength)
        self._known[mark] = min(earlier, strength, key=STRENGTHS.index)
        self._starts.add(self._hash(key[:_START]))

    def _hash(self, text) -> str:
        if text not in self._hashes:
            # Ten digits: none is met by chance, and several names fit one.
            self._hashes[text] = hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:10]
        return self._hashes[text]


def language_of(text: str) -> str:
    """ "ar" or "en": the language that most letters of a text are of."""
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    other = sum(not letter.isascii() and letter.isalpha() for letter in text)
    return "en" if latin > other else "ar"


def _of_name(name) -> Iterator[tuple[str, str]]:
    """(strength, key) of a name: all its words; some of them in their order, or family name first; one."""
    words = [word for word in tokens(name) if word not in _LINKS]
    bare = [word for word in fold_bare(name).split() if word not in _LINKS]
    weak = weak_key(" ".join(words)).split()
    if not words:
        return
    whole = WHOLE if len(words) > 1 else WORD
    yield from ((whole, key) for key in _joined(words, bare))
    yield from ((PART if len(words) > 1 else WORD, key) for key in _joined(weak))
    # «وحيد عبد الولي» may be called «وحيد الولي»: also what a compound name is made of.
    single = [word.fold.text for word in spans(name) if word.fold.text not in _LINKS]
    for face in (words, bare, weak, single):
        # The parts of «عبد الله» together are one word, which many are called.
        yield from ((PART, key) for key in _joined(*_some_of(face)) - {*words, *bare, *weak})
    for word in {words[0], words[-1]}:
        if len(word) >= _MIN_LETTERS:
            yield WORD, word


def _some_of(words) -> Iterable[list[str]]:
    """Two words or more in their order, less than all; and the last before the first, as lists have it."""
    if len(words) < 2:
        return []
    chosen: Iterable = [words[-1:] + words[:1]]
    if len(words) > _MOST_WORDS:
        return [*chosen, words[:2], words[:3], words[:1] + words[-1:], words[-2:]]
    return itertools.chain(
        chosen, *(map(list, itertools.combinations(words, size)) for size in range(2, len(words)))
    )


def _joined(*faces) -> set[str]:
    """Without blanks, since «نور الدين» and «نورالدين» are one name; what is too short to tell anybody is left out."""
    return {key for face in faces if len(key := "".join(face)) >= _MIN_LETTERS}


def _of_contacts(person) -> Iterator[str]:
    digits = "".join(letter for letter in "".join(tokens(person.phone)) if letter.isdigit())
    if len(digits) >= _MIN_DIGITS:
        national = digits[-_NATIONAL_DIGITS:]
        yield from {digits, national, f"0{national}", f"00{digits}"}
    if mail := "".join(tokens(person.email)):
        yield mail
