"""The places in texts where a person is spelt, as somebody looks at them before they are replaced."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from forums.models import Programme
from reports.services.erasure.columns import Column, changed_strings, strings, word_columns
from reports.services.erasure.spellings import STRENGTHS, WHOLE, WORD, Match, Spellings, language_of

#: Letters of the text around a place that are shown.
_AROUND = 50
#: Of one text so many places are shown; they are decided together.
_SHOWN = 3
#: One word alone that stands in more texts than these is anybody's: it is not offered.
MOST_OF_A_WORD = 40
#: Rows that are read at a time.
_BATCH = 500


@dataclass(frozen=True)
class Snippet:
    """The words that were found, and what stands around them where the reader may read it."""

    before: str
    words: str
    after: str

    @property
    def language(self) -> str:
        """Of the text, for its `lang` on a page in the other one."""
        return language_of(self.before + self.words + self.after)


@dataclass(frozen=True)
class Place:
    """One text of one row in which one strength of spelling was found: decided as a whole.

    `is_shown` is False where the reader may not read the text: there a whole name is replaced and nothing else.
    """

    column: Column
    pk: object
    row: str
    strength: str
    snippets: tuple[Snippet, ...]
    count: int
    is_shown: bool = True
    #: of the forum or recommendation that the text belongs to, where there is one
    code: str = ""

    @property
    def key(self) -> str:
        """«forums.Output.text:<public id>:part»: what a page sends back and the list of erasures holds."""
        return f"{self.column.label}:{self.row}:{self.strength}"

    @property
    def is_certain(self) -> bool:
        """Replaced unless somebody says that it is another person's."""
        return self.strength == WHOLE


def find_places(spellings: Spellings, programmes) -> list[Place]:
    """All of them, in the texts of these programmes and in those of none."""
    chosen = Programme.objects.filter(pk__in=programmes)
    found = []
    for column in word_columns():
        for pk, row, value in read_values(column, chosen):
            found += _in_value(spellings, column, pk, row, value)
    return found


def places_for(user, spellings: Spellings, programmes) -> tuple[list[Place], int]:
    """(what this reader decides about, how many texts hold one word of the name that is too common to be offered)."""
    found = find_places(spellings, programmes)
    by_column: dict[Column, list[Place]] = {}
    for place in found:
        by_column.setdefault(place.column, []).append(place)
    shown = []
    for column, places in by_column.items():
        readable = column.shown_to(user, {place.pk for place in places})
        codes = column.codes(readable)
        for place in places:
            if place.pk in readable:
                shown.append(replace(place, code=codes.get(place.pk, "")))
            elif place.is_certain:
                shown.append(replace(place, snippets=(), is_shown=False))
    words = [place for place in shown if place.strength == WORD]
    common = len(words) if len(words) > MOST_OF_A_WORD else 0
    if common:
        shown = [place for place in shown if place.strength != WORD]
    return sorted(shown, key=lambda place: STRENGTHS.index(place.strength)), common


def read_values(column: Column, programmes) -> Iterator[tuple]:
    """(primary key, name of the row, its value) of a column; JSON that was stored as text is opened."""
    rows = column.rows(programmes).values_list("pk", column.key, column.name)
    last = None
    # No open cursor: what cannot be deciphered is raised in the middle, and the transaction must be able to end.
    while batch := list((rows if last is None else rows.filter(pk__gt=last))[:_BATCH]):
        last = batch[-1][0]
        for pk, row, value in batch:
            if value:
                yield pk, str(row), opened(value)


def opened(value):
    """JSON behind a text, since there Arabic letters may be written as escapes; other values as they are."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def replaced(value, spellings: Spellings, strengths, words_for: Callable[[str], str]):
    """The value with other words in each place of these strengths; `words_for(text)` says which, by the text."""

    def change(text):
        parts, last = [], 0
        for match in spellings.find(text):
            if match.strength in strengths:
                parts += [text[last : match.start], words_for(text)]
                last = match.end
        return "".join([*parts, text[last:]])

    return changed_strings(value, change)


def _in_value(spellings, column, pk, row, value) -> list[Place]:
    found: dict[str, list[tuple[str, Match]]] = {}
    for text in strings(value):
        for match in spellings.find(text):
            found.setdefault(match.strength, []).append((text, match))
    return [
        Place(
            column,
            pk,
            row,
            strength,
            tuple(_snippet(text, match, column.hidden) for text, match in places[:_SHOWN]),
            len(places),
        )
        for strength, places in found.items()
    ]


def _snippet(text, match, hidden) -> Snippet:
    words = text[match.start : match.end]
    if hidden:
        return Snippet("", words, "")
    before, after = text[: match.start], text[match.end :]
    return Snippet(
        ("…" if len(before) > _AROUND else "") + before[-_AROUND:],
        words,
        after[:_AROUND] + ("…" if len(after) > _AROUND else ""),
    )
