"""Ranks and titles parsed off the front of a name and kept apart. Neither ever tells a person's sex."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .folding import fold, tokens

RANK, QUALIFIER, TITLE = "rank", "qualifier", "title"
_WORD = re.compile(r"[^\s./\\،,:؛()\[\]]+")
_TRAILING_BRACKET = re.compile(r"\s*[(\[،,–-]\s*([^()\[\]،,–-]+?)\s*[)\]]?\s*$")
_EDGES = " \t\n./\\،,:؛-–"
# A title with one of these after it names an office («المحامي العام الأول»), not its bearer's profession.
_OFFICE_WORDS = set(tokens("العام عام العامة الأول القانوني العسكري السياسي الإعلامي"))
# A title and one more word, and nothing after it: places, not people.
_PLACES = {(fold("الشيخ"), fold("عثمان"))}
# Ranks that are also common given names: without the article or a slash after it, the word is the name.
_ALSO_GIVEN_NAMES = {fold("رائد"), fold("مساعد")}
_UNION_HEAD = fold("نقيب")
_UNION_MEMBERS = re.compile("^ال.+(ين|ون)$")
_UNION_MEMBERS_BROKEN = set(tokens("الأطباء الصيادلة العمال"))
_MIN_UNION_MEMBERS = 6


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name with what stood before it. ``rank``, ``qualifier``, ``title`` are the lists' own forms or None.

    ``rank_written`` and ``title_written`` keep the spelling of the source (a list may hold «الناشط» for «الناشطة»);
    ``original`` is the text untouched. ``name`` is never empty unless the text was.
    """

    rank: str | None
    qualifier: str | None
    title: str | None
    name: str
    original: str
    rank_written: str | None = None
    title_written: str | None = None


def _plain(word):
    """A folded word less the conjunction and preposition glued to it: والعميد → العميد, للواء → اللواء."""
    forms = [word]
    if word.startswith("و") and len(word) != 3:
        forms.append(word[1:])
    for form in tuple(forms):
        if form.startswith("لل"):
            forms += ["ال" + form[2:], "الل" + form[2:]]
        elif form.startswith(("بال", "كال", "فال")):
            forms.append(form[1:])
    return forms


def _bare(word):
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


