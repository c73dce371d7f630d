"""Answering: by the institution itself, or by staff on its behalf; what was sent; confirming and taking back."""

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.rights import institutions_where
from common.forms import note_of
from common.workflow import NotAllowedHere
from recommendations.deadlines import due_of, holidays, overdue
from recommendations.forms import BehalfAnswerForm, OwnAnswerForm, own_draft
from recommendations.models import Addressee, Recommendation
from recommendations.possible import awaits_answer, may_withdraw, standing_response
from recommendations.presentation import late_chip, ready_words
from recommendations.services.answers import confirm_response, withdraw_response
from recommendations.services.codes import receipt_of
from recommendations.services.sending import clarify
from recommendations.thread import Words, answer_steps
from recommendations.views.pages import AddresseeAct, AddresseePage, ResponseAct, ResponseMixin


class AnswerPage(AddresseePage):
    """The form. Who comes when nothing is asked any more is led to what was answered."""

    permission = "recommendations.open_answer"
    template_name = "recommendations/answer.html"

    def require_open(self) -> None:
        """Asked, and not answered yet."""
        if not awaits_answer(self.addressee):
            raise NotAllowedHere(self.addressee.state, "answer")

    @property
    def own(self) -> bool:
        """Whether the institution answers for itself."""
        return self.addressee.institution_id in institutions_where(self.request.user, "response", "w")

    def make_form(self, data=None):
        """The institution's form with its draft, or the one of staff."""
        addressee = self.fresh()
        if self.own:
            draft = own_draft(addressee)
            return OwnAnswerForm(data, actor=self.request.user, addressee=addressee, draft=draft)
        return BehalfAnswerForm(data, self.files(data), actor=self.request.user, addressee=addressee)

    def get_context_data(self, **kwargs):
        """What was asked before it, and until when."""
        late = overdue(self.addressee, holidays())
        return super().get_context_data(
            own=self.own,
            due=due_of(self.addressee),
            late=late and late_chip(late, self.recommendation.kind),
            question=self._question(),
            extensions=list(self.addressee.extensions.all()),
            ready=ready_words(self._ready(), self.request.user),
            **kwargs,
        )

    def _ready(self):
        """The draft that waits for who validates it, for the institution's own accounts."""
        return self.addressee.responses.ready().first() if self.own else None

    def _question(self):
        """What was asked of the programme and clarified before; never out of a draft, which is its writer's alone."""
        sent = self.addressee.responses.filter(sent_at__isnull=False)
        return sent.exclude(clarification="").order_by("round").last()

    def back(self):
        """What was sent; the form again after a draft, the list once it was handed over; the recommendation where there
        is nothing else."""
        saved = self.saved or standing_response(self.addressee)
        if saved is None:
            return self.detail()
        if saved.ready_at is not None:
            return reverse("home")
        if saved.is_draft:
            return reverse("recommendations:answer", args=[self.addressee.public_id])
        return reverse("recommendations:response", args=[saved.public_id])

    @property
    def saved_message(self):
        """What was done."""
        if self.saved.ready_at is not None:
            return _("The draft was saved. The validating authority of your institution sends it.")
        if self.saved.is_draft:
            return _("The draft was saved. Only your institution sees it.")
        return _("The answer was sent.") if self.own else _("The answer was entered.")

    @property
    def closed_message(self):
        """Why it is not asked."""
        if standing_response(self.addressee):
            return _("It was answered already; nothing was done twice.")
        return _("No answer is awaited here now.")


class ResponsePage(ResponseMixin, TemplateView):
    """Thanks, and what was sent, word for word; the way to the next one that waits."""

    permission = "recommendations.open_answer"
    template_name = "recommendations/response.html"

    def get_context_data(self, **kwargs):
        """The answer, and whether it can still be taken back."""
        user, response = self.request.user, self.response
        own = self.addressee.institution_id in institutions_where(user, "response", "w")
        sends = self.addressee.institution_id in institutions_where(user, "response", "s")
        open_to_confirm = response.stands and not response.is_confirmed
        waiting = (
            Addressee.objects.awaiting_answer()
            .filter(institution=self.addressee.institution, recommendation__standing="open")
            .filter(recommendation__in=Recommendation.objects.visible_to(user))
            .select_related("recommendation__programme")
        )
        text, language = self.addressee.recommendation.in_language(get_language() or "ar")
        return super().get_context_data(
            response=response,
            text=text,
            language=language,
            addressee=self.addressee,
            recommendation=self.addressee.recommendation,
            own=own,
            others_confirm=own and not sends,
            thanks=own and response.channel == response.Channel.ACCOUNT,
            steps=answer_steps(response, letter=response.letter),
            other_words=other_words([response, *response.commitments.all()]),
            withdraws=may_withdraw(user, self.addressee, response),
            in_room=response.channel == response.Channel.ROOM,
            receipt=receipt_of(response) if response.channel == response.Channel.CODE else "",
            confirms=open_to_confirm and user.has_perm("recommendations.confirm_response", response),
            confirms_by_letter=open_to_confirm
            and user.has_perm("recommendations.confirm_by_letter", response),
            next=waiting.order_by("answer_due_on", "pk").first() if own else None,
            **kwargs,
        )


def other_words(rows) -> list[Words]:
    """Of texts that are translated the one that the journey does not show: the institution reads what is told in its name."""
    found = []
    for row in rows:
        if not row.translation:
            continue
        _text, language = row.in_language(get_language() or "ar")
        if language != row.language:
            found.append(Words(row.text, row.language, _("Original")))
        else:
            other = {"ar": "en", "en": "ar"}[row.language]
            found.append(Words(row.translation, other, _("Translated by the programme")))
    return found


class WithdrawAnswer(ResponseAct):
    """Take a wrong answer back, with the reason; the next round begins."""

    permission = "recommendations.withdraw_answer"
    success = gettext_lazy("The answer was withdrawn. It can be given anew.")
    second = gettext_lazy("The answer was withdrawn already, released, or followed by work.")

    def act(self):
        """Once."""
        withdraw_response(actor=self.request.user, response=self.response, note=note_of(self.request))


class ConfirmAnswer(ResponseAct):
    """The institution stands by what was said in the room or came by a one-time code."""

    permission = "recommendations.confirm_response"
    success = gettext_lazy("The answer was confirmed. It counts now.")
    second = gettext_lazy("The answer was confirmed or withdrawn already; nothing was done twice.")

    def act(self):
        """Once."""
        confirm_response(actor=self.request.user, response=self.response)


class Clarify(AddresseeAct):
    """Reply to an institution that asked what is meant; it is asked anew."""

    permission = "recommendations.send"
    success = gettext_lazy("The reply was sent. The answer is awaited anew.")
    second = gettext_lazy("No clarification is asked any more; nothing was done twice.")

    def act(self):
        """With the note as the reply."""
        clarify(
            actor=self.request.user,
            addressee=self.addressee,
            note=note_of(self.request),
            expected=self.version(),
        )
