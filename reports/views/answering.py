"""The office's page of how institutions answer and keep what they promise, by institution, theme, district or quarter."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from common.access import AccessMixin
from forums.models import Programme
from forums.views.choosing import chosen_programme
from participants.models import Institution
from recommendations.deadlines import holidays
from reports.figures.answering import MEANINGS, asked_addressees, count_answering, lines_by
from reports.forms import PeriodForm

BY = {
    "institution": _("By institution"),
    "theme": _("By theme"),
    "district": _("By district"),
    "quarter": pgettext_lazy("figures", "By quarter"),
}
#: What a recommendation of two of them is counted in.
OVERLAPS = {"theme", "district"}


class AnsweringPage(AccessMixin, TemplateView):
    """One programme at a time, all of it or what was sent in a period."""

    permission = "recommendations.view_answering"
    template_name = "reports/answering.html"

    @cached_property
    def programmes(self):
        """Those whose recommendations the reader reads in full, running ones first."""
        rows = list(Programme.objects.with_right(self.request.user, "recommendation draft", "r"))
        return sorted(rows, key=lambda row: row.archived_at is not None)

    def get_context_data(self, **kwargs):
        """The counts of all, and a line a group."""
        by = self.request.GET.get("by") or "institution"
        if by not in BY:
            raise Http404
        form = PeriodForm(self.request.GET)
        period = form.cleaned_data if form.is_valid() else {}
        programme = chosen_programme(self.programmes, self.request.GET.get("programme"))
        closed = holidays()
        institution = self._institution()
        of = {"institution": institution} if institution else {}
        asked = list(asked_addressees(recommendation__programme=programme, **of, **period))
        as_of = timezone.localdate()
        lines = lines_by(by, asked, as_of=as_of, holidays=closed)
        language = get_language() or "ar"
        return super().get_context_data(
            programme=programme,
            enters_actuals=self.request.user.has_perm("forums.enter_actuals", programme),
            programmes=self.programmes if len(self.programmes) > 1 else [],
            by=by,
            institution=institution,
            ways=BY.items(),
            form=form,
            all=count_answering(asked, as_of=as_of, holidays=closed),
            lines=[(line.label(language), line.counts) for line in lines],
            overlaps=by in OVERLAPS,
            meanings=list(MEANINGS.values()),
            as_of=as_of,
            **kwargs,
        )

    def _institution(self):
        """The one that the page is about; None for all."""
        wanted = self.request.GET.get("institution")
        if not wanted:
            return None
        try:
            return Institution.objects.get(public_id=wanted)
        except (Institution.DoesNotExist, ValidationError) as error:
            raise Http404 from error
