"""Two entries side by side: what somebody looks at who decides whether they are one person."""

from dataclasses import dataclass, field

from django.db.models import Q

from participants.models import Consent, Person
from participants.models.standing import STANDS_BY
from participants.privacy import name_of
from participants.services.not_same import not_same_pairs
from participants.services.posts import Period, attendances_seen, posts_over_time
from participants.services.unmerging import merges_seen


@dataclass
class Side:
    """One of the two. `spellings`: under which names others were entered who were merged into this entry."""

    person: Person
    spellings: list[str] = field(default_factory=list)
    posts: list[Period] = field(default_factory=list)
    forums: list = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name for an office that may see the person."""
        return name_of(self.person)


@dataclass
class Pair:
    """Both, and what is known about the two together."""

    first: Side
    second: Side
    is_not_same: bool
    #: codes of forums on whose list both stand: two lines of one list are two people
    both_at: list[str]

    @property
    def sides(self) -> tuple[Side, Side]:
        """For templates."""
        return (self.first, self.second)


def read_programmes(people: list[Person]) -> dict[int, int]:
    """Fill `programme_ids` of these few at once; primary key → whose entry it belongs to today, merged ones too."""
    heads = {person.pk: person.pk for person in people}
    asked = set(heads)
    merged = Person.objects.filter(Q(merged_into__in=heads) | Q(merged_into__merged_into__in=heads))
    for pk, into, further in merged.values_list("pk", "merged_into", "merged_into__merged_into"):
        heads[pk] = into if into in asked else further
    rows = []
    for relation, path in STANDS_BY.items():
        related = Person._meta.get_field(relation).related_model.objects.order_by()
        rows.append(related.filter(person__in=list(heads)).values_list("person", path))
    found: dict[int, set[int]] = {person.pk: set() for person in people}
    for pk, programme in rows[0].union(*rows[1:]):
        found[heads[pk]].add(programme)
    for person in people:
        person.programme_ids = found[person.pk]
    return heads


def compare(*, user, first: Person, second: Person, heads: dict[int, int]) -> Pair:
    """What the reader sees of both, in six queries; attendances that he does not see leave no trace.

    `heads` is what `read_programmes` gave for the two.
    """
    sides = {person.pk: Side(person) for person in (first, second)}
    rows: dict[int, list] = {pk: [] for pk in sides}
    for row in attendances_seen(user=user, people=list(heads)):
        side = sides[heads[row.person_id]]
        # Shown of the one who stands on this side, whoever he was entered as.
        row.person = side.person
        rows[side.person.pk].append(row)
    for pk, side in sides.items():
        side.posts = posts_over_time(rows[pk])
        side.forums = list({row.forum_id: row.forum for row in reversed(rows[pk])}.values())
    for merge in merges_seen(user=user, people=[first, second]):
        sides[merge.kept_id].spellings.append(merge.name)
    for consent in Consent.objects.filter(person__in=sides):
        sides[consent.person_id].consents.append(consent)
    both = {row.forum.code for row in rows[first.pk]} & {row.forum.code for row in rows[second.pk]}
    return Pair(
        sides[first.pk],
        sides[second.pk],
        is_not_same=bool(not_same_pairs(list(sides))),
        both_at=sorted(both),
    )
