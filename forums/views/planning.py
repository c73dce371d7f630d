"""Arranging a meeting; and the meetings to which a representative's institution is invited."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from common.access import AccessMixin
from common.versions import StaleVersion
from forums.forms.planning import PlanForm
from forums.models import Forum
from forums.presentation import meeting_count
from forums.record.facts import place_in_words, time_in_words
from forums.services.writing import require_open
from forums.views.base import MinutesMixin, who_saved


class PlanMeeting(MinutesMixin, TemplateView):
    """Day, venue, agenda and invited bodies of one forum, as long as its minutes are open."""

    permission = "forums.plan"
    template_name = "forums/plan.html"

    def get_permission_subject(self):
        """The forum; its minutes must be visible."""
        super().get_permission_subject()
        return self.forum

    def get(self, request, *args, **kwargs):
        """As it is arranged so far."""
        require_open(self.minutes)
        return self.render(PlanForm(user=request.user, forum=self.forum))

    def post(self, request, *args, **kwargs):
        """Save; or show the form as it was typed."""
        require_open(self.minutes)
        form = PlanForm(request.POST, user=request.user, forum=self.forum)
        try:
            saved = form.save() if form.is_valid() else None
        except StaleVersion as stale:
            form.overtaken_by(PlanForm(user=request.user, forum=stale.current))
            return self.render(form, saved_by=who_saved(stale.current, request.user))
        if saved is None:
            return self.render(form)
        messages.success(request, _("Saved."))
        if saved.date_standing == saved.DateStanding.UNDECIDED:
            return redirect("forums:decide_date", saved.public_id)
        return redirect("forums:detail", saved.public_id)

    def render(self, form, **context):
        """The page around a form."""
        return self.render_to_response(self.get_context_data(form=form, forum=self.forum, **context))


class InvitedMeetings(AccessMixin, ListView):
    """The meetings to come to which the reader's institutions are invited: day, hours, place, agenda. Nobody is named,
    nor any other institution."""

    permission = "forums.view_invitations"
    template_name = "forums/invited.html"
    context_object_name = "meetings"
    paginate_by = 25

    def get_queryset(self):
        """The nearest first; those whose day is not set yet last."""
        return (
            Forum.objects.invited(self.request.user)
            .select_related("place", "programme")
            .prefetch_related("agenda")
            .order_by("date", "starts_at", "pk")
        )

    def get_context_data(self, **kwargs):
        """Place and hours in words."""
        context = super().get_context_data(**kwargs)
        for forum in context["meetings"]:
            forum.place_words = place_in_words(forum.place) if forum.place else ""
            forum.time_words = time_in_words(forum)
            forum.venue_language = "ar"
        context["count_words"] = meeting_count(context["paginator"].count)
        context["language"] = get_language() or "ar"
        return context
