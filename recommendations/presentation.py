"""How states, decisions and delays are said: words and tone of each chip, in the reader's language.

Arabic chips agree in gender with their noun: «توصية» is feminine, «مطلب» and «تساؤل» are masculine.
"""

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Role
from common.dates import format_date, working_days_between
from forums.models import Output
from forums.presentation import archived_chip
from recommendations.models import Response

#: state → (tone, feminine words, masculine words). Tones are those of templates/components/chip.html.
STATES = {
    "draft": ("plain", pgettext_lazy("feminine", "proposed"), pgettext_lazy("masculine", "proposed")),
    "ready": (
        "open",
        pgettext_lazy("feminine", "ready to be sent"),
        pgettext_lazy("masculine", "ready to be sent"),
    ),
    "sent": (
        "open",
        pgettext_lazy("feminine", "sent to the institution"),
        pgettext_lazy("masculine", "sent to the institution"),
    ),
    "accepted": ("prog", pgettext_lazy("feminine", "accepted"), pgettext_lazy("masculine", "accepted")),
    "conditional": (
        "prog",
        pgettext_lazy("feminine", "accepted if means are provided"),
        pgettext_lazy("masculine", "accepted if means are provided"),
    ),
    "partly": (
        "prog",
        pgettext_lazy("feminine", "partly accepted"),
        pgettext_lazy("masculine", "partly accepted"),
    ),
    "declined": (
        "plain",
        pgettext_lazy("feminine", "not possible now"),
        pgettext_lazy("masculine", "not possible now"),
    ),
    "already_done": (
        "prog",
        pgettext_lazy("feminine", "already done"),
        pgettext_lazy("masculine", "already done"),
    ),
    "noted": ("plain", gettext_lazy("noted"), gettext_lazy("noted")),
    "answered": ("ok", gettext_lazy("answer received"), gettext_lazy("answer received")),
    "clarification": ("open", gettext_lazy("clarification asked"), gettext_lazy("clarification asked")),
    "referred": ("plain", gettext_lazy("beyond mandate, referred"), gettext_lazy("beyond mandate, referred")),
    "in_progress": ("prog", gettext_lazy("in progress"), gettext_lazy("in progress")),
    "stopped": ("late", pgettext_lazy("feminine", "stopped"), pgettext_lazy("masculine", "stopped")),
    "reported_done": (
        "open",
        pgettext_lazy("feminine", "reported done"),
        pgettext_lazy("masculine", "reported done"),
    ),
    "verified": (
        "ok",
        pgettext_lazy("feminine", "verified as done"),
        pgettext_lazy("masculine", "verified as done"),
    ),
    "withdrawn": ("plain", pgettext_lazy("feminine", "withdrawn"), pgettext_lazy("masculine", "withdrawn")),
    "merged": ("plain", pgettext_lazy("feminine", "merged"), pgettext_lazy("masculine", "merged")),
    "general": ("plain", pgettext_lazy("feminine", "general"), pgettext_lazy("masculine", "general")),
}

DECISION_TONES = {
    Response.Decision.ACCEPTED: "ok",
    Response.Decision.CONDITIONAL: "prog",
    Response.Decision.PARTLY: "prog",
    Response.Decision.ALREADY_DONE: "prog",
    Response.Decision.ANSWERED: "ok",
    Response.Decision.CLARIFICATION: "open",
}


def state_chip(state: str, kind: str = Output.Kind.RECOMMENDATION) -> tuple[str, str]:
    """(tone, words) of a state, agreeing with the ask's kind."""
    tone, feminine, masculine = STATES[state]
    return tone, str(feminine if is_feminine(kind) else masculine)


def decision_chip(response) -> tuple[str, str]:
    """(tone, words) of what an answer comes to."""
    return DECISION_TONES.get(response.decision, "plain"), response.get_decision_display()


def decision_words(decision: str, kind: str = Output.Kind.RECOMMENDATION) -> str:
    """What a decision says, agreeing with the ask's kind where it is an adjective of it."""
    if decision in ("accepted", "conditional", "partly", "already_done", "declined"):
        return state_chip(decision, kind)[1]
    return str(Response.Decision(decision).label)


