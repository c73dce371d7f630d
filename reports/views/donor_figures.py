"""The donor's figures with charts: of one report at a time, and of all forums and periods that he was told of."""

from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import TemplateView

from common.access import AccessMixin
from forums.models import Programme
from forums.views.choosing import chosen_programme
from reports.charts import donor_figures, forum_charts, period_charts
from reports.figures.told import content_of, told_of
from reports.period_document import period_context
from reports.projection.donor.withheld import withheld_figures
from reports.projection.parts import part_in


class DonorFigures(AccessMixin, TemplateView):
    """One programme at a time. The office sees here what its donor sees."""

    permission = "reports.view_donor_figures"
    template_name = "reports/donor_figures.html"

    @cached_property
    def programmes(self):
        """Those whose donors' reports the reader reads, running ones first."""
        rows = list(Programme.objects.with_right(self.request.user, "report donor", "r").order_by("code"))
        return sorted(rows, key=lambda row: row.archived_at is not None)

    def get_context_data(self, **kwargs):
        """The chosen report's figures, and a chart over all of them."""
        language = (get_language() or "ar")[:2]
        programme = chosen_programme(self.programmes, self.request.GET.get("programme"))
        told = told_of(self.request.user, programme, language)
        context = super().get_context_data(
            programme=programme,
            programmes=self.programmes if len(self.programmes) > 1 else [],
            told=told,
            **kwargs,
        )
        if not told:
            return context
        chosen = self._chosen(told)
        content = part_in(content_of(chosen), language)
        makes = period_context if chosen.is_period else donor_figures
        return context | {
            "chosen": chosen,
            "shown": makes(content, language),
            "withheld": withheld_figures(content),
            "over_forums": forum_charts([one for one in told if not one.is_period], language),
            "over_periods": period_charts([one for one in told if one.is_period], language),
            "untold": sum(one.figures["attendances"] is None for one in told if not one.is_period),
        }

    def _chosen(self, told):
        """The one in the address; else the last period, or the last forum where no period was told of."""
        wanted = self.request.GET.get("report", "")
        return next((one for one in told if str(one.report.public_id) == wanted), told[-1])
