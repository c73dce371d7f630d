"""Who of the directory may be meant by a typed name. Proposals only: a person decides, nothing is merged here."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from common.arabic import fold, matches, strip_bidi, tokens, weak_key, weakly_matches
from participants.models import Person
from participants.privacy import entry, name_of
from participants.services.names import name_parser

#: Below this similarity (0–100) of folded names nobody is proposed.
LEAST_SCORE = 82
#: People whom the database hands over for scoring, best first by the words that their names share with the text.
POOL = 500
MIN_LETTERS = 2


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


def find_candidates(*, user, text: str, limit: int = 8, forum_id=None) -> list[Candidate]:
    """The likeliest people among those whom `user` sees, best first; empty for less than two letters.

    Rank and title in the text are passed over. `forum_id` (a public id, of a forum that may be foreign or absent:
    both tell nothing) marks who is on that forum's list already. At most three queries, whatever the size of the directory.
    """
    if not any(char.isalpha() for char in text):
        return []
    text = name_parser().parse(strip_bidi(text)).name
    if len(fold(text).replace(" ", "")) < MIN_LETTERS:
        return []
    found = []
    for person in _pool(user, text):
        score, why = _compare(text, person.name_ar or person.known_as)
        if score >= LEAST_SCORE:
            found.append(Candidate(person=person, score=score, why=why))
    found.sort(key=lambda candidate: (-candidate.score, candidate.person.folded, candidate.person.pk))
    _add_attendances(user, found[:limit], forum_id)
    return found[:limit]


def _pool(user, text):
    """People who share a word, or the beginning of one, with the text; most shared words first."""
    # The weak words are without article and hamza, so that they stand inside the other spelling too.
    conditions = [(Q(folded__startswith=fold(text)), 3)]
    conditions += [(Q(folded__contains=word), 2) for word in tokens(text)]
    conditions += [(Q(folded_bare__contains=word), 2) for word in weak_key(text).split()]
    for word in tokens(text):
        # A slip of the finger later in the word.
        if len(word) > 3:
            conditions.append((Q(folded__startswith=word[:3]) | Q(folded__contains=f" {word[:3]}"), 1))
    any_of, shared = Q(), Value(0)
    for condition, weight in conditions:
        any_of |= condition
        shared += Case(When(condition, then=Value(weight)), default=Value(0), output_field=IntegerField())
    return (
        Person.objects.visible_to(user)
        .current()
        .filter(any_of)
        .annotate(shared=shared)
        .order_by("-shared", "folded", "pk")
        .defer("phone", "email", "notes")[:POOL]
    )


def _compare(text, name):
    """(score, why). The exact tiers come before likeness, whose numbers mean less."""
    typed, known = tokens(text), tokens(name)
    if matches(text, name):
        same = " ".join(text.split()) == name
        return 100.0, _("same name") if same else _("same name in another spelling")
    if weakly_matches(text, name):
        return 95.0, _("same name but for the article or «bin»")
    if _holds_in_order(known, typed):
        # Names are typed from the front; the score breaks ties towards them.
        return 93.0 if known[0].startswith(typed[0]) else 92.0, _("holds every word typed")
    if len(known) > 1 and _holds_in_order(typed, known):
        return 90.0, _("a shorter form of the name typed")
    if len(typed) > 1 and len(known) > 1 and (typed[0], typed[-1]) == (known[0], known[-1]):
        return 88.0, _("same first and family name")
    likeness = fuzz.ratio(weak_key(text), weak_key(name))
    # Never above the tiers: one letter more or less can make another person.
    return min(likeness, 87.0), _("similar spelling")


def _holds_in_order(words, parts):
    """Whether `parts` occur in `words` in their order; the last part may be the beginning of a word being typed."""
    rest = iter(words)
    *whole, last = parts
    return all(part in rest for part in whole) and any(word.startswith(last) for word in rest)


def _add_attendances(user, found, forum_id):
    """The attendances that the reader sees of these few people, in one query."""
    if not found:
        return
    attendances = Person._meta.get_field("attendances").related_model
    by_person = {candidate.person.pk: candidate for candidate in found}
    rows = (
        attendances.objects.visible_to(user)
        .kept()
        .filter(person__in=by_person)
        .select_related("forum", "rank", "rank_qualifier", "honorific", "institution", "category")
        .order_by("forum__date", "pk")
    )
    for row in rows:
        candidate = by_person[row.person_id]
        row.person = candidate.person
        candidate.last = row
        candidate.forums += 1
        candidate.is_listed |= str(row.forum.public_id) == str(forum_id)
