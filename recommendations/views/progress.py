"""Reporting what was done, verifying it, and handing out the files that show it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from common.access import AccessMixin
from common.headers import BARE_POLICY
from common.sealed_files import TYPES, read_file
from common.workflow import NotAllowedHere
from recommendations.forms import UpdateForm, VerifyForm, update_kinds
from recommendations.models import Addressee, Attachment, Recommendation
from recommendations.thread import update_steps
from recommendations.views.pages import AddresseePage
from recommendations.voices import three_voices


class UpdatePage(AddresseePage):
    """An update, by the institution or by staff on its behalf."""

    permission = "recommendations.report_progress"
    template_name = "recommendations/update.html"

    def require_open(self) -> None:
        """There is work to report on."""
        _require(self.addressee, bool(update_kinds(self.addressee.state)), "update")

    def post(self, request, *args, **kwargs):
        """Record it; the same words once more are a second click."""
        answer = super().post(request, *args, **kwargs)
        if self.overtaken and self._recorded_before():
            return redirect(self.back())
        return answer

    def make_form(self, data=None):
        """A form on the addressee as it stands."""
        return UpdateForm(data, self.files(data), actor=self.request.user, addressee=self.fresh())

    def _recorded_before(self):
        last = self.addressee.updates.filter(made_by=self.request.user).order_by("-pk").first()
        return last is not None and last.text == self.request.POST.get("summary", "").strip().replace(
            "\r\n", "\n"
        )

    @property
    def saved_message(self):
        """What was done."""
        return _("The update was recorded.")

    @property
    def closed_message(self):
        """Why it was not."""
        return _("There is nothing to report on here now.")


class VerifyPage(AddresseePage):
    """What staff found of a result that was reported done."""

    permission = "recommendations.verify"
    template_name = "recommendations/verify.html"

    def require_open(self) -> None:
        """Something is reported done."""
        _require(self.addressee, self.addressee.state == Addressee.State.REPORTED_DONE, "verify")

    def make_form(self, data=None):
        """A form on the addressee as it stands."""
        return VerifyForm(data, actor=self.request.user, addressee=self.fresh())

    def get_context_data(self, **kwargs):
        """What was reported, with what shows it."""
        updates = self.addressee.updates.prefetch_related("evidence__attachment").order_by("-pk")
        last = updates.first()
        heard = three_voices(self.request.user, self.addressee, list(self.addressee.witness_rounds.counted()))
        return super().get_context_data(steps=update_steps(last) if last else [], **heard, **kwargs)

    @property
    def saved_message(self):
        """What was done."""
        return _("The finding was recorded.")

    @property
    def closed_message(self):
        """Why it was not."""
        return _("Nothing is reported done here now, or it was verified already.")


class AttachmentFile(AccessMixin, View):
    """One file, to be saved: never shown in the page, whatever it is."""

    http_method_names = ["get"]
    permission = "recommendations.view_attachment"

    def get_permission_subject(self):
        """The attachment, if the reader may see it."""
        rows = Attachment.objects.visible_to(self.request.user).select_related(
            "letter", "evidence__update__addressee__recommendation"
        )
        self.attachment = get_object_or_404(rows.distinct(), public_id=self.kwargs["public_id"])
        return self.attachment

    def get(self, request, *args, **kwargs):
        """The plain content; its name tells nothing."""
        attachment = self.attachment
        answer = HttpResponse(read_file(attachment), content_type=TYPES[attachment.kind])
        name = f"{attachment.public_id.hex[:12]}.{attachment.kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = f"{BARE_POLICY}; sandbox"
        return answer


def _require(addressee, fits, action):
    recommendation = addressee.recommendation
    if not fits or recommendation.standing != Recommendation.Standing.OPEN:
        raise NotAllowedHere(addressee.state, action)
