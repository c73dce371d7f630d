"""Reading the directory: who is in a list of people, and what tells two of the same name apart."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from accounts.models import Membership
from accounts.rights import programmes_where
from participants.models import Category, Person
from participants.models.standing import MERGED_DEPTH
from participants.privacy import entry, name_of


def _attendances():
    """The model of attendances: forums stand to the left, so it is reached by the relation and not imported."""
    return Person._meta.get_field("attendances").related_model


@dataclass
class Listed:
    """One line of the list. `last` is the newest attendance as its day knew it, None without any."""

    person: Person
    last: object | None = None
    forums: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name for an office that may see the person."""
        return name_of(self.person)

    @property
    def words(self) -> list[str]:
        """Rank, post and institution of the newest attendance, those that are known; none of an erased person."""
        if self.last is None:
            return []
        shown = entry(self.last, level="internal", language=get_language() or "ar")
        return [text for text in (shown.rank, shown.post, shown.institution) if text]

    @property
    def district(self):
        """Where he lives, by his entry or by the newest attendance; nothing of an erased person."""
        if self.person.erased_at:
            return None
        return self.person.home_district or (self.last and self.last.home_district)

    @property
    def category(self) -> Category | None:
        """What he is in figures, by his entry or by the newest attendance."""
        return self.person.category or (self.last and self.last.category)


def readable_programmes(user):
    """The programmes whose people the reader sees."""
    programmes = Membership._meta.get_field("programme").related_model
    return programmes.objects.filter(pk__in=programmes_where(user, "person", "r"))


def people_of(*, user, programme=None, present: bool = False, category=None, text: str = ""):
    """The people whom the reader sees, in the order of their names.

    `present`: those, each once, who were in the room at a forum that has a date and whose minutes were approved at
    least once; exactly those whom the figures of a programme count by name, the erased among them. Somebody who was merged
    into another is always that other.
    """
    programmes = programmes_where(user, "person", "r")
    if programme is not None:
        programmes &= {programme.pk}
    people = Person.objects.filter(merged_into__isnull=True)
    standing = people.standing_in(programmes).current()
    people = people.filter(_was_present(programmes)) if present else standing
    if category is not None:
        people = people.filter(category=category)
    if text:
        people = people.current().named_like(text)
    return people.without_contacts().select_related("category", "home_district").order_by("folded", "pk")


def listed(*, user, people) -> list[Listed]:
    """These few people (a page) with what the reader sees of their attendances, in two queries."""
    lines = {person.pk: Listed(person) for person in people}
    heads = {pk: pk for pk in lines}
    merged = Person.objects.filter(Q(merged_into__in=lines) | Q(merged_into__merged_into__in=lines))
    for pk, into, further in merged.values_list("pk", "merged_into", "merged_into__merged_into"):
        heads[pk] = into if into in lines else further
    rows = (
        _attendances()
        .objects.visible_to(user)
        .kept()
        .filter(person__in=heads)
        .select_related(
            *("forum", "rank", "rank_qualifier", "honorific", "institution", "category", "home_district")
        )
        .order_by("forum__date", "pk")
    )
    for row in rows:
        line = lines[heads[row.person_id]]
        # Its own person may be one who was merged; what is shown is shown of the one he became.
        row.person = line.person
        line.last = row
        line.forums.add(row.forum_id)
    return list(lines.values())


def _was_present(programmes):
    forums = _attendances()._meta.get_field("forum").related_model.objects.approved()
    rows = (
        _attendances()
        .objects.present()
        .filter(person=OuterRef("pk"), forum__in=forums.filter(programme__in=programmes, date__isnull=False))
    )
    found = merged = Exists(rows)
    for _depth in range(MERGED_DEPTH):
        merged = Exists(Person.objects.filter(merged, merged_into=OuterRef("pk")))
        found |= merged
    return found
