"""What a manager (or staff, where the rules say so) does with one recommendation: POST only, one service each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from common.access import AccessMixin
from common.forms import note_of
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from recommendations.models import Addressee, Recommendation
from recommendations.services.addressing import confirm_guess
from recommendations.services.sending import send_recommendation
from recommendations.services.withdrawal import withdraw_recommendation


class Act(AccessMixin, View):
    """One act on a recommendation that the reader sees; what a service refuses is said on its page."""

    http_method_names = ["post"]
    success = ""
    #: what somebody is told who came second, where the subclass has words of its own
    second = ""

    def get_permission_subject(self):
        """The recommendation, if the reader may see it."""
        visible = Recommendation.objects.visible_to(self.request.user).select_related("programme")
        self.recommendation = get_object_or_404(visible, public_id=self.kwargs["public_id"])
        return self.recommendation

    def post(self, request, *args, **kwargs):
        """Do it and lead back to the page."""
        try:
            self.act()
        except (NotAllowedHere, StaleVersion):
            messages.warning(request, self.overtaken())
        except NoteMissing:
            messages.error(request, _("Please give the reason."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except PermissionDenied as error:
            raise Http404 from error
        else:
            messages.success(request, self.success)
        return redirect("recommendations:detail", self.recommendation.public_id)

    def act(self):
        """Call the one service."""
        raise NotImplementedError

    def overtaken(self) -> str:
        """What somebody is told who came second, or clicked twice."""
        current = Recommendation.objects.get(pk=self.recommendation.pk)
        if current.standing == Recommendation.Standing.WITHDRAWN:
            return _("It was withdrawn already; nothing was done twice.")
        if current.number is not None:
            return _("It was sent already; nothing was done twice.")
        return _("Somebody else changed it meanwhile. Please review it and try again.")

    def version(self) -> int:
        """The version that the reader saw."""
        value = self.request.POST.get("version", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


class SendRecommendation(Act):
    """Send it: number, states and messages."""

    permission = "recommendations.manage"
    success = gettext_lazy("The recommendation was sent.")

    def act(self):
        """Once; a second click is told so."""
        send_recommendation(
            actor=self.request.user, recommendation=self.recommendation, expected=self.version()
        )


class WithdrawRecommendation(Act):
    """Take it back with a reason."""

    permission = "recommendations.take_back"
    success = gettext_lazy("The recommendation was withdrawn.")

    def act(self):
        """With the note as the reason."""
        withdraw_recommendation(
            actor=self.request.user,
            recommendation=self.recommendation,
            expected=self.version(),
            reason=note_of(self.request),
        )


class ConfirmGuess(Act):
    """Say that a proposed addressee is right."""

    permission = "recommendations.confirm_guess"
    success = gettext_lazy("The addressee was confirmed.")

    def get_permission_subject(self):
        """The addressee, of a recommendation that the reader sees."""
        visible = Recommendation.objects.visible_to(self.request.user)
        self.addressee = get_object_or_404(
            Addressee.objects.select_related("recommendation__programme"),
            public_id=self.kwargs["public_id"],
            recommendation__in=visible,
        )
        self.recommendation = self.addressee.recommendation
        return self.addressee

    def act(self):
        """Nothing happens twice."""
        confirm_guess(actor=self.request.user, addressee=self.addressee)
