"""What somebody was over time, by the attendances that a reader sees: each as its day knew it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import get_language

from participants.models import Person
from participants.privacy import entry

#: Databases differ in where they put what is not known.
OLDEST_FIRST = (F("forum__date").asc(nulls_last=True), "pk")


@dataclass
class Period:
    """Forums in a row at which somebody was the same: rank, post and institution in words. Days may be unknown."""

    words: list[str]
    since: datetime.date | None
    until: datetime.date | None
    forums: int = 1


def attendances_seen(*, user, people):
    """The attendances of these people (primary keys) that the reader sees, oldest first; those without a day last."""
    return (
        kept_attendances()
        .visible_to(user)
        .filter(person__in=people)
        .select_related("forum", "rank", "rank_qualifier", "honorific", "institution", "category")
        .order_by(*OLDEST_FIRST)
    )


def kept_attendances():
    """Those of everybody, without what was taken off a list."""
    # Forums stand to the left, so their model is reached by the relation and not imported.
    return Person._meta.get_field("attendances").related_model.objects.kept()


def posts_over_time(rows: Iterable) -> list[Period]:
    """Newest first, of attendances of one person; those that tell neither rank, post nor institution are left out."""
    language, found = get_language() or "ar", []
    for row in sorted(rows, key=lambda one: (one.forum.date or datetime.date.max, one.pk)):
        shown = entry(row, level="internal", language=language)
        words = [text for text in (shown.rank, shown.post, shown.institution) if text]
        day = row.forum.date
        if not words:
            continue
        if found and found[-1].words == words:
            found[-1].until = day or found[-1].until
            found[-1].forums += 1
        else:
            found.append(Period(words, day, day))
    return found[::-1]
