"""The seal over who said one thing: asked for with a reason, opened once with a second person's word."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView, View

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, has_second_person, is_permitted
from common.access import AccessMixin
from common.encryption import RingAbsent, Undecipherable, ring_is_here
from common.forms import note_of
from forums.models import Output
from forums.services.seal import OPENING, NothingSealed, ask_to_open_seal, open_seal
from forums.services.speakers import is_sealed


class SealMixin(AccessMixin):
    """A page about the seal over the output in the address."""

    permission = "forums.open_seal"

    @cached_property
    def output(self):
        """The output, or 404."""
        rows = Output.objects.visible_to(self.request.user).kept()
        return get_object_or_404(
            rows.select_related("minutes__forum__programme"), public_id=self.kwargs["row"]
        )

    def get_permission_subject(self):
        """Asked about the output itself."""
        return self.output

    def back(self):
        """To the page of the seal."""
        return redirect("forums:seal", self.output.public_id)


class SealPage(SealMixin, TemplateView):
    """Says how the seal stands; the name is in the answer to the opening and nowhere else."""

    template_name = "forums/seal.html"

    @sensitive_variables("name")
    def post(self, request, *args, **kwargs):
        """Use the second person's word up, put it on the record, then show the name."""
        try:
            name = open_seal(actor=request.user, output=self.output)
        except SecondPersonMissing:
            messages.warning(request, _("Nobody has allowed it, or it was opened already."))
        except (NothingSealed, RingAbsent):
            pass  # The page says so.
        except Undecipherable:
            messages.error(
                request,
                _("The key on this machine is not the one of this seal. Nothing was opened; the word holds."),
            )
        else:
            return self.render_to_response(self.get_context_data(name=name, is_shown=True))
        return self.back()

    def get_context_data(self, **kwargs):
        """Whether there is a seal, whether its key is here, and how the second person's word stands."""
        user, output = self.request.user, self.output
        forum = output.minutes.forum
        waiting = TwoPersonAct.objects.filter(
            act=OPENING, subject=output.public_id, asked_by=user, state=TwoPersonAct.State.ASKED
        )
        return super().get_context_data(**kwargs) | {
            "output": output,
            "forum": forum,
            "is_sealed": is_sealed(output),
            "key_is_here": ring_is_here("speakers"),
            "has_second": has_second_person(actor=user, programme=forum.programme),
            "may_open": is_permitted(actor=user, act=OPENING, subject=output),
            "waits": any(not request.is_over for request in waiting),
        }


class AskToOpenSeal(SealMixin, View):
    """Asks a second person; POST alone."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Ask; asking twice is one request."""
        path = reverse("forums:seal", args=[self.output.public_id])
        try:
            ask_to_open_seal(actor=request.user, output=self.output, reason=note_of(request), path=path)
        except ValidationError:
            messages.error(request, _("Please write the reason."))
        except NothingSealed:
            pass  # The page says so.
        else:
            messages.success(
                request, _("Asked. As soon as a second person has allowed it, the seal can be opened once.")
            )
        return self.back()
