"""The PDF of one forum's outcomes, for those who read internal reports of its programme."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views import View

from common.access import AccessMixin
from common.pdf import is_available
from forums.models import Forum, MinutesRevision
from reports.forms import ForumPdfForm
from reports.models import Report
from reports.services.prepare import prepare_forum_report, prepare_minutes
from reports.views.rendering import hand_out, unavailable


class ForumPdfView(AccessMixin, View):
    """POST, since it freezes a report and is put on the record; a link could be followed by a machine."""

    permission = "reports.view_internal"
    http_method_names = ["post"]

    @cached_property
    def forum(self):
        """The forum, or 404 where the reader may not know of it."""
        return get_object_or_404(
            Forum.objects.visible_to(self.request.user), public_id=self.kwargs["public_id"]
        )

    def get_permission_subject(self):
        """Asked about the forum."""
        return self.forum

    def post(self, request, public_id):
        """Leads to the page of the worker's progress; without a worker the file itself is the answer.

        A page says what is missing where it cannot be made.
        """
        form = ForumPdfForm(request.POST)
        if not form.is_valid():
            return unavailable(request, "form", status=422, forum=self.forum)
        if reason := is_available():
            # Asked first, so that nothing is frozen for a file that cannot be made.
            return unavailable(request, "engine", reason=reason, forum=self.forum)
        return hand_out(request, self._prepare(**form.cleaned_data))

    def _prepare(self, *, document, language, revision) -> Report:
        """Freeze what is asked for. Of minutes, the revision; without one the last, or what is being written after it."""
        actor, forum = self.request.user, self.forum
        if document != "minutes":
            return prepare_forum_report(
                actor=actor, forum=forum, audience=Report.Audience.INTERNAL, language=language
            )
        minutes = forum.minutes
        number = revision or (minutes.revision if minutes.state == minutes.State.APPROVED else None)
        try:
            return prepare_minutes(actor=actor, forum=forum, language=language, number=number)
        except MinutesRevision.DoesNotExist as error:
            raise Http404 from error
