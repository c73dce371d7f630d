"""Answering one recommendation by the code on a paper, without an account: enter it, answer, note the receipt.

Nothing else of the portal is shown here. The code comes by POST alone and leads to a cookie, so that it stands in no
address; a link may carry it behind `#`, which browsers keep to themselves.
"""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from common.access import require_known
from recommendations.deadlines import due_of, holidays, overdue
from recommendations.forms import CodeAnswerForm, CodeForm, typed_texts
from recommendations.models import AnswerCode
from recommendations.presentation import late_chip
from recommendations.services.codes import CodeRefused, receipt_of
from recommendations.views.code_cookie import code_of, forget_code, remember_code


class Unsigned(View):
    """For whoever has no account here. Who is signed in answers under his own name, by the pages of his account."""

    permission = "recommendations.enter_code"

    def dispatch(self, request, *args, **kwargs):
        """An account is led to its own pages, whatever it holds."""
        require_known(self.permission)
        if not request.user.has_perm(self.permission):
            messages.warning(
                request,
                _(
                    "You are signed in. A code is for somebody without an account: please answer by your own pages."
                ),
            )
            return redirect("home")
        return super().dispatch(request, *args, **kwargs)


class EnterCode(Unsigned, FormView):
    """One field. Wrong, used, replaced, withdrawn and old codes are told alike."""

    template_name = "recommendations/code.html"
    form_class = CodeForm
    http_method_names = ["get", "post", "head", "options"]

    @method_decorator(sensitive_post_parameters("code"))
    def dispatch(self, request, *args, **kwargs):
        """No report of an error holds the code."""
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """The request: each try is counted for the place that it comes from."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        """On to the answer; the code stays with the paper."""
        return remember_code(redirect("answer:form"), form.cleaned_data["code"])


class WithCode(Unsigned):
    """A page behind a code that this browser has opened; without one it leads to entering it."""

    @cached_property
    def code(self) -> AnswerCode | None:
        """The code, whatever has become of it."""
        return code_of(self.request)

    def is_open(self) -> bool:
        """Whether one can answer by it now."""
        return self.code is not None and AnswerCode.objects.open().filter(pk=self.code.pk).exists()


class AnswerByCode(WithCode, TemplateView):
    """The ask as it was sent, and the form."""

    template_name = "recommendations/code_answer.html"

    def get(self, request, *args, **kwargs):
        """The form, with nothing chosen."""
        if not self.is_open():
            return self.closed()
        return self.show(CodeAnswerForm(code=self.code))

    def post(self, request, *args, **kwargs):
        """Send it once; a second click comes to the same receipt."""
        if not self.is_open():
            return self.closed(request.POST)
        form = CodeAnswerForm(request.POST, code=self.code)
        # The key «Enter» in a line of text must not send what binds an institution.
        if request.POST.get("act") != "send" or not form.is_valid():
            return self.show(form)
        try:
            response = form.save()
        except CodeRefused:
            return self.closed(request.POST)
        return self.show(form) if response is None else redirect("answer:received")

    def show(self, form):
        """The page; the time begins anew."""
        addressee = self.code.addressee
        late = overdue(addressee, holidays())
        text, language = addressee.recommendation.as_sent().in_language(get_language() or "ar")
        context = self.get_context_data(
            form=form,
            addressee=addressee,
            recommendation=addressee.recommendation,
            text=text,
            language=language,
            due=due_of(addressee),
            late=late and late_chip(late, addressee.recommendation.kind),
            question=addressee.responses.exclude(clarification="").order_by("round").last(),
        )
        return remember_code(self.render_to_response(context), self.code)

    def closed(self, data=None):
        """The receipt of what was sent before; else the first page, with what was typed so that it can be copied."""
        # Somebody may have been quicker since the code was read, also in the middle of this request.
        self.__dict__.pop("code", None)
        if self.code is not None and self.code.response_id is not None:
            if data is not None:
                messages.info(self.request, _("The answer was received already; nothing was sent twice."))
            return redirect("answer:received")
        if self.code is None and data is None:
            return redirect("answer:code")
        context = {"form": CodeForm(request=self.request), "is_over": True, "typed": typed_texts(data or {})}
        return forget_code(render(self.request, EnterCode.template_name, context))


class Received(WithCode, TemplateView):
    """A number to note, and what happens now; nothing of what was written."""

    template_name = "recommendations/code_received.html"

    def get(self, request, *args, **kwargs):
        """Only in the browser that opened the code."""
        if self.code is None or self.code.response_id is None:
            return redirect("answer:code")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """The receipt."""
        addressee, response = self.code.addressee, self.code.response
        return super().get_context_data(
            addressee=addressee,
            recommendation=addressee.recommendation,
            number=receipt_of(response),
            received_at=response.sent_at,
            **kwargs,
        )


class LeaveCode(Unsigned):
    """The browser forgets the code; the paper is as good as before."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Back to the first page."""
        return forget_code(redirect("answer:code"))
