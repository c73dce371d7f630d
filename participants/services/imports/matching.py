"""Who of the directory may be meant by the names of a whole sheet: a few questions for all of them together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import override

from accounts.rights import programmes_where
from common.arabic import Name, asked_keys, fold
from participants.models import NameKey, Person
from participants.services.duplicates import similar_pairs
from participants.services.imports.kinds import Meant
from participants.services.likeness import LEAST_SCORE, compare_entries
from participants.services.standing import those_standing

#: From this score on two complete names are one name.
SAME = 100.0
#: So many keys in one question, and so many who may be meant by one row.
_AT_ONCE, _MOST = 10_000, 5


@dataclass(frozen=True)
class Known:
    """Somebody with his name, ready to be compared."""

    pk: int
    public_id: str
    name: Name


def writable_people(user):
    """Those who stand where the reader writes people: nobody else is ever proposed."""
    return Person.objects.standing_in(programmes_where(user, "person", "w")).current()


def writable_among(user, pks: Iterable[int]) -> set[int]:
    """Of these primary keys those of `writable_people`, however many there are."""
    standing = sorted(those_standing(pks, programmes_where(user, "person", "w")))
    found: set[int] = set()
    for some in in_chunks(standing):
        found.update(Person.objects.current().filter(pk__in=some).values_list("pk", flat=True))
    return found


def who_may_be_meant(*, user, names: list[str]) -> list[list[tuple[int, Meant]]]:
    """For each name those who may be meant, likeliest first, with their primary keys: as if nobody else were there."""
    typed = {text: Name.of(text) for text in dict.fromkeys(names) if text}
    asked = {text: asked_keys(name) | {name.folded} for text, name in typed.items()}
    held = _holders({key for keys in asked.values() for key in keys})
    known = _known({pk for people in held.values() for pk in people})
    scored: dict[str, list[_Scored]] = {}
    with override("en"):
        for text, name in typed.items():
            near = {pk for key in asked[text] for pk in held.get(key, ())}
            scored[text] = _alike(name, (known[pk] for pk in near if pk in known))
    # Only of those who are alike it is asked where they stand, and nobody is cut off before.
    alike = {one.pk for some in scored.values() for one in some}
    mine = those_standing(alike, programmes_where(user, "person", "w"))
    found = {text: [one for one in some if one.pk in mine][:_MOST] for text, some in scored.items()}
    return [
        [(one.pk, Meant(one.public_id, -one.less, one.why)) for one in found.get(text, ())] for text in names
    ]


@dataclass
class Match:
    """Who a row is: `pk` alone, or nobody, or to be decided among `meant`.

    `twin` is an earlier row of the same name, or of nearly the same one: then `like` says why, as it is written in English.
    """

    pk: int | None = None
    meant: list[Meant] = field(default_factory=list)
    twin: int | None = None
    like: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody has to decide."""
        return self.pk is None and bool(self.meant or self.twin is not None)


def match_rows(*, user, names: list[str], remembered: dict[int, int]) -> list[Match]:
    """Who each row is (an empty name: a row that is wrong). `remembered`: place → who it was when the file was taken in before.

    Of one name and nobody else of that name it is he; whatever is less clear is left to somebody. So is somebody new who is
    named nearly as an earlier row is: one person, entered twice, or two.
    """
    seen: dict[str, int] = {}
    taken: set[int] = set(remembered.values())
    matches = []
    for place, found in enumerate(who_may_be_meant(user=user, names=names)):
        key = fold(names[place]).replace(" ", "")
        if place in remembered:
            seen.setdefault(key, place)
            matches.append(Match(remembered[place]))
            continue
        twin = seen.setdefault(key, place) if key else place
        same = [pk for pk, meant in found if meant.score >= SAME]
        if twin == place and len(same) == 1 and same[0] not in taken:
            taken.add(same[0])
            matches.append(Match(same[0]))
        else:
            matches.append(Match(None, [meant for _pk, meant in found], None if twin == place else twin))
    with override("en"):
        for pair in similar_pairs((place, name) for place, name in enumerate(names) if name):
            match = matches[pair.second]
            # The likeliest comes first.
            if match.pk is None and not match.is_doubtful:
                match.twin, match.like = pair.first, str(pair.why)
    return matches


class _Scored(NamedTuple):
    """Sorts as people are proposed: the highest score first, then by name."""

    less: float
    folded: str
    pk: int
    public_id: str
    why: str


def _alike(name, people) -> list[_Scored]:
    scored = []
    for one in people:
        score, why = compare_entries(name, one.name)
        if score >= LEAST_SCORE:
            scored.append(_Scored(-score, one.name.folded, one.pk, one.public_id, str(why)))
    scored.sort()
    return scored


def _holders(keys) -> dict[str, set[int]]:
    """Key → who has it."""
    found = defaultdict(set)
    for some in in_chunks(sorted(keys)):
        rows = NameKey.objects.filter(folded__in=some, person__merged_into=None, person__erased_at=None)
        for key, person in rows.values_list("folded", "person_id"):
            found[key].add(person)
    return found


def _known(keys) -> dict[int, Known]:
    found = {}
    columns = ("pk", "public_id", "name_ar", "known_as", "folded", "folded_bare")
    for some in in_chunks(sorted(keys)):
        rows = Person.objects.current().filter(pk__in=some).values_list(*columns)
        for pk, public_id, name_ar, known_as, folded, bare in rows:
            found[pk] = Known(pk, str(public_id), Name(name_ar or known_as, folded, bare))
    return found


def in_chunks(items: list) -> Iterator[list]:
    """Lists that a database takes at once."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
