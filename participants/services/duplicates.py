"""Pairs of entries of the directory that may be one person. Proposals only: nothing is merged here."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import NamedTuple

from common.arabic import Name
from participants.models import Person
from participants.services.likeness import LEAST_SCORE, compare_entries


class Pair(NamedTuple):
    """Two primary keys, the smaller first; `score` 0–100; `why` in words, translated when shown."""

    first: int
    second: int
    score: float
    why: str


@contextmanager
def _without_collector():
    """Hundreds of thousands of names and keys are made and none of them points back: to look for rings among them, over and
    over, would take a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def similar_people(user, *, least: float = LEAST_SCORE) -> list[Pair]:
    """The pairs among people whom the reader sees, likeliest first: as if nobody else were in the directory."""
    return pairs_of(Person.objects.visible_to(user).current(), least=least)


@_without_collector()
def pairs_of(people, *, least: float = LEAST_SCORE) -> list[Pair]:
    """The pairs among those of these people (a queryset) who have a name, likeliest first."""
    rows = people.exclude(name_ar="").order_by("pk").values_list("pk", "name_ar", "folded", "folded_bare")
    return _pairs([(pk, Name(text, folded, bare)) for pk, text, folded, bare in rows.iterator()], least)


@_without_collector()
def similar_pairs(rows: Iterable[tuple[int, str]], *, least: float = LEAST_SCORE) -> list[Pair]:
    """The pairs among (primary key, name), likeliest first, then by keys: the same for the same rows in any order.

    Only names that share a key are compared, so the time grows with the names and not with their square. Names without
    a letter, and names of one word that are not the same, make no pair.
    """
    return _pairs([(pk, Name.of(text)) for pk, text in sorted(rows)], least)


def _pairs(entries, least) -> list[Pair]:
    names = [name for _, name in entries]
    found: list[Pair] = []
    for one, other in sorted(_sharing_a_key(names)):
        score, why = compare_entries(names[one], names[other])
        if score >= least:
            found.append(Pair(entries[one][0], entries[other][0], score, why))
    found.sort(key=lambda pair: (-pair.score, pair.first, pair.second))
    return found


def _sharing_a_key(names) -> set[tuple[int, int]]:
    """Places of names that have a key in common, the smaller first."""
    found = set(_shorter(names))
    for keys_of in (_whole, _all_but_a_slip):
        # Most keys are of one name alone, and a number takes less room than a list or the key itself.
        first: dict[int, int] = {}
        blocks: dict[int, list[int]] = {}
        for place, name in enumerate(names):
            for key in keys_of(name):
                before = first.setdefault(key, place)
                if before != place:
                    blocks.setdefault(key, [before]).append(place)
        for block in blocks.values():
            # Places come in their order; a name that has one key twice is in its block twice in a row.
            found.update(combinations(dict.fromkeys(block), 2))
    return found


def _whole(name) -> list[int]:
    """Keys of names that are the same but for sounds, articles and spaces."""
    bones = hash(name.bones or (name.tight,))
    return [bones, hash((name.marrow,))] if name.marrow else [bones]


def _all_but_a_slip(name) -> list[int]:
    """Keys of names of which one word differs, but not both in its first and in its last consonant."""
    bones, keys = name.bones, []
    for place, word in enumerate(bones if len(bones) > 1 else ()):
        rest = hash((*bones[:place], place, *bones[place + 1 :]))
        keys += (hash((rest, word[:1], 0)), hash((rest, word[-1:], 1)))
    return keys


def _shorter(names) -> Iterator[tuple[int, int]]:
    """Places of a name and of one that lacks some of its words, but not the first."""
    whole: dict[tuple[str, ...], list[int]] = {}
    for place, name in enumerate(names):
        if len(name.bones) > 1:
            whole.setdefault(name.bones, []).append(place)
    for bones, longer in whole.items():
        shorter = {(bones[0], bones[-1])} if len(bones) > 2 else set()
        for length in range(2, len(bones) - 1):
            shorter |= {(bones[0], *rest) for rest in combinations(bones[1:], length)}
        for key in shorter:
            for one in whole.get(key, ()):
                yield from ((min(one, other), max(one, other)) for other in longer)
