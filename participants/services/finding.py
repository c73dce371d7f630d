"""Whose names are like a typed one, among those whom the reader sees: by keys, however large the directory is."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from accounts.rights import programmes_where
from common.arabic import Name, asked_beginning, asked_keys, asked_words
from participants.models import NameKey, Person
from participants.models.name_keys import beginning_with, beginning_with_any
from participants.models.persons import CONTACTS
from participants.models.standing import STANDS_BY
from participants.services.likeness import LEAST_SCORE, compare

MIN_LETTERS = 2
#: From so many words on a name is looked up as a whole: typed from its front, it is found before it is complete.
COMPLETE = 3
#: The least score of somebody who holds all that was typed.
HELD = 91.0
#: Of a name that is being typed so many are scored before it is asked who is visible.
AT_FIRST = 100
_COLUMNS = ("pk", "name_ar", "known_as", "folded", "folded_bare")


class Found(NamedTuple):
    """Somebody who may be meant: `score` 0–100, `why` in words."""

    person: Person
    score: float
    why: str


class _Scored(NamedTuple):
    """Sorts as people are proposed: the highest score first, then by name."""

    less: float
    folded: str
    pk: int
    why: str


def likest(user, name: str, limit: int) -> list[Found]:
    """Those whom `user` sees whose names are like this one, best first, at most so many.

    Names are scored first and only then it is asked who is visible, from the best on: asking is dear. Nobody is cut off
    before it was asked, so that nothing depends on people whom the reader does not see.
    """
    typed = Name.of(name)
    if len(typed.tight) < MIN_LETTERS:
        return []
    asked = Q(folded__in=asked_keys(typed))
    is_complete = len(typed.weak) >= COMPLETE
    if is_complete:
        asked |= beginning_with("folded", asked_beginning(typed))
    keys = NameKey.objects.filter(asked, person__merged_into__isnull=True, person__erased_at__isnull=True)
    scored = _scored(typed, keys.values_list(*(f"person__{name}" for name in _COLUMNS)))
    known: dict[int, Person | None] = {}
    people = Person.objects.current()
    for rows in () if is_complete else _holding(people, typed):
        if sum(-one.less >= HELD for one in scored.values()) >= limit:
            found = _best(user, scored, limit, known)
            # What comes now is at most as good as these: names that hold what was typed.
            if len(found) == limit and found[-1].score >= HELD:
                return found
        ordered = rows.order_by("folded", "pk")
        some = _scored(typed, _columns(ordered)[:AT_FIRST])
        if len(some) == AT_FIRST and len(_best(user, some, limit, known)) < limit:
            some = _scored(typed, _columns(ordered & Person.objects.visible_to(user))[:limit])
        scored |= some
    return _best(user, scored, limit, known)


def _scored(typed, rows) -> dict[int, _Scored]:
    """By primary key those who are like enough."""
    found = {}
    for pk, name_ar, known_as, folded, bare in set(rows):
        score, why = compare(typed, Name(name_ar or known_as, folded, bare))
        if score >= LEAST_SCORE:
            found[pk] = _Scored(-score, folded, pk, why)
    return found


def _columns(people):
    return people.values_list(*_COLUMNS)


def _best(user, scored, limit, known) -> list[Found]:
    """The best of them whom the reader sees, at most so many; `known` keeps who was asked for already."""
    found: list[Found] = []
    waiting = sorted(scored.values())
    for start in range(0, len(waiting), 2 * limit):
        some = waiting[start : start + 2 * limit]
        if new := [one.pk for one in some if one.pk not in known]:
            known |= dict.fromkeys(new) | seen_of(user, new)
        found += [Found(person, -one.less, one.why) for one in some if (person := known[one.pk])]
        if len(found) >= limit:
            break
    return found[:limit]


def seen_of(user, keys: list[int]) -> dict[int, Person]:
    """Of these few (primary keys) those whom the user sees, without contacts: the people of `visible_to`, by questions that take
    less time to put than that one does."""
    programmes = programmes_where(user, "person", "r")
    if not programmes:
        return {}
    # By subquery and not by join, so that an index answers.
    merged = Person.objects.filter(merged_into__in=keys)
    chains = Q(pk__in=keys) | Q(merged_into__in=keys) | Q(merged_into__in=merged.values("pk"))
    people = {person.pk: person for person in Person.objects.defer(*CONTACTS).filter(chains)}
    heads = {}
    for pk in people:
        heads[pk] = pk
        while heads[pk] not in keys:
            heads[pk] = people[heads[pk]].merged_into_id
    rows = [
        Person._meta.get_field(relation)
        .related_model.objects.filter(**{"person__in": list(heads), f"{path}__in": programmes})
        .order_by()
        .values_list("person", flat=True)
        for relation, path in STANDS_BY.items()
    ]
    return {heads[pk]: people[heads[pk]] for pk in rows[0].union(*rows[1:])}


def _holding(people, typed):
    """People whose names hold the one or two words typed, the last maybe not to its end; first who begins with them."""
    keys, words = NameKey.objects.order_by(), asked_words(typed)
    yield people.filter(beginning_with("folded", typed.folded))
    if not words:
        return
    *whole, last = words
    held = [Q(folded__in=forms) for forms in whole] + [beginning_with_any("folded", last)]
    # One word is looked up, the others are asked of whom it gives: of those that are complete the longest, mostly the rarest.
    first = max(range(len(held)), key=lambda place: (place < len(whole), max(map(len, words[place]))))
    people = people.filter(pk__in=keys.filter(held.pop(first)).values("person"))
    for condition in held:
        people = people.filter(Exists(keys.filter(condition, person=OuterRef("pk"))))
    yield people
