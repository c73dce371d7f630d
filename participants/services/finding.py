"""Whose names are like a typed one, among those whom the reader sees: by keys, however large the directory is."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Q

from accounts.rights import programmes_where
from common.arabic import Name, asked_beginning, asked_keys, asked_words
from common.prepared import Prepared
from participants.models import NameKey, Person
from participants.models.name_keys import ByLetters, beginning_with, beginning_with_any
from participants.models.persons import CONTACTS
from participants.services.likeness import LEAST_SCORE, compare
from participants.services.standing import those_standing

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
    is_complete = len(typed.weak) >= COMPLETE
    beginning = {"beginning": asked_beginning(typed)} if is_complete else {}
    scored = _scored(typed, _keyed(keys=asked_keys(typed), **beginning))
    known: dict[int, Person | None] = {}
    for ask, values in () if is_complete else _holding(typed):
        if sum(-one.less >= HELD for one in scored.values()) >= limit:
            found = _best(user, scored, limit, known)
            # What comes now is at most as good as these: names that hold what was typed.
            if len(found) == limit and found[-1].score >= HELD:
                return found
        some = _scored(typed, ask(**values))
        if len(some) == AT_FIRST and len(_best(user, some, limit, known)) < limit:
            programmes = programmes_where(user, "person", "r")
            some = _scored(typed, ask(**values, programmes=programmes)[:limit])
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
    """Of these few (primary keys) those whom the user sees, without contacts: the people of `visible_to`."""
    seen = those_standing(keys, programmes_where(user, "person", "r"))
    return {person.pk: person for person in _people(people=seen)}


def _holding(typed) -> Iterator[tuple[Prepared, dict]]:
    """Questions for people whose names hold the one or two words typed, the last maybe not to its end, with their values;
    first for who begins with them.
    """
    yield _beginning, {"beginning": typed.folded}
    *whole, last = asked_words(typed) or [()]
    if last:
        yield _with_words, {"last": last, **({"whole": whole[0]} if whole else {})}


@Prepared
def _keyed(keys, beginning=None):
    asked = Q(folded__in=keys)
    if beginning:
        asked |= beginning_with("folded", beginning)
    people = NameKey.objects.filter(asked, person__merged_into__isnull=True, person__erased_at__isnull=True)
    return people.values_list(*(f"person__{name}" for name in _COLUMNS))


def _first(people, programmes):
    """The first of these by name, of everybody or of those who stand in these programmes."""
    if programmes:
        people = people & Person.objects.standing_in(programmes)
    return people.current().order_by(ByLetters("folded"), "pk").values_list(*_COLUMNS)[:AT_FIRST]


@Prepared
def _beginning(beginning, programmes=None):
    return _first(Person.objects.filter(beginning_with("folded", beginning)), programmes)


@Prepared
def _with_words(last, whole=None, programmes=None):
    keys = NameKey.objects.order_by()
    begins = keys.filter(beginning_with_any("folded", last))
    if not whole:
        return _first(Person.objects.filter(pk__in=begins.values("person")), programmes)
    # Of two frequent words the keys are laid upon each other first: fewer rows than to ask each person for his words.
    both = keys.filter(folded__in=whole).values("person").intersection(begins.values("person"))
    return _first(Person.objects.filter(pk__in=both), programmes)


@Prepared
def _people(people):
    return Person.objects.filter(pk__in=people).defer(*CONTACTS)
