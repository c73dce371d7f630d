"""The brief before a meeting: what the invited institutions still owe to this place. The page and its PDF show the same.

What they owe: answers that are waited for, and what they said they would do. Whoever is late comes first.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import format_date
from forums.models import Forum
from participants.models import Place
from recommendations.deadlines import PROMISED_STATES, Overdue, due_of, holidays, overdue
from recommendations.models import Addressee, Commitment, Recommendation, Response
from recommendations.possible import standing_response
from recommendations.presentation import institution_name, late_chip, state_chip, unconfirmed_chip


@dataclass(frozen=True)
class Owed:
    """One ask and one institution: its words, how it stands, until when, and what was promised."""

    recommendation: Recommendation
    text: str
    language: str
    chips: tuple[tuple[str, str], ...]
    due: str
    late: Overdue | None
    promise: str
    promise_language: str


@dataclass
class Debts:
    """What one institution owes."""

    name: str
    unanswered: list[Owed] = field(default_factory=list)
    promised: list[Owed] = field(default_factory=list)

    @property
    def late(self) -> int:
        """How many of both are late."""
        return sum(1 for row in (*self.unanswered, *self.promised) if row.late)


@dataclass(frozen=True)
class Brief:
    """All of it, by institution. `place` is empty where the meeting has none: then the whole programme is meant."""

    forum: Forum
    place: str
    only_invited: bool
    institutions: tuple[Debts, ...]

    @property
    def unanswered(self) -> int:
        """Answers that are waited for."""
        return sum(len(row.unanswered) for row in self.institutions)

    @property
    def promised(self) -> int:
        """Promises that are not kept yet."""
        return sum(len(row.promised) for row in self.institutions)

    @property
    def late(self) -> int:
        """How many of both are late."""
        return sum(row.late for row in self.institutions)


def brief_for(forum) -> Brief:
    """Of the forum's own programme: of asks that stem from meetings in its place, what is owed by whom it invites, or
    by all where nobody is on its list."""
    invited = list(forum.invitations.values_list("institution_id", flat=True))
    closed, today = holidays(), timezone.localdate()
    debts: dict[int, Debts] = {}
    for row in _addressees(forum, invited):
        owed = _owed(row, overdue(row, closed, today))
        debt = debts.setdefault(row.institution_id, Debts(institution_name(row.institution)))
        (debt.unanswered if row.state == Addressee.State.SENT else debt.promised).append(owed)
    for debt in debts.values():
        for rows in (debt.unanswered, debt.promised):
            rows.sort(key=lambda row: -(row.late.days if row.late else 0))
    found = sorted(debts.values(), key=lambda debt: (-debt.late, debt.name))
    return Brief(forum, forum.place.name if forum.place else "", bool(invited), tuple(found))


def _addressees(forum, invited):
    rows = Addressee.objects.asked().filter(
        Q(state=Addressee.State.SENT) | Q(state__in=PROMISED_STATES),
        recommendation__programme=forum.programme_id,
        recommendation__standing=Recommendation.Standing.OPEN,
        sent_at__isnull=False,
    )
    if invited:
        rows = rows.filter(institution_id__in=invited)
    if forum.place is not None:
        held_there = Forum.objects.filter(programme=forum.programme_id, place__in=_places(forum.place))
        rows = rows.filter(recommendation__in=Recommendation.objects.stemming_from(held_there))
    responses = Response.objects.standing().prefetch_related(
        Prefetch("commitments", Commitment.objects.all())
    )
    return (
        rows.select_related("institution", "recommendation__programme")
        .prefetch_related(Prefetch("responses", responses))
        .order_by("answer_due_on", "recommendation__number", "pk")
    )


def _places(place):
    """The district; a governorate with all of its districts."""
    return Place.objects.filter(Q(pk=place.pk) | Q(parent=place.pk))


def _owed(row, late) -> Owed:
    language = get_language() or "ar"
    recommendation = row.recommendation
    text, written_in = recommendation.in_language(language)
    chips = [state_chip(row.state, recommendation.kind)]
    response = standing_response(row)
    if response is not None and not response.is_confirmed:
        chips.append(unconfirmed_chip())
    if late is not None:
        chips.append(late_chip(late, recommendation.kind))
    promise, promise_in = _promise(response, language)
    return Owed(
        recommendation=recommendation,
        text=text,
        language=written_in,
        chips=tuple(chips),
        due=_due(row, language),
        late=late,
        promise=promise,
        promise_language=promise_in,
    )


def _due(row, language) -> str:
    due = due_of(row)
    if due is None:
        return ""
    words = _("Answer due by %(day)s") if due[0] == "answer" else _("Promised for %(day)s")
    return words % {"day": format_date(due[1], language)}


def _promise(response, language) -> tuple[str, str]:
    """What was committed to, else the answer itself."""
    if response is None:
        return "", language
    commitments = list(response.commitments.all())
    return (commitments[-1] if commitments else response).in_language(language)
