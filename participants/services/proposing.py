"""Pairs that may be one person, for whoever reviews them: what the machine finds, less what people said of it."""

from dataclasses import dataclass

from accounts.rights import programmes_where
from participants.models import Person
from participants.services import kept_pairs
from participants.services.directory import Listed, listed
from participants.services.duplicates import Pair, similar_people
from participants.services.not_same import not_same_pairs


@dataclass(frozen=True)
class Proposal:
    """Two lines of the directory; `score` 0–100, `why` in words."""

    first: Listed
    second: Listed
    score: float
    why: str

    @property
    def sides(self) -> tuple[Listed, Listed]:
        """For templates."""
        return (self.first, self.second)


def proposed_pairs(*, user) -> list[Pair]:
    """Likeliest first, among the people of the programmes in which the reader may write people, without those of whom
    it is remembered that they are two. A small directory is compared anew each time, a large one once for all readers.
    """
    readable, written = (programmes_where(user, "person", letter) for letter in "rw")
    is_large = bool(written) and kept_pairs.is_large()
    pairs = kept_pairs.kept_pairs() if is_large else similar_people(user)
    if not pairs:
        return []
    if is_large or readable != written:
        people = Person.objects.standing_in(written).current()
        mine = set(people.order_by().values_list("pk", flat=True))
        pairs = [pair for pair in pairs if pair.first in mine and pair.second in mine]
    different = not_same_pairs()
    return [pair for pair in pairs if frozenset((pair.first, pair.second)) not in different]


def shown_pairs(*, user, pairs: list[Pair]) -> list[Proposal]:
    """These few (a page) with what the reader sees of both, in three queries."""
    keys = {key for pair in pairs for key in (pair.first, pair.second)}
    people = Person.objects.filter(pk__in=keys).without_contacts().select_related("category", "home_district")
    lines = {line.person.pk: line for line in listed(user=user, people=list(people))}
    return [Proposal(lines[pair.first], lines[pair.second], pair.score, pair.why) for pair in pairs]
