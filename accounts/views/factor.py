"""A lost second factor: asked by one administrator, allowed by another, done by the first."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts import services
from accounts.forms.reason import ReasonForm
from accounts.models import TwoPersonAct
from accounts.services.second_factor import ACT
from accounts.views.slips import slip
from accounts.views.team import OneAccount


class LostFactor(OneAccount, FormView):
    """Where the request stands; the form that asks; or, once allowed, the button that does it."""

    permission = "accounts.reset_factor"
    template_name = "accounts/team_factor.html"
    form_class = ReasonForm
    http_method_names = ["get", "post", "head", "options"]

    def get_context_data(self, **kwargs):
        """The reader's own request, whether it is allowed, and whether anybody could allow it."""
        user, open_states = self.request.user, [TwoPersonAct.State.ASKED, TwoPersonAct.State.ALLOWED]
        requests = TwoPersonAct.objects.filter(
            act=ACT, subject=self.account.public_id, asked_by=user, state__in=open_states
        )
        waiting = next((row for row in requests if not row.is_over), None)
        return super().get_context_data(
            account=self.account,
            waiting=waiting,
            permitted=services.is_permitted(actor=user, act=ACT, subject=self.account),
            has_second=services.has_second_person(actor=user),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Ask, or do what was allowed: the button says which."""
        if request.POST.get("do") != "reset":
            return super().post(request, *args, **kwargs)
        try:
            token = services.reset_second_factor(actor=request.user, user=self.account)
        except services.SecondPersonMissing:
            messages.warning(request, _("Nobody has allowed this yet, or the time for it is over."))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            return slip(request, token)
        return redirect("team_factor", self.account.public_id)

    def form_valid(self, form):
        """Asked; the other administrators find it on their page."""
        if not services.has_second_person(actor=self.request.user):
            form.add_error(None, _("There is no second administrator who could allow it."))
            return self.form_invalid(form)
        try:
            services.ask_to_reset_second_factor(
                actor=self.request.user, user=self.account, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Asked. A second administrator can allow it within 72 hours."))
        return redirect("team_factor", self.account.public_id)
