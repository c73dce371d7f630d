"""What became of an institution's recommendations since its representative was here last.

«Here last» is the sign-in before this one, as the record has it: nothing more is kept of anybody's visits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, Q, Value
from django.utils.translation import pgettext_lazy

from accounts.rights import institutions_where
from common.models import AuditEntry
from recommendations.models import Addressee, Extension, Letter, Recommendation, Response, Verification

#: So many changes are read; the list has the rest.
MOST = 50
#: change → (tone, words)
WORDS = {
    "asked": ("open", pgettext_lazy("news", "newly sent")),
    "reminded": ("late", pgettext_lazy("news", "reminder")),
    "moved": ("plain", pgettext_lazy("news", "more time to answer")),
    "explained": ("open", pgettext_lazy("news", "the programme explained")),
    "entered": ("prog", pgettext_lazy("news", "an answer was entered for you")),
    "confirmed": ("ok", pgettext_lazy("news", "the answer was confirmed")),
    "released": ("ok", pgettext_lazy("news", "the answer was released")),
    "confirmed_done": ("ok", pgettext_lazy("news", "verified: confirmed")),
    "partly": ("prog", pgettext_lazy("news", "verified: partly confirmed")),
    "not_confirmed": ("late", pgettext_lazy("news", "verified: not confirmed")),
    "withdrawn": ("plain", pgettext_lazy("news", "withdrawn")),
    "merged": ("plain", pgettext_lazy("news", "merged")),
}


@dataclass(frozen=True)
class News:
    """One recommendation and what became of it, the last change first."""

    recommendation: Recommendation
    at: datetime
    chips: tuple[tuple[str, str], ...]


def last_visit(user) -> datetime | None:
    """When this account signed in before the present session; None on its first."""
    entries = AuditEntry.objects.filter(actor=user.public_id, action="accounts.sign_in")
    return entries.order_by("-id").values_list("at", flat=True)[1:2].first()


def news_for(user, since) -> list[News]:
    """Of the recommendations that were sent to the reader's institutions; two statements."""
    own = institutions_where(user, "recommendation", "r")
    if since is None or not own:
        return []
    changes = _changes(own, since)
    keys = {key for key, _what, _at in changes}
    if not keys:
        return []
    rows = Recommendation.objects.visible_to(user).select_related("programme").in_bulk(keys)
    found: dict[int, News] = {}
    for key, what, at in changes:
        if key not in rows:
            continue
        earlier = found.get(key)
        chips = earlier.chips if earlier else ()
        if WORDS[what] not in chips:
            found[key] = News(rows[key], earlier.at if earlier else at, (*chips, WORDS[what]))
    return list(found.values())


def _changes(own: Collection[int], since) -> list[tuple[int, str, datetime]]:
    """(key of the recommendation, change, when), the newest first; one statement."""
    sent = Q(addressee__institution__in=own, addressee__sent_at__isnull=False)
    asked = Addressee.objects.filter(institution__in=own)
    answers = Response.objects.filter(sent, withdrawn_at__isnull=True, sent_at__isnull=False)
    found = Verification.objects.filter(sent)
    reminders = Letter.objects.filter(
        institution__in=own, direction=Letter.Direction.OUT, purpose=Letter.Purpose.REMINDER
    )
    over = asked.filter(sent_at__isnull=False)
    parts = [
        _part(asked, "recommendation", "sent_at", since, "asked"),
        _part(reminders, "recommendations", "created_at", since, "reminded"),
        _part(Extension.objects.filter(sent), "addressee__recommendation", "made_at", since, "moved"),
        _part(answers, "addressee__recommendation", "clarified_at", since, "explained"),
        _part(
            answers.exclude(channel=Response.Channel.ACCOUNT),
            "addressee__recommendation",
            "sent_at",
            since,
            "entered",
        ),
        _part(answers, "addressee__recommendation", "confirmed_at", since, "confirmed"),
        _part(answers, "addressee__recommendation", "released_at", since, "released"),
        *(
            _part(
                found.filter(finding=finding),
                "addressee__recommendation",
                "made_at",
                since,
                "confirmed_done" if finding == Verification.Finding.CONFIRMED else finding,
            )
            for finding in Verification.Finding.values
        ),
        *(
            _part(
                over.filter(recommendation__standing=standing),
                "recommendation",
                "recommendation__standing_at",
                since,
                standing,
            )
            for standing in (Recommendation.Standing.WITHDRAWN, Recommendation.Standing.MERGED)
        ),
    ]
    first, *rest = parts
    return list(first.union(*rest, all=True).order_by("-at", "key")[:MOST])


def _part(rows, recommendation, moment, since, what):
    return (
        rows.order_by()
        .filter(**{f"{moment}__gt": since})
        .annotate(key=F(f"{recommendation}__pk"), what=Value(str(what), CharField()), at=F(moment))
        .values_list("key", "what", "at")
    )
