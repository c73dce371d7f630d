"""The page that prepares a programme's report for a period."""

from django.utils.functional import cached_property

from reports.forms import PreparePeriodForm
from reports.models import Report
from reports.views.preparing import Preparing


class PreparePeriod(Preparing):
    """Chosen, written, frozen; the donor's is looked at next, the internal one handed out."""

    permission = "reports.prepare_period"
    template_name = "reports/prepare_period.html"
    form_class = PreparePeriodForm

    @cached_property
    def reports(self):
        """Donors' reports of periods that the reader sees."""
        reports = Report.objects.visible_to(self.request.user).for_donors().filter(kind=Report.Kind.PERIOD)
        return reports.select_related("programme", "forum")

    def get_form_kwargs(self):
        """Which programmes and audiences are offered depends on the reader."""
        return super().get_form_kwargs() | {"user": self.request.user}
