"""What awaits a second person: allowed or refused by him, taken back by the one who asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from accounts import services
from accounts.models import Role, TwoPersonAct
from common.access import AccessMixin
from common.forms import note_of
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing

State = TwoPersonAct.State
#: state → tone of its chip
TONES = {
    State.ASKED: "open",
    State.ALLOWED: "ok",
    State.REFUSED: "late",
    State.TAKEN_BACK: "plain",
    State.DONE: "plain",
}
#: Of those that are over, so many are shown.
SHOWN = 20


def shown(act) -> dict:
    """One request as a page shows it."""
    ends = {State.ASKED: act.created_at + act.WAITS}
    if act.decided_at:
        ends[State.ALLOWED] = act.decided_at + act.VALID
    return {
        "act": act,
        "until": None if act.is_over else ends.get(State(act.state)),
        "is_over": act.is_over,
        "tone": "plain" if act.is_over else TONES[State(act.state)],
        "can_do": act.state == State.ALLOWED and not act.is_over,
        "can_take_back": act.state in (State.ASKED, State.ALLOWED) and not act.is_over,
    }


class SecondPersonPage(AccessMixin, TemplateView):
    """Requests that wait for the reader, and those that he made."""

    permission = "accounts.view_home"
    template_name = "accounts/second_person.html"

    def get_context_data(self, **kwargs):
        """Both lists, the oldest that waits first; and where nobody could be his second person."""
        user = self.request.user
        waiting = TwoPersonAct.objects.awaiting(user).select_related("asked_by").order_by("pk")
        asked = TwoPersonAct.objects.filter(asked_by=user).select_related("decided_by").order_by("-pk")
        return super().get_context_data(
            waiting=[shown(act) for act in waiting],
            # The page on which it is done is a manager's; who holds a second key alone goes by code and reason.
            is_manager=Role.MANAGER in user.roles(),
            asked=[shown(act) for act in asked[:SHOWN]],
            alone=self._alone(user),
            **kwargs,
        )

    @staticmethod
    def _alone(user) -> list:
        """Programmes that the reader manages without anybody beside him."""
        managed = [row for row in user.current_memberships if row.role == Role.MANAGER]
        return [
            row.programme
            for row in managed
            if not services.has_second_person(actor=user, programme=row.programme)
        ]


class Decide(AccessMixin, View):
    """One word on one request that the reader sees; POST alone. Whether he may say it, the table of states asks.

    So whoever comes second of two is told so, instead of finding nothing.
    """

    permission = "accounts.view_home"
    http_method_names = ["post"]
    done = ""

    def get_permission_subject(self):
        """The request."""
        rows = TwoPersonAct.objects.visible_to(self.request.user)
        self.request_of = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.request_of

    def post(self, request, *args, **kwargs):
        """Say it, or be told that somebody was faster."""
        value = request.POST.get("version", "")
        version = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
        try:
            if self.request_of.is_over:
                raise NotAllowedHere(self.request_of.state, "time is over")
            self.say(request.user, version)
        except (NotAllowedHere, StaleVersion):
            messages.warning(request, _("Its state has changed meanwhile; nothing was done twice."))
        except NoteMissing:
            messages.error(request, _("Please give a reason for the refusal."))
        except PermissionDenied as refusal:
            raise Http404 from refusal
        else:
            messages.success(request, self.done)
        return redirect("second_person")


class Allow(Decide):
    """Yes."""

    done = gettext_lazy("Allowed. The one who asked can do it within 24 hours.")

    def say(self, user, version):
        """By the service."""
        services.allow_act(actor=user, request=self.request_of, expected=version)


class Refuse(Decide):
    """No, and why."""

    done = gettext_lazy("Refused.")

    def say(self, user, version):
        """By the service."""
        note = note_of(self.request)
        services.refuse_act(actor=user, request=self.request_of, reason=note, expected=version)


class TakeBack(Decide):
    """The one who asked does not want it any more."""

    done = gettext_lazy("Taken back.")

    def say(self, user, version):
        """By the service."""
        services.take_back_act(actor=user, request=self.request_of, expected=version)
