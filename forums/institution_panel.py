"""The panel that forums add to an institution's page: where it was invited, and where somebody came for it."""

import datetime
from collections import Counter
from dataclasses import dataclass

from forums.models import Attendance, Forum, ForumInvitation

#: So many are shown, newest first.
_MOST = 15


@dataclass(frozen=True)
class Line:
    """One forum; `came`: how many stood on its list for the institution and were there."""

    forum: Forum
    invitation: ForumInvitation | None
    came: int


@dataclass(frozen=True)
class Meetings:
    """Newest first; `more`: how many earlier ones are not shown."""

    lines: list[Line]
    more: int


def meetings(user, institution) -> Meetings | None:
    """Of the forums that the reader sees; None without any."""
    visible = Forum.objects.visible_to(user)
    invitations = {
        row.forum_id: row
        for row in ForumInvitation.objects.filter(institution=institution, forum__in=visible)
    }
    rows = Attendance.objects.visible_to(user).present().filter(institution=institution)
    came = Counter(rows.values_list("forum", flat=True))
    forums = Forum.objects.filter(pk__in={*invitations, *came})
    newest = sorted(forums, key=lambda one: (one.date or datetime.date.max, one.pk), reverse=True)
    lines = [Line(forum, invitations.get(forum.pk), came[forum.pk]) for forum in newest]
    return Meetings(lines[:_MOST], len(lines[_MOST:])) if lines else None
