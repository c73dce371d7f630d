"""What waits for an institution, for its representative: answers, promises, and what staff recorded for it."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

from accounts.rights import institutions_where
from common.dates import format_date, working_days_between
from recommendations.deadlines import PROMISED_STATES, due_of, overdue
from recommendations.forms import OwnAnswerForm, own_draft
from recommendations.models import Addressee, Commitment, Recommendation, Response
from recommendations.possible import own_draft_of, own_label, standing_response
from recommendations.presentation import late_chip, ready_words, state_chip, unconfirmed_chip

#: Recommendations that a representative sees at once; the list has the rest.
SHOWN_TO_REVIEWER = 25


@dataclass(frozen=True)
class Asked:
    """A recommendation that waits for the answer of a representative's institution."""

    addressee: Addressee
    text: str
    language: str
    tone: str
    due: str
    meeting: str
    is_begun: bool
    #: of a draft that waits for who validates it: since when, by whom
    ready: str
    #: whether he has done his part, since another one sends it
    is_handed_over: bool
    action: str


@dataclass(frozen=True)
class Promised:
    """One that the institution said yes to, or whose answer it is to confirm."""

    addressee: Addressee
    response: Response | None
    text: str
    language: str
    chips: list[tuple[str, str]]
    due: str


@dataclass
class WaitingForInstitutions:
    """All of it; `late` counts the answers that are late."""

    asked: list[Asked] = field(default_factory=list)
    promised: list[Promised] = field(default_factory=list)
    unconfirmed: list[Promised] = field(default_factory=list)
    #: whether the reader is the one who confirms any of them
    confirms: bool = False
    late: int = 0

    def first_form(self, user) -> OwnAnswerForm | None:
        """The form of the most pressing one, which stands open in its card."""
        if not self.asked:
            return None
        addressee = self.asked[0].addressee
        return OwnAnswerForm(actor=user, addressee=addressee, draft=own_draft(addressee))


def waiting_for_institutions(user, closed) -> WaitingForInstitutions:
    """What the reader's institutions owe, the oldest first. `closed`: the holidays."""
    today = timezone.localdate()
    asked, others = _rows(user)
    sends_for = institutions_where(user, "response", "s")
    waiting = WaitingForInstitutions()
    for row in asked:
        late = overdue(row, closed, today)
        waiting.late += late is not None
        waiting.asked.append(_asked(user, row, today, closed, late is not None))
    for row in others:
        response = standing_response(row)
        promised = _promised(row, response, overdue(row, closed, today))
        if response is not None and not response.is_confirmed:
            waiting.unconfirmed.append(promised)
            waiting.confirms |= row.institution_id in sends_for
        elif row.state in PROMISED_STATES:
            waiting.promised.append(promised)
    waiting.asked.sort(key=lambda one: one.is_handed_over)
    # What has no day comes last.
    waiting.promised.sort(key=lambda one: (one.due == "", due_of(one.addressee) or ("", today)))
    return waiting


def _rows(user):
    """(asked, promised or to be confirmed), with their answers and the meetings that they come from."""
    own = Addressee.objects.filter(
        institution_id__in=institutions_where(user, "recommendation", "r"),
        recommendation__standing=Recommendation.Standing.OPEN,
        sent_at__isnull=False,
        recommendation__programme__archived_at__isnull=True,
    ).select_related("institution", "recommendation__programme")
    asked = list(own.awaiting_answer().order_by("answer_due_on", "pk")[:SHOWN_TO_REVIEWER])
    unconfirmed = Response.objects.standing().unconfirmed()
    others = own.asked().filter(Q(state__in=PROMISED_STATES) | Q(pk__in=unconfirmed.values("addressee")))
    others = list(others.order_by("pk")[:SHOWN_TO_REVIEWER])
    prefetch_related_objects(
        [*asked, *others],
        Prefetch(
            "responses",
            Response.objects.visible_to(user)
            .select_related("referred_to")
            .prefetch_related(Prefetch("commitments", Commitment.objects.all())),
        ),
    )
    prefetch_related_objects(asked, "recommendation__sources__minutes__forum")
    return asked, others


def _asked(user, row, today, closed, is_late):
    draft = own_draft_of(row)
    is_ready = draft is not None and draft.ready_at is not None
    sends = row.institution_id in institutions_where(user, "response", "s")
    language = get_language() or "ar"
    text, written_in = row.recommendation.in_language(language)
    return Asked(
        addressee=row,
        text=text,
        language=written_in,
        tone="late" if is_late else "open",
        due=_due(row.answer_due_on, today, closed, is_late),
        meeting=_meeting(row.recommendation, language),
        is_begun=draft is not None,
        ready=ready_words(draft if is_ready else None, user),
        is_handed_over=is_ready and not sends,
        action=own_label(user, row) if is_ready or not sends else pgettext("button", "Answer"),
    )


def _promised(row, response, late):
    language = get_language() or "ar"
    text, written_in = row.recommendation.in_language(language)
    chips = [state_chip(row.state, row.recommendation.kind)]
    if response is not None and not response.is_confirmed:
        chips += [unconfirmed_chip(), ("plain", response.get_channel_display())]
    if late is not None:
        chips.append(late_chip(late, row.recommendation.kind))
    due = due_of(row)
    words = gettext("Promised for %(day)s") % {"day": format_date(due[1], language)} if due else ""
    return Promised(row, response, text, written_in, chips, words)


def _due(day, today, closed, is_late) -> str:
    if is_late:
        return gettext("The answer was due on %(day)s") % {"day": format_date(day, get_language() or "ar")}
    days = max(working_days_between(today, day, holidays=closed), 0) if day else 0
    if not days:
        return gettext("The answer is due today")
    text = ngettext(
        "Answer due within %(count)d working day", "Answer due within %(count)d working days", days
    )
    return text % {"count": days}


def _meeting(recommendation, language) -> str:
    """«من لقاء ٢٠ يوليو ٢٠٢٢م»: the day alone, since a representative knows no more of the meeting; of several how
    many and since when."""
    forums = {source.minutes.forum for source in recommendation.sources.all() if source.minutes.forum.date}
    if not forums:
        return ""
    days = [forum.date for forum in forums]
    words = gettext("From the meeting of %(day)s") % {"day": format_date(max(days), language)}
    if len(forums) == 1:
        return words
    again = ngettext(
        "raised in %(count)d forum since %(day)s", "raised in %(count)d forums since %(day)s", len(forums)
    )
    return f"{words} · {again % {'count': len(forums), 'day': format_date(min(days), language)}}"
