"""A programme's report for a period: chosen, written, frozen; the donor's is looked at next, the internal one handed out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import FormView

from common.access import AccessMixin
from common.background import worker_is_alive
from common.pdf import PdfFailed, is_available
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from reports.forms import PreparePeriodForm
from reports.forms.periods import initial_of
from reports.models import Report
from reports.rendering import file_name, render_report
from reports.services.prepare import record_named_export
from reports.services.rendering import enqueue_render
from reports.views.release import CHANGED
from reports.views.rendering import pdf_response


class PreparePeriod(AccessMixin, FormView):
    """POST freezes. With a draft in the address its choices and texts stand in the form, and it gives way to the new one."""

    permission = "reports.prepare_period"
    template_name = "reports/prepare_period.html"
    form_class = PreparePeriodForm
    http_method_names = ["get", "head", "post", "options"]

    @cached_property
    def reports(self):
        """Donors' reports of periods that the reader sees."""
        reports = Report.objects.visible_to(self.request.user).for_donors().filter(kind=Report.Kind.PERIOD)
        return reports.select_related("programme", "forum")

    @cached_property
    def draft(self):
        """The draft that is written anew; an id that says nothing is none."""
        wanted = self.request.GET.get("draft")
        try:
            return self.reports.filter(public_id=wanted, state="draft").first() if wanted else None
        except ValidationError:
            return None

    def get_form_kwargs(self):
        """Which programmes and audiences are offered depends on the reader."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        """As in the draft; else in the reader's language."""
        language = {"language": (get_language() or "ar")[:2]}
        return initial_of(self.draft) if self.draft else language

    def form_valid(self, form):
        """Freeze, and lead to what was asked for."""
        try:
            report = form.save(actor=self.request.user, instead_of=self._given_way(form))
        except (StaleVersion, NotAllowedHere):
            messages.warning(self.request, CHANGED)
            return redirect("reports:prepare_period")
        if report.audience != Report.Audience.INTERNAL:
            return redirect("reports:report", report.public_id)
        return self._hand_out(report)

    def get_context_data(self, **kwargs):
        """What was prepared before."""
        return super().get_context_data(draft=self.draft, reports=self.reports.defer("frozen")[:10], **kwargs)

    def _given_way(self, form):
        """The draft, where what is asked for is the same report with other texts."""
        data, draft = form.cleaned_data, self.draft
        if draft is None:
            return None
        same = (draft.programme_id, draft.audience, draft.language) == (
            data["programme"].pk,
            data["audience"],
            data["language"],
        )
        return draft if same else None

    def _hand_out(self, report):
        """By the worker, with a page that says how far it is; without one the file itself."""
        if reason := is_available():
            return self._unavailable("engine", reason)
        if worker_is_alive():
            rendering = enqueue_render(report=report, actor=self.request.user)
            return redirect("reports:rendering", rendering.public_id)
        try:
            pdf = render_report(report)
        except PdfFailed as failure:
            return self._unavailable("render", str(failure))
        record_named_export(actor=self.request.user, report=report, pdf=pdf)
        return pdf_response(pdf, file_name(report))

    def _unavailable(self, problem, reason):
        context = {"problem": problem, "reason": reason}
        return render(self.request, "reports/unavailable.html", context, status=503)
