"""The pages where anybody learns whether a document is genuine: by its code, or by the file itself."""

from functools import partial

from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.signin.backoff import Held, counted
from accounts.signin.held import held_page
from accounts.signin.visitors import shared_counters
from common.access import require_known
from common.printed_codes import normalise_code
from reports.forms import CheckForm
from reports.services.check import UNKNOWN, CheckedReport, check_code, check_file


class _Unknown(Exception):
    """There is no such document: the try counts as a guess."""


def look_up(request, look) -> CheckedReport:
    """What `look()` finds. What is unknown is counted for the network that it comes from; raises Held."""
    try:
        with counted(*shared_counters(request, "check of a document")):
            checked = look()
            if checked.outcome == UNKNOWN:
                raise _Unknown
    except _Unknown:
        return CheckedReport(UNKNOWN)
    return checked


class CheckDocument(FormView):
    """Enter a code, or choose the file: the browser computes its SHA-256, and that alone is sent."""

    permission = "reports.check"
    template_name = "reports/check_document.html"
    form_class = CheckForm
    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        """Open to everybody."""
        require_known(self.permission)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """A known code has a page of its own; of anything else the answer stands here."""
        code, sha256 = form.cleaned_data["code"], form.cleaned_data["sha256"]
        try:
            checked = look_up(
                self.request, partial(check_code, code) if code else partial(check_file, sha256)
            )
        except Held as held:
            return held_page(self.request, held)
        if code and checked.outcome != UNKNOWN:
            return redirect("reports:check", normalise_code(code))
        context = self.get_context_data(form=form, checked=checked, by_file=not code)
        return self.render_to_response(context, status=404 if checked.outcome == UNKNOWN else 200)


class CheckView(TemplateView):
    """Open to everybody; says kind, audience, language, number, state and hash prefix, never title or people.

    All unknown codes get the same 404 page.
    """

    permission = "reports.check"
    template_name = "reports/check.html"

    def get(self, request, code):
        """One look-up, the same for each code; `?copy=3` asks about one numbered copy."""
        try:
            checked = look_up(request, partial(check_code, code, request.GET.get("copy", "")))
        except Held as held:
            return held_page(request, held)
        status = 404 if checked.outcome == UNKNOWN else 200
        return self.render_to_response({"checked": checked}, status=status)
