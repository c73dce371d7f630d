"""The panel that forums add to a person's page: what he was over time, where he was, and who thanked him."""

import datetime
from dataclasses import dataclass

from django.utils.translation import get_language

from forums.models import Acknowledgement, Forum
from participants.privacy import entry
from participants.services.posts import Period, attendances_seen, posts_over_time


@dataclass(frozen=True)
class Line:
    """One attendance, as its day knew it. `thanks`: for what the minutes of the same forum thank him."""

    forum: Forum
    words: list[str]
    thanks: list[str]


@dataclass(frozen=True)
class Attended:
    """Posts with their periods, and the forums; both newest first."""

    posts: list[Period]
    lines: list[Line]


def attended(user, person) -> Attended | None:
    """The forums that the reader sees, also those of people who were merged into this one; None without any."""
    ids, visible = person.ids_with_merged(), Forum.objects.visible_to(user)
    rows = list(attendances_seen(user=user, people=ids))
    thanks = Acknowledgement.objects.filter(person__in=ids, forum__in=visible).select_related("forum")
    forums, words, thanked = {}, {}, {}
    for row in rows:
        # Shown of the one who stands in the address, whoever he was entered as.
        row.person = person
        forums[row.forum_id] = row.forum
        words.setdefault(row.forum_id, []).extend(_words(row))
    for row in thanks:
        forums[row.forum_id] = row.forum
        thanked.setdefault(row.forum_id, []).append(row.reason)
    newest = sorted(forums.values(), key=lambda one: (one.date or datetime.date.max, one.pk), reverse=True)
    lines = [Line(forum, words.get(forum.pk, []), thanked.get(forum.pk, [])) for forum in newest]
    return Attended(posts_over_time(rows), lines) if lines else None


def _words(row) -> list[str]:
    shown = entry(row, level="internal", language=get_language() or "ar")
    fields = (shown.rank, shown.post, shown.institution, shown.category, shown.part, shown.presence)
    return [text for text in fields if text]
