"""The editor's last step: what speaks against approving, and handing the minutes over."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.services.approval import approval_warnings
from forums.services.minutes import submit_minutes, take_back_minutes
from forums.views.base import MinutesMixin
from forums.views.steps import editor_steps, neighbours

#: Beginning of a warning's key → the page that mends it; anything else comes with the recommendations.
_MENDED_AT = (
    ("date-missing", "forums:meeting"),
    ("date", "forums:decide_date"),
    ("attendance", "forums:attendance"),
    ("sex", "forums:attendance"),
    ("outputs", "forums:outputs"),
    ("words", "recommendations:words"),
)


@dataclass(frozen=True)
class Place:
    """The step that mends a warning."""

    blocking: bool
    url: str
    label: str


@dataclass(frozen=True)
class Mendable:
    """A warning and where it is mended."""

    place: Place
    message: str


def mendable(warnings, forum) -> list[Mendable]:
    """Each warning with its step, those of one step together, blocking ones first."""
    labels = {
        "forums:meeting": _("The meeting"),
        "forums:decide_date": _("Decision about the date"),
        "forums:attendance": _("Attendance list"),
        "forums:outputs": _("What was said"),
        "recommendations:words": _("Words of officials"),
        "recommendations:editor": _("Recommendations"),
    }
    order = list(labels)

    def name_of(warning):
        return next((page for start, page in _MENDED_AT if warning.key.startswith(start)), order[-1])

    ranked = sorted(warnings, key=lambda one: (not one.blocking, order.index(name_of(one))))
    return [
        Mendable(
            Place(one.blocking, reverse(name_of(one), args=[forum.public_id]), labels[name_of(one)]),
            one.message,
        )
        for one in ranked
    ]


class Check(MinutesMixin, TemplateView):
    """Warnings with the step that mends each; submitting; after that, where the minutes are and taking them back."""

    template_name = "forums/editor/check.html"

    def get_context_data(self, **context):
        """Blocking ones come first."""
        steps = editor_steps(self.minutes, "check")
        warnings = approval_warnings(self.minutes) if self.minutes.is_open else []
        return super().get_context_data(
            forum=self.forum,
            minutes=self.minutes,
            steps=steps,
            before=neighbours(steps, "check")[0],
            warnings=mendable(warnings, self.forum),
            blocked=any(warning.blocking for warning in warnings),
            **context,
        )


class _Walk(MinutesMixin, View):
    """A POST that walks one arrow of the minutes with the version that the reader saw."""

    http_method_names = ["post"]
    #: states in which the act has been done already, so that a second click is no error
    done_states: tuple = ()

    def post(self, request, *args, **kwargs):
        """Walk, and say so."""
        version = request.POST.get("version", "")
        try:
            self.walk(int(version) if version.isdecimal() else self.minutes.version)
        except (StaleVersion, NotAllowedHere):
            self.minutes.refresh_from_db(fields=["state"])
            if self.minutes.state not in self.done_states:
                messages.warning(request, _("The minutes changed since you looked. Please look again."))
                return redirect("forums:check", self.forum.public_id)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("forums:check", self.forum.public_id)
        messages.success(request, self.said())
        return redirect(self.leads_to, self.forum.public_id)


class Submit(_Walk):
    """Hands the draft to the manager."""

    done_states = ("submitted",)
    leads_to = "forums:check"

    def walk(self, version):
        """Submit."""
        submit_minutes(actor=self.request.user, minutes=self.minutes, expected=version)

    def said(self):
        """What happens next."""
        return _("The minutes are submitted. The manager finds them under what awaits approval.")


class TakeBack(_Walk):
    """Goes on writing before the manager has looked."""

    done_states = ("draft", "amending")
    leads_to = "forums:check"

    def walk(self, version):
        """Take back."""
        take_back_minutes(actor=self.request.user, minutes=self.minutes, expected=version)

    def said(self):
        """What can be done now."""
        return _("The minutes are taken back and can be written again.")
