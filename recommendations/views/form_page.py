"""A page with a form on an ask that is being written: saved once, overtaken, closed, or only looked at."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.generic import TemplateView

from common.access import AccessMixin
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.services.writing import MinutesClosed
from forums.views.base import who_saved
from recommendations.models import Recommendation
from recommendations.views.alike import decide_alike


class FormPage(AccessMixin, TemplateView):
    """A form whose `save` calls one service; what was typed is never lost."""

    template_name = "recommendations/form.html"
    #: what the form saved, once it has
    saved = None
    #: whether somebody else saved first
    overtaken = False

    def dispatch(self, request, *args, **kwargs):
        """What is closed says so and leads back, whatever was typed."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except (MinutesClosed, NotAllowedHere):
            messages.warning(request, self.closed_message)
            return redirect(self.back())

    def require_open(self) -> None:
        """Raise MinutesClosed or NotAllowedHere where nothing can be saved now."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        """The form as it stands."""
        self.require_open()
        return self.render_to_response(self.get_context_data(form=self.make_form()))

    def post(self, request, *args, **kwargs):
        """Save, or show the form again with what is to be mended or what somebody else did."""
        self.require_open()
        form = self.make_form(request.POST)
        try:
            saved = self.save(form) if form.is_valid() else None
        except StaleVersion as stale:
            self.overtaken = True
            form.overtaken_by(self.make_form())
            context = self.get_context_data(form=form, saved_by=who_saved(stale.current, request.user))
            return self.render_to_response(context)
        except PermissionDenied as error:
            raise Http404 from error
        if saved is None:
            return self.render_to_response(self.get_context_data(form=form))
        self.saved = saved
        messages.success(request, self.saved_message)
        return redirect(self.back())

    def save(self, form):
        """What the form saved; None where the service objected."""
        return form.save()


class StandingAskPage(FormPage):
    """A form about one ask that the reader sees and that was neither withdrawn nor merged."""

    #: what is done with it, for the log of what was refused
    act = ""

    def get_permission_subject(self):
        """The recommendation, if the reader may see it."""
        visible = Recommendation.objects.visible_to(self.request.user).select_related("programme")
        self.recommendation = get_object_or_404(visible, public_id=self.kwargs["public_id"])
        return self.recommendation

    def require_open(self) -> None:
        """It stands."""
        if self.recommendation.standing != Recommendation.Standing.OPEN:
            raise NotAllowedHere(self.recommendation.standing, self.act)

    def get_context_data(self, **kwargs):
        """The ask itself."""
        text, language = self.recommendation.in_language(get_language() or "ar")
        return super().get_context_data(
            recommendation=self.recommendation, text=text, language=language, back_to=self.back(), **kwargs
        )

    def back(self):
        """Its page, which says what it is now."""
        return reverse("recommendations:detail", args=[self.recommendation.public_id])


class AskPage(FormPage):
    """The page of an ask that is not sent: what is like it is decided with it, and can be looked for before it is saved."""

    def post(self, request, *args, **kwargs):
        """Save, or look for what is like the words as they are typed now."""
        if "look" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.require_open()
        form = self.make_form(request.POST)
        form.leave_unchecked()
        return self.render_to_response(self.get_context_data(form=form))

    def save(self, form):
        """The recommendation, with what was decided of asks like it; None where the service objected."""
        with transaction.atomic():
            saved = form.save()
            if saved is not None:
                decide_alike(actor=self.request.user, recommendation=saved, data=form.data)
        return saved
