"""The brief before a meeting as a file, for the office."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views import View

from common.pdf import PdfFailed
from recommendations.views.brief import BriefMixin
from reports.brief import file_name, render_brief
from reports.views.rendering import pdf_response


class BriefPdf(BriefMixin, View):
    """In the language of the page. It names institutions and nobody else."""

    http_method_names = ["get"]

    def get(self, request, public_id):
        """The file, or a page that says what is missing."""
        language = "ar" if (get_language() or "ar").startswith("ar") else "en"
        try:
            pdf = render_brief(self.forum, language)
        except PdfFailed as failure:
            context = {"problem": "engine", "reason": str(failure), "forum": self.forum}
            return render(request, "reports/unavailable.html", context, status=503)
        return pdf_response(pdf, file_name(self.forum, language))
