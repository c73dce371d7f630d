"""What waits for the answer of an institution, for its representative."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from accounts.rights import institutions_where
from common.dates import format_date, working_days_between
from recommendations.deadlines import overdue
from recommendations.models import Addressee, Recommendation

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


def waiting_for_institutions(user, closed) -> tuple[list[Asked], int]:
    """Recommendations that the reader's institutions have not answered, first the oldest; and how many are late."""
    today = timezone.localdate()
    language = get_language() or "ar"
    rows = (
        Addressee.objects.awaiting_answer()
        .filter(
            institution_id__in=institutions_where(user, "recommendation", "r"),
            recommendation__standing=Recommendation.Standing.OPEN,
        )
        .select_related("institution", "recommendation__programme")
        .prefetch_related("recommendation__sources__minutes__forum")
        .order_by("answer_due_on", "pk")[:SHOWN_TO_REVIEWER]
    )
    found, late = [], 0
    for row in rows:
        is_late = overdue(row, closed, today) is not None
        late += is_late
        text, written_in = row.recommendation.in_language(language)
        found.append(
            Asked(
                addressee=row,
                text=text,
                language=written_in,
                tone="late" if is_late else "open",
                due=_due(row.answer_due_on, today, closed, is_late),
                meeting=_meeting(row.recommendation, language),
            )
        )
    return found, late


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
    """«من لقاء ٢٠ يوليو ٢٠٢٢م»: the day alone, since a representative knows no more of the meeting."""
    days = [source.minutes.forum.date for source in recommendation.sources.all() if source.minutes.forum.date]
    if not days:
        return ""
    return gettext("From the meeting of %(day)s") % {"day": format_date(max(days), language)}
