"""The library: what was released to donors, and for the office also what waits for release."""

from django.views.generic import ListView

from common.access import AccessMixin
from recommendations.news import last_visit
from reports.forms import LibraryForm
from reports.models import Report


def library_of(user):
    """Reports for readers outside that this one may open, the newest first, without their content."""
    reports = Report.objects.visible_to(user).for_readers()
    return reports.select_related("programme", "forum").defer("frozen").order_by("-released_at", "-id")


class Library(AccessMixin, ListView):
    """By programme and language; a filter that makes no sense is as none."""

    permission = "reports.view_report"
    template_name = "reports/library.html"
    context_object_name = "reports"
    paginate_by = 25

    def get_queryset(self):
        """Narrowed by what the form understood."""
        self.form = LibraryForm(self.request.GET, user=self.request.user)
        reports = library_of(self.request.user)
        self.form.full_clean()
        wanted = {key: value for key, value in self.form.cleaned_data.items() if value}
        if language := wanted.pop("language", None):
            # Who looks for one language is served by a document in both.
            reports = reports.filter(language__in={language, Report.Language.BOTH})
        return reports.filter(**wanted)

    def get_context_data(self, **kwargs):
        """The form beside the list, and since when a released report is new to this reader."""
        user = self.request.user
        return super().get_context_data(
            form=self.form,
            prepares_period=user.has_perm("reports.prepare_period"),
            reads_figures=user.has_perm("reports.view_donor_figures"),
            since=last_visit(user),
            **kwargs,
        )
