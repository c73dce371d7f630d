"""Who held which post in an institution, and who speaks for it: as far as the reader sees people."""

from dataclasses import dataclass, field
from itertools import groupby

from accounts.rights import programmes_where
from common.arabic import fold
from participants.models import Institution, Person, Position
from participants.models.persons import CONTACTS
from participants.privacy import entry, name_of
from participants.services.institutions import parts_below

_CONTACTS = [f"person__{name}" for name in CONTACTS]
_NAMES = ("name_ar", "name_en", "known_as", "folded")


@dataclass
class Holding:
    """One person in one post, by the days of the forums that the reader sees. Days may be unknown."""

    person: Person
    since: object = None
    until: object = None

    @property
    def name(self) -> str:
        """The name for an office that may see the person."""
        return name_of(self.person)


@dataclass
class Post:
    """A post of the institution, or one that is only written on lists (`row` None)."""

    title: str
    row: Position | None = None
    holders: list[Holding] = field(default_factory=list)


def posts_of(*, user, institution: Institution) -> list[Post]:
    """The institution's own posts, those that it has no more last, then those that only lists name; newest holder
    first. Two queries.
    """
    known = sorted(institution.positions.all(), key=lambda row: (row.ended_on is not None, row.pk))
    posts = {row.folded: Post(row.title, row) for row in known}
    rows = (
        _attendances()
        .objects.visible_to(user)
        .kept()
        .filter(institution=institution, person__merged_into=None, person__erased_at=None)
        .exclude(post="")
        .defer(*_CONTACTS)
        .select_related("forum", "person", "rank", "rank_qualifier", "honorific", "institution", "category")
        .order_by("forum__date", "pk")
    )
    holdings: dict = {}
    for row in rows:
        title = entry(row, level="internal", language="ar").post
        post = posts.setdefault(fold(title), Post(title))
        day = row.forum.date
        holding = holdings.setdefault((fold(title), row.person_id), Holding(row.person, day))
        holding.until = day or holding.until
        if holding not in post.holders:
            post.holders.append(holding)
    for post in posts.values():
        post.holders.reverse()
    return list(posts.values())


def focal_points_of(*, user, institution: Institution) -> list[tuple[str, list]]:
    """(part in words, its people), those who are it today first; only of people whom the reader sees."""
    seen = Person.objects.visible_to(user).current()
    rows = institution.focal_points.filter(person__in=seen).select_related("person").defer(*_CONTACTS)
    order = list(type(institution).focal_points.rel.related_model.Part)
    ordered = sorted(rows, key=lambda row: (order.index(row.part), row.until is not None, -row.pk))
    for row in ordered:
        row.name = name_of(row.person)
    return [(part, list(some)) for part, some in groupby(ordered, key=lambda row: row.get_part_display())]


def who_may_speak_for(*, user, institution: Institution):
    """People whom the reader may write and who came for the institution or a part of it, by their names."""
    programmes = programmes_where(user, "person", "w")
    came = _attendances().objects.visible_to(user).kept().filter(institution__in=parts_below(institution))
    people = Person.objects.standing_in(programmes).current().filter(pk__in=came.values("person"))
    return people.only("public_id", *_NAMES, "erased_at").order_by("folded", "pk")


def _attendances():
    """The model of attendances: forums stand to the left, so it is reached by the relation and not imported."""
    return Person._meta.get_field("attendances").related_model
