"""Handing out a report: a numbered copy of what was released, a marked proof of what is not yet, its figures as a sheet."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from common.pdf import PdfFailed
from common.workflow import NotAllowedHere
from reports.models import Report
from reports.rendering import file_name, render_report
from reports.services.copies import issue_copy
from reports.services.exports import export_report_figures
from reports.services.files import FileDamaged
from reports.services.prepare import record_named_export
from reports.views.exports import FileView, file_response
from reports.views.release import CHANGED, OneReport
from reports.views.rendering import pdf_response


class Download(OneReport, View):
    """POST, since each copy is put on the record; a withdrawn report is not given out any more."""

    permission = "reports.view_report"
    http_method_names = ["post"]

    def post(self, request, public_id):
        """The file as an attachment under a neutral name; a proof only where the reader asked for one."""
        try:
            if self.report.state == Report.State.DRAFT and "proof" in request.POST:
                pdf = render_report(self.report)
                record_named_export(actor=request.user, report=self.report, pdf=pdf)
            else:
                pdf = issue_copy(actor=request.user, report=self.report).pdf
        except NotAllowedHere as refused:
            withdrawn = refused.state == Report.State.WITHDRAWN
            text = _("This report was withdrawn. It is not given out any more.") if withdrawn else CHANGED
            messages.warning(request, text)
        except (FileDamaged, PdfFailed):
            messages.error(request, _("The file cannot be given out now. Please tell the programme office."))
        else:
            return pdf_response(pdf, file_name(self.report))
        return redirect("reports:report", public_id)


class ReportFigures(OneReport, FileView):
    """The figures that are printed in the report, as a sheet; of a withdrawn one as little as of its file."""

    permission = "reports.view_report"

    def answer(self, asked, data):
        """The sheet, or that it is not given out any more."""
        try:
            content = export_report_figures(actor=self.request.user, report=self.report, **asked)
        except NotAllowedHere:
            messages.warning(self.request, _("This report was withdrawn. It is not given out any more."))
            return redirect(self.back())
        return file_response(content, "figures", asked["file_format"])

    def back(self):
        """To the report."""
        return reverse("reports:report", args=[self.report.public_id])