class NameParser:
    """`parse_name` with its lists read once, for many names. Each list is of ``(canonical, [variants])``."""

    def __init__(self, ranks, qualifiers, titles):
        self._forms = {RANK: {}, QUALIFIER: {}, TITLE: {}}
        for kind, entries in ((RANK, ranks), (QUALIFIER, qualifiers), (TITLE, titles)):
            for canonical, variants in entries:
                for form in (canonical, *variants):
                    if key := self._key(kind, fold(form).split()):
                        self._forms[kind].setdefault(key, canonical)
        self._longest = max((len(key) for forms in self._forms.values() for key in forms), default=0)

    def parse(self, text):
        """The `ParsedName` of ``text``; where taking a rank or title off would leave no name, nothing is taken off."""
        words = list(_WORD.finditer(text))
        found = {RANK: [], QUALIFIER: [], TITLE: []}
        written = {RANK: [], QUALIFIER: [], TITLE: []}
        position = 0
        while position < len(words):
            hit = self._match(text, words, position, after_rank=bool(found[RANK]))
            if hit is None or position + hit[2] >= len(words):
                break
            kind, canonical, length, spelt = hit
            if canonical not in found[kind]:
                found[kind].append(canonical)
                written[kind].append(spelt)
            position += length
        name = text[words[position].start() :].strip(_EDGES) if words else text.strip(_EDGES)
        if found[RANK]:
            name = self._take_trailing_qualifier(name, found[QUALIFIER])
        return ParsedName(
            rank=" ".join(found[RANK]) or None,
            qualifier=" ".join(found[QUALIFIER]) or None,
            title=" ".join(found[TITLE]) or None,
            name=name,
            original=text,
            rank_written=" ".join(written[RANK]) or None,
            title_written=" ".join(written[TITLE]) or None,
        )

    @staticmethod
    def _key(kind, words):
        return tuple(map(_bare, words)) if kind == RANK else tuple(words)

    def _match(self, text, words, position, *, after_rank):
        """(kind, canonical, words used, as spelt) of the longest form at ``position``, or None."""
        rest = [fold(word.group()) for word in words[position:]]
        for first in _plain(rest[0]):
            if first != rest[0] and len(first) < 3 and not self._is_marked(text, words[position]):
                continue
            line = [first, *rest[1:]]
            for length in range(min(self._longest, len(line)), 0, -1):
                for kind in (RANK, QUALIFIER, TITLE) if after_rank else (RANK, TITLE):
                    canonical = self._forms[kind].get(self._key(kind, line[:length]))
                    if canonical and not self._is_trap(text, words[position], kind, line, length):
                        end = words[position + length - 1].end()
                        end += text.startswith(".", end)  # the full stop of «د.» is part of it
                        spelt = text[words[position].start() : end]
                        return kind, canonical, length, _unglued(spelt, rest[0], first)
        return None

    def _is_trap(self, text, word, kind, line, length):
        following = line[length] if length < len(line) else ""
        if kind == TITLE:
            is_office = length == 1 and len(line[0]) > 2 and following in _OFFICE_WORDS
            return is_office or tuple(line) in _PLACES
        if kind != RANK or length > 1:
            return False
        if _bare(line[0]) == _UNION_HEAD and _is_union(following):
            return True
        return line[0] in _ALSO_GIVEN_NAMES and not self._is_marked(text, word)

    @staticmethod
    def _is_marked(text, word):
        """Whether a full stop or slash follows: د. and عقيد/ are abbreviations or forms of address, not names."""
        return text[word.end() :].lstrip()[:1] in {".", "/", "\\"} and word.end() < len(text)

    def _take_trailing_qualifier(self, name, qualifiers):
        found = _TRAILING_BRACKET.search(name)
        canonical = found and self._forms[QUALIFIER].get(self._key(QUALIFIER, fold(found[1]).split()))
        if not canonical or not found.start():
            return name
        if canonical not in qualifiers:
            qualifiers.append(canonical)
        return name[: found.start()].rstrip(_EDGES)


def _is_union(word):
    return word in _UNION_MEMBERS_BROKEN or (
        len(word) >= _MIN_UNION_MEMBERS and _UNION_MEMBERS.match(word) is not None
    )


def _unglued(spelt, whole, plain):
    """``spelt`` less the glued letters that made ``whole`` out of ``plain``."""
    if whole == plain:
        return spelt
    if whole.endswith(plain):
        return spelt[len(whole) - len(plain) :]
    tail = spelt.removeprefix("و").removeprefix("لل")
    return ("الل" if plain.startswith("الل") else "ال") + tail


@lru_cache(maxsize=8)
def _parser(ranks, qualifiers, titles):
    return NameParser(ranks, qualifiers, titles)


def _frozen(entries):
    return tuple((canonical, tuple(variants)) for canonical, variants in entries)


def parse_name(text, ranks, qualifiers, titles):
    """`ParsedName` of ``text`` by lists of ``(canonical, [variants])``; for many names use `NameParser`.

    Offices («المحامي العام الأول»), the district «الشيخ عثمان» and the head of a union («نقيب المحامين») are no rank
    and no title of the person. Glued letters are read through: «للواء مطهر», «والعميد فضل», «ود. عبد القادر».
    """
    return parser_of(ranks, qualifiers, titles).parse(text)


def parser_of(ranks, qualifiers, titles):
    """The `NameParser` of these lists; one that was made before is taken again."""
    return _parser(_frozen(ranks), _frozen(qualifiers), _frozen(titles))


def strip_name_prefixes(text, ranks, qualifiers, titles):
    """The name alone, less rank, qualifier and title: see `parse_name`."""
    return parse_name(text, ranks, qualifiers, titles).name