def late_chip(overdue, kind: str = Output.Kind.RECOMMENDATION) -> tuple[str, str]:
    """("late", «متأخرة ٣ أيام عمل») for `deadlines.Overdue`."""
    if is_feminine(kind):
        words = npgettext("feminine", "%(days)d working day late", "%(days)d working days late", overdue.days)
    else:
        words = npgettext(
            "masculine", "%(days)d working day late", "%(days)d working days late", overdue.days
        )
    return "late", words % {"days": overdue.days}


def unconfirmed_chip() -> tuple[str, str]:
    """Beside an answer that nobody knows to be the institution's own."""
    return "open", pgettext("answer", "not confirmed")


def ready_words(draft, reader) -> str:
    """Of a draft that lies ready: since when, and who wrote it, by the role alone; empty for None."""
    if draft is None:
        return ""
    day = format_date(timezone.localdate(draft.ready_at), get_language() or "ar")
    if draft.answered_by_id == reader.pk:
        return _("Saved for validation by you on %(day)s") % {"day": day}
    return _("Ready for validation since %(day)s, written by: %(role)s") % {
        "day": day,
        "role": Role.REVIEWER.label,
    }


def chips_of(recommendation, addressee, overdue=None, *, unconfirmed=False) -> list[tuple[str, str]]:
    """The chips of one row: the state that the reader may know, whether it is confirmed, and how late it is.

    `addressee` is the one whose state stands for it to this reader: the lead, or his own institution.
    """
    if recommendation.standing != recommendation.Standing.OPEN or addressee is None:
        state = recommendation.state
    else:
        state = addressee.state
    chips = [state_chip(state, recommendation.kind)]
    if unconfirmed and recommendation.standing == recommendation.Standing.OPEN:
        chips.append(unconfirmed_chip())
    if addressee is not None and addressee.institution_id is None and not recommendation.is_general:
        chips.append(("open", _("addressee not determined")))
    if addressee is not None and addressee.is_guess and recommendation.standing == "open":
        chips.append(("open", _("a guess, to be confirmed")))
    if overdue is not None:
        chips.append(late_chip(overdue, recommendation.kind))
    return chips + archived_chip(recommendation.programme)


def institution_name(institution) -> str:
    """Its name (made-up bodies say so in it); "not determined yet" for None."""
    return _("not determined yet") if institution is None else institution.name


def delay_counted(overdue) -> str:
    """How the days of a delay were counted, in words."""
    language = get_language() or "ar"
    words = _("Counted from %(due)s to %(today)s, Sunday to Thursday.") % {
        "due": format_date(overdue.due, language, "prose"),
        "today": format_date(overdue.today, language, "prose"),
    }
    return f"{words} {_not_counted(overdue.holidays)}".strip()


def due_counted(start, due, holidays) -> str:
    """How the days to answer were counted, in words: from the day of asking to the day that the answer is due."""
    language = get_language() or "ar"
    days = working_days_between(start, due, holidays=holidays)
    skipped = working_days_between(start, due) - days
    words = ngettext(
        "%(days)d working day, counted from %(start)s to %(due)s, Sunday to Thursday.",
        "%(days)d working days, counted from %(start)s to %(due)s, Sunday to Thursday.",
        days,
    ) % {
        "days": days,
        "start": format_date(start, language, "prose"),
        "due": format_date(due, language, "prose"),
    }
    return f"{words} {_not_counted(skipped)}".strip()


def _not_counted(holidays: int) -> str:
    off = ngettext("%(count)d holiday was not counted.", "%(count)d holidays were not counted.", holidays)
    return off % {"count": holidays} if holidays else ""


def recommendation_count(count: int) -> str:
    """«٣ توصيات»; digits are made Arabic where the text is shown."""
    return ngettext("%(count)d recommendation", "%(count)d recommendations", count) % {"count": count}


def response_count(count: int) -> str:
    """«٣ ردود»."""
    return ngettext("%(count)d response", "%(count)d responses", count) % {"count": count}


def institution_count(count: int) -> str:
    """«٣ جهات»."""
    return ngettext("%(count)d institution", "%(count)d institutions", count) % {"count": count}


def is_feminine(kind: str) -> bool:
    """Whether the Arabic noun of the kind is feminine."""
    return kind == Output.Kind.RECOMMENDATION


def state_choices() -> list[tuple[str, str]]:
    """The states of the filter of lists, in their order along the way."""
    late = ("late", pgettext("feminine", "answer overdue"))
    return [late, *((state, str(words)) for state, (_tone, words, _masculine) in STATES.items())]
