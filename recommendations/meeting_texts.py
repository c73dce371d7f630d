"""Heads of meetings as a kind of text to be translated: several columns of one row, each with its English one beside it."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from forums.models import Forum, Minutes
from forums.services.translating import ENGLISH
from recommendations.models import Recommendation
from recommendations.texts import DONE, WAITING

_LACKING = reduce(or_, (~Q(**{arabic: ""}) & Q(**{english: ""}) for arabic, english in ENGLISH.items()))


class MeetingKind:
    """The same questions as `TextKind` answers. Nobody checks these: they stand in no second place."""

    key, label, model = "meetings", _("Meetings"), Forum

    def for_page(self, programmes) -> QuerySet:
        """Approved meetings of these programmes, the latest first."""
        rows = Forum.objects.filter(programme__in=programmes, minutes__state=Minutes.State.APPROVED)
        return rows.select_related("programme", "minutes").order_by("-date", "-pk")

    def showing(self, programmes, shown: str) -> QuerySet:
        """Those that lack something, or nothing."""
        rows = self.for_page(programmes)
        if shown == WAITING:
            return rows.filter(_LACKING)
        return rows.exclude(_LACKING) if shown == DONE else rows.none()

    def of_forum(self, rows, forum) -> QuerySet:
        """The one."""
        return rows.filter(pk=forum.pk)

    def within(self, rows, recommendations) -> QuerySet:
        """Where the recommendations were said."""
        said = Recommendation.sources.through.objects.filter(recommendation__in=recommendations)
        return rows.filter(pk__in=said.values("output__minutes__forum"))


MEETINGS = MeetingKind()
