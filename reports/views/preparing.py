"""What pages that prepare a report have in common: the draft that is written anew, freezing, and what comes of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import FormView

from common.access import AccessMixin
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from reports.models import Report
from reports.views.release import CHANGED
from reports.views.rendering import hand_out


class Preparing(AccessMixin, FormView):
    """POST freezes. With a draft in the address its choices and texts stand in the form, and it gives way to the new one.

    A report for readers outside is looked at next, an internal one is handed out.
    """

    http_method_names = ["get", "head", "post", "options"]

    @cached_property
    def reports(self):
        """Reports for readers outside that the reader sees here."""
        raise NotImplementedError

    @cached_property
    def draft(self):
        """The draft that is written anew; an id that says nothing is none."""
        wanted = self.request.GET.get("draft")
        try:
            return self.reports.filter(public_id=wanted, state="draft").first() if wanted else None
        except ValidationError:
            return None

    def get_initial(self):
        """As in the draft; else in the reader's language."""
        if self.draft:
            return self.form_class.initial_of(self.draft)
        return {"language": (get_language() or "ar")[:2]}

    def form_valid(self, form):
        """Freeze, and lead to what was asked for."""
        draft = self.draft if self.draft and form.is_about(self.draft) else None
        try:
            report = form.save(actor=self.request.user, instead_of=draft)
        except (StaleVersion, NotAllowedHere):
            messages.warning(self.request, CHANGED)
            return redirect(self.request.path)
        if report.audience != Report.Audience.INTERNAL:
            return redirect("reports:report", report.public_id)
        return hand_out(self.request, report)

    def get_context_data(self, **kwargs):
        """What was prepared before."""
        return super().get_context_data(draft=self.draft, reports=self.reports.defer("frozen")[:10], **kwargs)
