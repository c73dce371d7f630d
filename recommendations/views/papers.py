"""The paper with a one-time code, which staff make, print at once and withdraw; the letter that confirms an answer."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from common.printed_codes import grouped
from common.qr import qr_image
from common.workflow import NotAllowedHere
from recommendations.forms import ConfirmingLetterForm, PaperForm
from recommendations.forms.answering import offered_to
from recommendations.models import AnswerCode, Response
from recommendations.possible import awaits_answer
from recommendations.presentation import decision_words
from recommendations.services.codes import withdraw_code
from recommendations.thread import answer_steps
from recommendations.views.form_page import FormPage
from recommendations.views.pages import AddresseeAct, AddresseePage, response_or_404


class Paper(AddresseePage):
    """Whether there is a code, and the form that makes one; the paper itself is shown in the answer to that alone."""

    permission = "recommendations.make_code"
    template_name = "recommendations/paper_form.html"

    def require_open(self) -> None:
        """Asked, and not answered yet."""
        if not awaits_answer(self.addressee):
            raise NotAllowedHere(self.addressee.state, "make_code")

    def make_form(self, data=None):
        """The language of the paper."""
        return PaperForm(data)

    @sensitive_variables("characters")
    def post(self, request, *args, **kwargs):
        """Make a code and show its paper, this once."""
        self.require_open()
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        code, characters = form.save(actor=request.user, addressee=self.addressee)
        language = form.cleaned_data["language"]
        with override(language):
            paper = self.paper(code, characters)
        context = self.get_context_data() | {"paper": paper, "paper_language": language}
        return render(request, "recommendations/paper.html", context)

    def get_context_data(self, **kwargs):
        """The code that is open now, if there is one."""
        code = AnswerCode.objects.in_time().filter(addressee=self.addressee).select_related("made_by").first()
        return super().get_context_data(code=code, **kwargs)

    def paper(self, code, characters):
        """What stands on it, in the language of the moment; nobody is named."""
        recommendation = self.recommendation
        address = settings.SITE_URL + reverse("answer:code")
        return {
            "wording": recommendation.as_sent().in_language(get_language() or "ar"),
            "characters": grouped(characters),
            "address": address.partition("://")[2],
            "qr": qr_image(f"{address}#{grouped(characters)}"),
            "until": code.expires_at,
            "boxes": [decision_words(one, recommendation.kind) for one in offered_to(recommendation.kind)],
            "question": self.addressee.responses.exclude(clarification="").order_by("round").last(),
        }

    @property
    def closed_message(self):
        """Why there is no paper."""
        return _("No answer is awaited here now, or a colleague made a paper at the same moment.")


class WithdrawCode(AddresseeAct):
    """The paper is lost, or not needed any more."""

    permission = "recommendations.make_code"
    success = gettext_lazy("The code was withdrawn. Nobody can answer by it.")
    second = gettext_lazy("There was no code to withdraw; nothing was done twice.")

    def act(self):
        """Once."""
        withdraw_code(actor=self.request.user, addressee=self.addressee)


class ConfirmByLetter(FormPage):
    """The letter by which the institution stands by an answer that is not confirmed yet."""

    permission = "recommendations.confirm_by_letter"
    template_name = "recommendations/confirm_by_letter.html"

    def get_permission_subject(self):
        """The answer."""
        self.response = response_or_404(self.request.user, self.kwargs["public_id"])
        return self.response

    def require_open(self) -> None:
        """Sent, standing, and not confirmed."""
        if not self.response.stands or self.response.is_confirmed:
            raise NotAllowedHere("confirmed", "confirm")

    def make_form(self, data=None):
        """Number, date, subject and scan."""
        current = Response.objects.select_related("addressee__recommendation__programme").get(
            pk=self.response.pk
        )
        files = None if data is None else self.request.FILES
        return ConfirmingLetterForm(data, files, actor=self.request.user, response=current)

    def get_context_data(self, **kwargs):
        """The ask and the answer."""
        addressee = self.response.addressee
        return super().get_context_data(
            addressee=addressee,
            recommendation=addressee.recommendation,
            steps=answer_steps(self.response),
            back_to=self.back(),
            **kwargs,
        )

    def back(self):
        """The answer."""
        return reverse("recommendations:response", args=[self.response.public_id])

    @property
    def saved_message(self):
        """What was done."""
        return _("The letter was recorded. The answer is confirmed and counts now.")

    @property
    def closed_message(self):
        """Why nothing was."""
        return _("The answer was confirmed or withdrawn already; nothing was done twice.")
