"""Who of the directory may be meant by a typed name. Proposals only: a person decides, nothing is merged here."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import get_language

from accounts.rights import programmes_where
from common.arabic import strip_bidi
from common.prepared import Prepared
from participants.models import Person
from participants.privacy import entry, name_of
from participants.services.finding import likest
from participants.services.names import name_parser
from participants.services.posts import OLDEST_FIRST, attendances_seen, kept_attendances

#: What the newest attendance proposes for the next one; each may be another as of that day.
PROPOSED = ("rank", "rank_qualifier", "honorific", "post", "institution", "category")
_LISTS = tuple(name for name in PROPOSED if name != "post")


@dataclass
class Candidate:
    """One proposal: `score` 0–100, `why` in words; `last` and `forums` as far as the reader sees attendances."""

    person: Person
    score: float
    why: str
    #: the newest attendance, which offers rank, post, institution and category for the next one; None without
    last: object | None = None
    forums: int = 0
    #: already on the list of the forum that was asked about
    is_listed: bool = False

    @property
    def name(self) -> str:
        """The name for staff who may see the person."""
        return name_of(self.person)

    @property
    def last_time(self) -> list[str]:
        """Rank, post, institution and category of the newest attendance, those that are known."""
        if self.last is None:
            return []
        shown = entry(self.last, level="internal", language=get_language() or "ar")
        return [text for text in (shown.rank, shown.post, shown.institution, shown.category) if text]

    @property
    def proposed(self) -> dict[str, str]:
        """Codes (of the post: its words) that fill the line of whoever is picked; what is not known is left out."""
        return proposals_of(self.last) if self.last is not None else {}


def proposals_of(attendance) -> dict[str, str]:
    """`PROPOSED` of one attendance as the fields of a form take them: codes of lists, the words of the post."""
    found = {name: getattr(attendance, name) for name in PROPOSED}
    return {name: getattr(value, "code", value) for name, value in found.items() if value}


def last_attendance(*, user, person: Person):
    """The newest attendance of a person that the reader sees; None without."""
    return attendances_seen(user=user, people=[person.pk]).last()


def find_candidates(*, user, text: str, limit: int = 8, forum_id=None) -> list[Candidate]:
    """The likeliest people among those whom `user` sees, best first; empty for less than two letters.

    Rank and title in the text are passed over. `forum_id` (a public id, of a forum that may be foreign or absent:
    both tell nothing) marks who is on that forum's list already. A few queries, as many for a
    large directory as for a small one.
    """
    if not any(char.isalpha() for char in text):
        return []
    return find_candidates_of(
        user=user, names=[name_parser().parse(strip_bidi(text)).name], limit=limit, forum_id=forum_id
    )[0]


def find_candidates_of(*, user, names: list[str], limit: int = 4, forum_id=None) -> list[list[Candidate]]:
    """The same for many names that were parsed already: a few queries a name, and one for all their attendances."""
    found = [
        [Candidate(one.person, one.score, one.why) for one in likest(user, name, limit)] for name in names
    ]
    _add_attendances(user, [candidate for some in found for candidate in some], forum_id)
    return found


def _add_attendances(user, found, forum_id):
    """The attendances that the reader sees of these few people: all are counted, the newest is read."""
    by_person = defaultdict(list)
    for candidate in found:
        by_person[candidate.person.pk].append(candidate)
    newest = {}
    programmes = programmes_where(user, "attendance named", "r")
    for person, key, forum in _attended(people=by_person, programmes=programmes):
        newest[person] = key
        for candidate in by_person[person]:
            candidate.forums += 1
            candidate.is_listed |= str(forum) == str(forum_id)
    for row in _read(attendances=newest.values()):
        for candidate in by_person[row.person_id]:
            row.person = candidate.person
            candidate.last = row


@Prepared
def _attended(people, programmes):
    rows = kept_attendances().of_programmes(programmes).filter(person__in=people).order_by(*OLDEST_FIRST)
    return rows.values_list("person_id", "pk", "forum__public_id")


@Prepared
def _read(attendances):
    """With what is shown and proposed of them."""
    words = [f"{name}__{column}" for name in _LISTS for column in ("code", "name_ar", "name_en")]
    rows = kept_attendances().select_related(*_LISTS).only("person_id", "post", "part", "presence", *words)
    return rows.filter(pk__in=attendances).order_by()
