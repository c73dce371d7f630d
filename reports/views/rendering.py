"""A document on its way: how far it is, and the file once it is ready."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import DetailView, View

from common.access import AccessMixin
from common.background import worker_is_alive
from common.pdf import PdfFailed, is_available
from reports.models import Rendering
from reports.rendering import file_name, render_report
from reports.services.prepare import record_named_export
from reports.services.rendering import enqueue_render

Stage = Rendering.Stage


class OneRendering(AccessMixin):
    """A rendering that the reader sees; else 404 as for an absent one, e.g. one that was swept away."""

    permission = "reports.view_rendering"

    def get_permission_subject(self):
        """The rendering, without its bytes."""
        rows = Rendering.objects.visible_to(self.request.user).defer("pdf")
        rows = rows.select_related("report__programme", "report__forum")
        self.rendering = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.rendering


class RenderingPage(OneRendering, DetailView):
    """Asks again every few seconds with htmx, which gets the moving part alone; by a link without."""

    context_object_name = "rendering"

    def get_object(self, queryset=None):
        """What the permission was asked about."""
        return self.rendering

    def get_template_names(self):
        """The moving part alone for htmx."""
        return ["reports/_rendering.html" if self.request.htmx else "reports/rendering.html"]

    def get_context_data(self, **kwargs):
        """The three steps and where it stands."""
        stage = self.rendering.stage
        reached = {Stage.ASKED: 1, Stage.BEGUN: 2}.get(stage, 3)
        return super().get_context_data(stage=str(stage), reached=reached, **kwargs)


class RenderingFile(OneRendering, View):
    """POST, since each hand-out is put on the record; leads back to the page while there is no file."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        """The file as an attachment under a neutral name."""
        if self.rendering.stage != Stage.READY:
            return redirect("reports:rendering", public_id)
        pdf, report = bytes(self.rendering.pdf), self.rendering.report
        record_named_export(actor=request.user, report=report, pdf=pdf)
        return pdf_response(pdf, file_name(report))


def hand_out(request, report) -> HttpResponse:
    """An internal report to whoever froze it: by the worker, with a page that says how far it is; without one the file.

    A page says what is missing where it cannot be made.
    """
    if reason := is_available():
        return unavailable(request, "engine", reason=reason, forum=report.forum)
    if worker_is_alive():
        return redirect("reports:rendering", enqueue_render(report=report, actor=request.user).public_id)
    try:
        pdf = render_report(report)
    except PdfFailed as failure:
        return unavailable(request, "render", reason=str(failure), forum=report.forum)
    record_named_export(actor=request.user, report=report, pdf=pdf)
    return pdf_response(pdf, file_name(report))


def unavailable(request, problem, *, status=503, **context) -> HttpResponse:
    """Why there is no PDF, instead of an empty file. `problem`: form, engine, render."""
    return render(request, "reports/unavailable.html", {"problem": problem, **context}, status=status)


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that is saved, not shown, and kept in no cache."""
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
