"""What every page of the editor does: find the minutes or answer 404, keep what was typed, say what happened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.access import AccessMixin
from common.editing import who_saved
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.services.writing import MinutesClosed, require_open
from forums.views.steps import editor_steps, minutes_with_counts, neighbours

__all__ = ["EditorPage", "MinutesMixin", "RowAct", "who_saved"]


class MinutesMixin(AccessMixin):
    """A page about the minutes of the forum in the address; `self.minutes` and `self.forum` are set.

    What somebody else did meanwhile (submitted, approved, reopened) is said and leads to the record.
    """

    permission = "forums.write_minutes"

    def get_permission_subject(self):
        """The minutes, if the reader may see them."""
        found = minutes_with_counts(self.request.user)
        self.minutes = get_object_or_404(found, forum__public_id=self.kwargs["public_id"])
        self.forum = self.minutes.forum
        return self.minutes

    def dispatch(self, request, *args, **kwargs):
        """Turn what services refuse into an answer."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except (MinutesClosed, NotAllowedHere):
            messages.warning(request, self.closed_message())
            return redirect("forums:detail", self.forum.public_id)
        except PermissionDenied as error:
            raise Http404 from error

    def closed_message(self) -> str:
        """What the reader is told who came too late."""
        self.minutes.refresh_from_db(fields=["state"])
        if self.minutes.state == self.minutes.State.SUBMITTED:
            return _("The minutes are submitted. To go on writing, please take them back first.")
        if self.minutes.state == self.minutes.State.APPROVED:
            return _("The minutes are approved. To change them, a manager reopens them with a reason.")
        return _("The minutes are being written; this step is not due now.")


class EditorPage(MinutesMixin, TemplateView):
    """One step of the editor with one form. Subclasses make the form and say where a saved one leads."""

    step = ""

    def get(self, request, *args, **kwargs):
        """The page, as long as the minutes may be written."""
        require_open(self.minutes)
        return self.render(self.make_form())

    def post(self, request, *args, **kwargs):
        """Save; or show the form as it was typed, with what is to be mended."""
        # Before the form: nobody mends a form only to hear that the minutes are closed.
        require_open(self.minutes)
        form = self.make_form(request.POST)
        try:
            saved = form.save() if form.is_valid() else None
        except StaleVersion as stale:
            form.overtaken_by(self.fresh_form(stale.current))
            return self.render(form, saved_by=who_saved(stale.current, request.user))
        if saved is None:
            return self.render(form)
        return redirect(self.after(saved))

    def render(self, form, **context):
        """The page around a form."""
        return self.render_to_response(self.get_context_data(form=form, **context))

    def get_context_data(self, **context):
        """The frame: the forum, the steps, the neighbours."""
        steps = editor_steps(self.minutes, self.step)
        before, after = neighbours(steps, self.step)
        frame = {
            "forum": self.forum,
            "minutes": self.minutes,
            "steps": steps,
            "before": before,
            "next": after,
        }
        return super().get_context_data(**frame, **context)

    def make_form(self, data=None):
        """The form of this step."""
        raise NotImplementedError

    def fresh_form(self, current):
        """The same form, unbound, on the row as somebody else left it."""
        raise NotImplementedError

    def after(self, saved):
        """Where to go once it is saved."""
        raise NotImplementedError


class RowAct(MinutesMixin, View):
    """A POST about one row of the minutes: `rows()` finds it or the answer is 404; `act()` does it."""

    http_method_names = ["post"]

    def get_permission_subject(self):
        """The minutes that the row belongs to."""
        self.row = get_object_or_404(self.rows(), public_id=self.kwargs["row"])
        found = minutes_with_counts(self.request.user)
        self.minutes = get_object_or_404(found, forum=self.forum_of(self.row))
        self.forum = self.minutes.forum
        return self.minutes
