"""Days that answers and promises are due on: in the private calendar address beside the meetings, and as a file."""

from django.utils.translation import get_language
from django.views.generic import View

from common.access import AccessMixin
from forums.ics import calendar_of, meetings
from forums.views.calendar import Feed, as_file
from recommendations.ics import due_days


class WholeFeed(Feed):
    """Meetings and due days."""

    sources = (meetings, due_days)


class DueFile(AccessMixin, View):
    """The due days alone, to be saved."""

    permission = "recommendations.know_due_dates"
    http_method_names = ["get"]

    def get(self, request):
        """As they are now."""
        return as_file(calendar_of(request.user, (get_language() or "ar")[:2], (due_days,)))
