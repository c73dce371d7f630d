"""The PDF of one forum's outcomes, for those who read internal reports of its programme."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from common.access import AccessMixin
from common.background import worker_is_alive
from common.pdf import PdfFailed, is_available
from forums.models import Forum, MinutesRevision
from reports.forms import ForumPdfForm
from reports.models import Report
from reports.rendering import file_name, render_report
from reports.services.prepare import prepare_forum_report, prepare_minutes, record_named_export
from reports.services.rendering import enqueue_render
from reports.views.rendering import pdf_response


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
            return self._page(request, 422, problem="form")
        if reason := is_available():
            return self._page(request, 503, problem="engine", reason=reason)
        report = self._prepare(**form.cleaned_data)
        if worker_is_alive():
            return redirect("reports:rendering", enqueue_render(report=report, actor=request.user).public_id)
        try:
            pdf = render_report(report)
        except PdfFailed as failure:
            return self._page(request, 503, problem="render", reason=str(failure))
        record_named_export(actor=request.user, report=report, pdf=pdf)
        return pdf_response(pdf, file_name(report))

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

    def _page(self, request, status, **context):
        return render(request, "reports/unavailable.html", {"forum": self.forum, **context}, status=status)
