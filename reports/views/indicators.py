"""Indicators of a programme: baseline, target and what was reached, which the office enters where nobody counts it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView

from common.access import AccessMixin
from forums.models import Indicator, IndicatorTarget, Programme
from forums.services.indicators import enter_actuals
from recommendations.deadlines import holidays
from reports.figures.answering import asked_addressees, count_answering
from reports.forms.indicators import ActualsForm, name_of

#: Figures that this page counts by itself; the others stand in the report of the period.
COUNTED = {
    "answered_share": "response_percent",
    "response_percent": "response_percent",
    "kept_share": "kept_percent",
    "kept_percent": "kept_percent",
}


class IndicatorsPage(AccessMixin, FormView):
    """One line a target, in the order of the codes and periods."""

    permission = "forums.enter_actuals"
    template_name = "reports/indicators.html"
    form_class = ActualsForm
    http_method_names = ["get", "post", "head", "options"]

    def get_permission_subject(self):
        """The programme, as far as the reader knows it."""
        known = Programme.objects.with_right(self.request.user, "programme", "r")
        self.programme = get_object_or_404(known, public_id=self.kwargs["public_id"])
        return self.programme

    def get_form_kwargs(self):
        """The targets whose actuals are entered by hand."""
        self.targets = list(
            IndicatorTarget.objects.filter(indicator__programme=self.programme)
            .select_related("indicator")
            .order_by("indicator__code", "period_start", "pk")
        )
        by_hand = [row for row in self.targets if row.indicator.source == Indicator.Source.HAND]
        return super().get_form_kwargs() | {"targets": by_hand}

    def form_valid(self, form):
        """All or none."""
        try:
            changed = enter_actuals(actor=self.request.user, programme=self.programme, actuals=form.actuals())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved.") if changed else _("Nothing was changed."))
        return redirect("reports:indicators", self.programme.public_id)

    def get_context_data(self, **kwargs):
        """The lines."""
        context = super().get_context_data(programme=self.programme, **kwargs)
        form = context["form"]
        counted, language = self.counted(), get_language() or "ar"
        context["lines"] = [
            {
                "target": row,
                "statement": statement_of(row.indicator),
                "unit": row.indicator.unit_in(language),
                "means": row.indicator.means_of_verification_in(language),
                "field": form[name_of(row)] if name_of(row) in form.fields else None,
                "actual": counted.get(row.pk),
            }
            for row in self.targets
        ]
        context["enters"] = bool(form.targets)
        return context

    def counted(self):
        """{key of a target: percent} of those that the portal counts from answers; the same statements for any number."""
        ours = [row for row in self.targets if row.indicator.figure in COUNTED and not self.is_by_hand(row)]
        if not ours:
            return {}
        asked, closed = list(asked_addressees(recommendation__programme=self.programme)), holidays()
        found = {}
        for row in ours:
            sent = [
                one for one in asked if row.period_start <= timezone.localdate(one.sent_at) <= row.period_end
            ]
            counts = count_answering(sent, as_of=timezone.localdate(), holidays=closed)
            found[row.pk] = getattr(counts, COUNTED[row.indicator.figure])
        return found

    @staticmethod
    def is_by_hand(row):
        """Whether somebody enters it."""
        return row.indicator.source == Indicator.Source.HAND


def statement_of(indicator) -> str:
    """In the language of the page where there is one."""
    english = (get_language() or "ar").startswith("en")
    return indicator.statement_en if english and indicator.statement_en else indicator.statement_ar
