"""Asking the community about a result: the round and its slips, for the office; the one page of a witness."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView, TemplateView

from common.access import AccessMixin
from common.printed_codes import grouped
from common.qr import qr_image
from common.workflow import NotAllowedHere
from recommendations.forms.witnesses import AskWitnessesForm, VoiceForm
from recommendations.services.witnesses import CLAIMED, end_witnesses
from recommendations.views.by_code import Unsigned
from recommendations.views.pages import AddresseeAct, addressee_or_404
from recommendations.voices import three_voices


class WitnessesPage(AccessMixin, TemplateView):
    """The three voices, what witnesses said in words, and whether a round runs."""

    permission = "recommendations.view_witnesses"
    template_name = "recommendations/witnesses.html"
    http_method_names = ["get", "head", "options"]

    def get_permission_subject(self):
        """The addressee."""
        self.addressee = addressee_or_404(self.request.user, self.kwargs["public_id"])
        self.recommendation = self.addressee.recommendation
        return self.addressee

    def get(self, request, *args, **kwargs):
        """Where nothing is claimed, and nobody was ever asked, there is nothing to see."""
        if self.addressee.state not in CLAIMED and not self.addressee.witness_rounds.exists():
            return self.nothing()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """The form is for who may ask, while no round runs."""
        addressee, user = self.addressee, self.request.user
        rounds = list(addressee.witness_rounds.counted())
        running = next((row for row in rounds if not row.is_over), None)
        asks = user.has_perm("recommendations.ask_witnesses", addressee)
        may_begin = asks and running is None and addressee.state in CLAIMED
        text, language = self.recommendation.in_language(get_language() or "ar")
        return super().get_context_data(
            **{"form": AskWitnessesForm() if may_begin else None}
            | three_voices(user, addressee, rounds)
            | {
                "addressee": addressee,
                "recommendation": self.recommendation,
                "text": text,
                "language": language,
                "detail_url": reverse("recommendations:detail", args=[self.recommendation.public_id]),
                "running": running,
                "ends": asks and running is not None,
            }
            | kwargs
        )

    def nothing(self):
        """Back to the recommendation, with the reason."""
        messages.warning(
            self.request,
            _("Nobody says here that there is a result, or the community is being asked already."),
        )
        return redirect("recommendations:detail", self.recommendation.public_id)


class AskWitnesses(WitnessesPage):
    """Makes the round; its slips are shown in the answer to that alone."""

    permission = "recommendations.ask_witnesses"
    http_method_names = ["post"]

    @sensitive_variables("codes")
    def post(self, request, *args, **kwargs):
        """The sheet, this once."""
        form = AskWitnessesForm(request.POST)
        if self.addressee.state not in CLAIMED:
            return self.nothing()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            row, codes = form.save(actor=request.user, addressee=self.addressee)
        except NotAllowedHere:
            return self.nothing()
        except PermissionDenied as error:
            raise Http404 from error
        language = form.cleaned_data["language"]
        with override(language):
            context = self.get_context_data() | {"sheet": self.sheet(row, codes), "slip_language": language}
        return render(request, "recommendations/witness_sheet.html", context)

    def sheet(self, row, codes):
        """What stands on the slips, in the language of the moment; nobody is named."""
        address = settings.SITE_URL + reverse("voice:give")
        slips = [(grouped(code), qr_image(f"{address}#{grouped(code)}")) for code in codes]
        wording = self.recommendation.as_sent().in_language(get_language() or "ar")
        return {
            "slips": slips,
            "wording": wording,
            "address": address.partition("://")[2],
            "until": row.until,
        }


class EndWitnesses(AddresseeAct):
    """No more slips are taken; what was said can be read."""

    permission = "recommendations.ask_witnesses"
    success = gettext_lazy("The round is over. What was said can be read now.")
    second = gettext_lazy("No round was running; nothing was done twice.")

    def act(self):
        """Once."""
        end_witnesses(actor=self.request.user, addressee=self.addressee)


class GiveVoice(Unsigned, FormView):
    """Code and answer in one; unknown, used and old codes are told alike, and nothing of what is asked stands here."""

    permission = "recommendations.give_voice"
    template_name = "recommendations/voice.html"
    form_class = VoiceForm
    http_method_names = ["get", "post", "head", "options"]

    @method_decorator(sensitive_post_parameters("code", "words", "felt"))
    def dispatch(self, request, *args, **kwargs):
        """No report of an error holds what was sent."""
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """The request: each try is counted for the place that it comes from."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        """Thanks, or the one refusal."""
        return redirect("voice:received") if form.save() else self.form_invalid(form)


class VoiceReceived(Unsigned, TemplateView):
    """Thanks; the same for everybody, with or without a code."""

    permission = "recommendations.give_voice"
    template_name = "recommendations/voice_received.html"
