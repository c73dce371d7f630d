"""The page where anybody learns whether a printed document is genuine."""

from django.views.generic import TemplateView

from reports.services.check import UNKNOWN, check_code


class CheckView(TemplateView):
    """Open to everybody; says kind, audience, language, number, state and hash prefix, never title or people.

    All unknown codes get the same 404 page.
    """

    permission = "reports.check"
    template_name = "reports/check.html"

    def get(self, request, code):
        """One look-up, the same for each code; `?copy=3` asks about one numbered copy."""
        checked = check_code(code, request.GET.get("copy", ""))
        status = 404 if checked.outcome == UNKNOWN else 200
        return self.render_to_response({"checked": checked}, status=status)
