"""The page that prepares a report of one forum's outcomes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forums.models import Forum, Minutes
from reports.forms import PrepareOutcomesForm
from reports.models import Report
from reports.projection.donor import NotApproved
from reports.views.preparing import Preparing


class PrepareOutcomes(Preparing):
    """For staff the internal one; a manager prepares for those outside too, once the minutes are approved."""

    permission = "reports.view_internal"
    template_name = "reports/prepare_outcomes.html"
    form_class = PrepareOutcomesForm

    @cached_property
    def forum(self):
        """The forum, or 404 where the reader may not know of it."""
        forums = Forum.objects.visible_to(self.request.user).select_related("programme", "minutes")
        return get_object_or_404(forums, public_id=self.kwargs["public_id"])

    @cached_property
    def reports(self):
        """Reports of this forum for readers outside that the reader sees."""
        reports = Report.objects.visible_to(self.request.user).for_readers().filter(forum=self.forum)
        return reports.select_related("programme", "forum")

    @property
    def is_approved(self):
        """Whether the minutes are approved as they stand: only then anything of them leaves the house."""
        return hasattr(self.forum, "minutes") and self.forum.minutes.state == Minutes.State.APPROVED

    def get_permission_subject(self):
        """Asked about the forum."""
        return self.forum

    def get_form_kwargs(self):
        """Which audiences are offered depends on the reader and on the minutes."""
        own = {"user": self.request.user, "forum": self.forum, "is_approved": self.is_approved}
        return super().get_form_kwargs() | own

    def get_initial(self):
        """For the donor, unless the draft was for others; for whom else, where there is one choice only."""
        chosen = Report.Audience.DONOR if self.is_approved else Report.Audience.INTERNAL
        if not self.request.user.has_perm("reports.prepare_donor", self.forum):
            chosen = Report.Audience.INTERNAL
        return {"audience": chosen.value} | super().get_initial()

    def form_valid(self, form):
        """Of a closed forum nothing is told to the public, and minutes that are being amended stay in the house."""
        try:
            return super().form_valid(form)
        except NotApproved:
            messages.error(
                self.request,
                _("Only approved minutes are reported, and of a closed forum nothing is told to the public."),
            )
            return redirect("reports:prepare_outcomes", self.forum.public_id)

    def get_context_data(self, **kwargs):
        """The forum, and whether it can be told of outside."""
        return super().get_context_data(forum=self.forum, is_approved=self.is_approved, **kwargs)
