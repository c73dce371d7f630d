"""The sheet of one institution as a file, for its representatives and for the office."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views import View

from common.access import AccessMixin
from common.pdf import PdfFailed
from participants.models import Institution
from reports.institution_sheet import file_name, render_sheet
from reports.views.rendering import pdf_response


class InstitutionSheet(AccessMixin, View):
    """In the language of the page, of what the reader reads of it."""

    permission = "reports.view_institution_sheet"
    http_method_names = ["get"]

    def get_permission_subject(self):
        """The institution; whether the reader may know more of it, the permission says."""
        self.institution = get_object_or_404(Institution, public_id=self.kwargs["public_id"])
        return self.institution

    def get(self, request, public_id):
        """The file, or a page that says what is missing."""
        language = "ar" if (get_language() or "ar").startswith("ar") else "en"
        try:
            pdf = render_sheet(request.user, self.institution, language)
        except PdfFailed as failure:
            context = {"problem": "engine", "reason": str(failure)}
            return render(request, "reports/unavailable.html", context, status=503)
        return pdf_response(pdf, file_name(self.institution, language))
