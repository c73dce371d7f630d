"""In which forums an ask was raised, and for how long nobody has answered: «أُثيرت في المنتديات ٤ و٩ و١٣، بلا رد منذ ٢١٠ أيام عمل»."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from common.dates import working_days_between
from forums.models import Forum, Output
from recommendations.models import Addressee, Recommendation


@dataclass(frozen=True)
class Raised:
    """`forums` in the order of their dates; `unanswered`: working days since it was first sent, None where nothing waits."""

    forums: tuple[Forum, ...]
    unanswered: int | None


def with_sources(recommendations):
    """What `raised` reads, for a queryset: three statements."""
    sources = Output.objects.kept().select_related("minutes__forum")
    return recommendations.prefetch_related(
        Prefetch("sources", sources, to_attr="said_in"), Prefetch("addressees", Addressee.objects.all())
    )


def raised(rows: Iterable[Recommendation], closed: Collection, today=None, forums=None) -> Raised:
    """Of one ask, or of several that ask the same; `closed` are the holidays.

    Rows come from `with_sources`, or carry prefetched addressees and `forums` is given.
    """
    today, rows = today or timezone.localdate(), list(rows)
    if forums is None:
        forums = {
            output.minutes.forum_id: output.minutes.forum for row in rows for output in row.said_in
        }.values()
    sent = []
    for row in rows:
        if row.standing == Recommendation.Standing.OPEN:
            sent += [
                timezone.localdate(one.sent_at)
                for one in row.asked
                if one.state == Addressee.State.SENT and one.sent_at
            ]
    days = working_days_between(min(sent), today, holidays=closed) if sent else None
    in_order = sorted(forums, key=lambda forum: (forum.date is None, forum.date, forum.pk))
    return Raised(tuple(in_order), days)


def raised_words(found: Raised) -> str:
    """The sentence; empty where it was raised in no forum."""
    if not found.forums:
        return ""
    language = get_language() or "ar"
    names = [
        str(forum.number) if forum.number else _("“%(title)s”") % {"title": forum.title_in(language)}
        for forum in found.forums
    ]
    where = ngettext("Asked in forum %(names)s", "Asked in forums %(names)s", len(names))
    where %= {"names": _listed(names)}
    if not found.unanswered:
        return _("%(asked)s.") % {"asked": where}
    since = ngettext(
        "unanswered for %(count)d working day", "unanswered for %(count)d working days", found.unanswered
    )
    return _("%(asked)s, %(since)s.") % {"asked": where, "since": since % {"count": found.unanswered}}


def _listed(names):
    """«٤ و٩ و١٣», «4, 9 and 13»."""
    *others, last = names
    if not others:
        return last
    return pgettext("before the last of a list", " and ").join(
        [pgettext("in a list", ", ").join(others), last]
    )
