"""Press releases: what anybody may read, without an account."""

import logging

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import ListView, View

from common.access import require_known
from reports.models import Report
from reports.rendering import file_name
from reports.services.files import FileDamaged, read_pdf
from reports.views.rendering import pdf_response

logger = logging.getLogger(__name__)


class ForAnybody(View):
    """Open as far as the rights table opens it; else there is nothing here."""

    permission = "reports.read_public"
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        """Signed in or not."""
        require_known(self.permission)
        if not request.user.has_perm(self.permission):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PressReleases(ForAnybody, ListView):
    """Those that stand, the newest first; a withdrawn one is gone from here."""

    template_name = "reports/press_releases.html"
    context_object_name = "reports"
    paginate_by = 25

    def get_queryset(self):
        """Without their content."""
        reports = Report.objects.for_anybody().select_related("programme", "forum").defer("frozen")
        return reports.order_by("-released_at", "-pk")


class PressReleaseFile(ForAnybody):
    """The released file as it was frozen, the same bytes for everybody: no numbered copies, and who reads it is nobody's business."""

    def get(self, request, public_id):
        """404 for whatever is no press release that stands, a damaged file too: nothing is given out instead."""
        report = get_object_or_404(
            Report.objects.for_anybody().select_related("programme"), public_id=public_id
        )
        try:
            return pdf_response(read_pdf(report), file_name(report))
        except FileDamaged as damaged:
            logger.error("a released file is damaged")
            raise Http404 from damaged
