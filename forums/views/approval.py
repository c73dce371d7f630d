"""The manager's page: the minutes in full, a reason for each warning, the protection checklist."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.forms import note_of
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from forums.forms.approval import ApprovalForm, ReturnForm
from forums.forms.attendance import attendance_rows
from forums.models import Minutes
from forums.services.approval import approval_warnings
from forums.services.minutes import reopen_minutes
from forums.services.own_approval import ask_to_approve_own
from forums.views.base import MinutesMixin
from forums.views.check import mendable
from forums.views.counting import kinds_in_words
from forums.views.shown import thanks_of, with_entries, with_sides


class Approval(MinutesMixin, TemplateView):
    """Approve, or return with a note. What changed since the page was opened must be looked at again."""

    permission = "forums.approve_minutes"
    template_name = "forums/editor/approval.html"

    def get(self, request, *args, **kwargs):
        """The minutes as they were submitted."""
        if self.minutes.state != Minutes.State.SUBMITTED:
            raise NotAllowedHere(self.minutes.state, "approve")
        return self._render(*self._forms())

    def post(self, request, *args, **kwargs):
        """Approve or return."""
        returning = "return" in request.POST
        if self.minutes.state != Minutes.State.SUBMITTED:
            raise NotAllowedHere(self.minutes.state, "approve")
        forms = self._forms(**{"return_data" if returning else "data": request.POST})
        form = forms[1] if returning else forms[0]
        try:
            saved = form.save() if form.is_valid() else None
        except StaleVersion as stale:
            for either in forms:
                either.initial["version"] = stale.current.version
            form.adopt(stale.current.version)
            return self._render(*forms, changed=True)
        if saved is None:
            return self._render(*forms)
        said = _("The minutes are returned to the writer.") if returning else _("The minutes are approved.")
        messages.success(request, said)
        return redirect("forums:detail", self.forum.public_id)

    def closed_message(self):
        """What a manager is told who came too late."""
        self.minutes.refresh_from_db(fields=["state"])
        if self.minutes.state == Minutes.State.APPROVED:
            return _("The minutes are approved already.")
        return _("The minutes are not submitted now: their writer is at work on them.")

    def _forms(self, data=None, return_data=None):
        user = self.request.user
        self.warnings = approval_warnings(self.minutes)
        approval = ApprovalForm(data, user=user, minutes=self.minutes, warnings=self.warnings)
        return approval, ReturnForm(return_data, user=user, minutes=self.minutes)

    def _render(self, form, return_form, **context):
        outputs = list(
            self.minutes.outputs.kept()
            .select_related("spoken_by_category")
            .prefetch_related("themes")
            .order_by("position", "id")
        )
        return self.render_to_response(
            self.get_context_data(
                form=form,
                return_form=return_form,
                forum=self.forum,
                minutes=self.minutes,
                blocking=[one for one in mendable(self.warnings, self.forum) if one.place.blocking],
                rows=with_entries(list(attendance_rows(self.forum).filter(removed_at=None))),
                outputs=with_sides(outputs),
                counts=kinds_in_words([one.kind for one in outputs]),
                thanks=thanks_of(self.forum),
                **context,
            )
        )


class AskOwnApproval(MinutesMixin, View):
    """A manager who wrote in the minutes asks a second person; POST alone."""

    permission = "forums.ask_own_approval"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Ask; asking twice is one request."""
        path = reverse("forums:approval", args=[self.forum.public_id])
        try:
            ask_to_approve_own(actor=request.user, minutes=self.minutes, reason=note_of(request), path=path)
        except ValidationError:
            messages.error(request, _("Please write the reason."))
        else:
            text = _("Asked. As soon as a second person has allowed it, you can approve the minutes.")
            messages.success(request, text)
        return redirect("forums:detail", self.forum.public_id)


class Reopen(MinutesMixin, View):
    """Opens the next revision, with a reason."""

    permission = "forums.reopen_minutes"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Reopen; a second click finds it done."""
        version = request.POST.get("version", "")
        try:
            reopen_minutes(
                actor=request.user,
                minutes=self.minutes,
                expected=int(version) if version.isdecimal() else self.minutes.version,
                note=note_of(request),
            )
            messages.success(request, _("The minutes are reopened: their writer can amend them now."))
        except NoteMissing:
            messages.error(request, _("Please write why the minutes are reopened."))
        except (StaleVersion, NotAllowedHere):
            self.minutes.refresh_from_db(fields=["state"])
            if self.minutes.state != Minutes.State.AMENDING:
                messages.warning(request, _("The minutes changed since you looked. Please look again."))
        return redirect("forums:detail", self.forum.public_id)
