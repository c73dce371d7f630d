"""The correspondence with one institution, and the letter that sends asks to it or reminds of them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.rights import holds
from forums.models import Programme
from forums.views.choosing import chosen_programme
from participants.models import Institution
from recommendations.forms.ask_letters import AskLetterForm
from recommendations.models import Letter
from recommendations.services.ask_letters import ABOUT_ASKS, awaiting_from
from recommendations.views.form_page import FormPage


class Correspondence(FormPage):
    """Letters in and out of one of the reader's programmes; below them, for who writes letters, the next one."""

    permission = "recommendations.view_answering"
    template_name = "recommendations/correspondence.html"

    def get_permission_subject(self):
        """An institution is nobody's secret in the office; whose letters are shown is narrowed below."""
        self.institution = get_object_or_404(Institution, public_id=self.kwargs["public_id"])
        return self.institution

    @cached_property
    def programmes(self):
        """Those whose letters the reader reads."""
        rows = Programme.objects.with_right(self.request.user, "recommendation draft", "r")
        return sorted(rows.select_related("implementer"), key=lambda row: row.archived_at is not None)

    @cached_property
    def programme(self):
        """The one that is asked for, else the first."""
        return chosen_programme(self.programmes, self.request.GET.get("programme"))

    @cached_property
    def purpose(self) -> str:
        """Sending or reminding; where some asks never went by letter, sending."""
        wanted = self.request.GET.get("purpose")
        if wanted in ABOUT_ASKS:
            return wanted
        is_new = any(row.letter is None for row in self.waiting)
        return Letter.Purpose.ASK if is_new or not self.waiting else Letter.Purpose.REMINDER

    @cached_property
    def waiting(self):
        """Asks without an answer."""
        return list(awaiting_from(programme=self.programme, institution=self.institution))

    @property
    def writes(self):
        """Whether the reader writes letters of this programme."""
        return holds(self.request.user, "recommendation draft", "w", self.programme.pk)

    def require_open(self) -> None:
        """The page is always there; to post is for who writes."""
        if self.request.method == "POST" and not self.writes:
            raise Http404

    def make_form(self, data=None):
        """The letter."""
        return AskLetterForm(
            data,
            user=self.request.user,
            programme=self.programme,
            institution=self.institution,
            purpose=self.purpose,
            waiting=self.waiting,
        )

    def get_context_data(self, **kwargs):
        """Letters, newest first."""
        letters = Letter.objects.visible_to(self.request.user).filter(
            programme=self.programme, institution=self.institution
        )
        return super().get_context_data(
            institution=self.institution,
            programme=self.programme,
            programmes=self.programmes if len(self.programmes) > 1 else [],
            letters=list(letters.prefetch_related("recommendations__programme")),
            waiting=self.waiting,
            reminded=[row for row in self.waiting if row.letter],
            writes=self.writes and bool(self.waiting),
            purpose=self.purpose,
            **kwargs,
        )

    def back(self):
        """The list, where the letter can be printed."""
        path = reverse("recommendations:correspondence", args=[self.institution.public_id])
        return f"{path}?programme={self.programme.public_id}"

    @property
    def saved_message(self):
        """What was done."""
        return _("The letter was recorded. It can be printed from the list.")
