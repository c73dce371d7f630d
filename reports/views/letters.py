"""The PDF of a letter out, for whoever may read the letter."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views import View

from common.access import AccessMixin
from common.pdf import PdfFailed
from recommendations.models import Letter
from reports.letters import can_be_printed, file_name, render_letter
from reports.views.rendering import pdf_response


class LetterPdf(AccessMixin, View):
    """Made anew at each call, from what was recorded; a letter in has no such file."""

    permission = "recommendations.view_letter"
    http_method_names = ["get"]

    def get_permission_subject(self):
        """The letter, or 404 where the reader may not know of it."""
        rows = Letter.objects.visible_to(self.request.user).select_related(
            "programme__implementer", "institution", "through", "in_reply_to"
        )
        self.letter = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.letter

    def get(self, request, public_id):
        """The file, or a page that says what is missing."""
        if not can_be_printed(self.letter):
            raise Http404
        try:
            pdf = render_letter(self.letter)
        except PdfFailed as failure:
            context = {"problem": "engine", "reason": str(failure)}
            return render(request, "reports/unavailable.html", context, status=503)
        return pdf_response(pdf, file_name(self.letter))
