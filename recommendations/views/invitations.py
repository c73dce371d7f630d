"""The institutions that are invited to a meeting: letters to them, and what they answered."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from common.access import AccessMixin
from forums.models import Forum, ForumInvitation
from forums.services.planning import mark_invited
from recommendations.forms.invitations import InvitationLettersForm, ReplyForm
from recommendations.models import Letter
from recommendations.presentation import institution_name
from recommendations.views.form_page import FormPage


class ForumOfOffice:
    """Finds the forum that the address names among those that the reader sees."""

    permission = "forums.plan"

    def get_permission_subject(self):
        """The forum."""
        forums = Forum.objects.visible_to(self.request.user)
        self.forum = get_object_or_404(
            forums.select_related("programme__implementer", "place", "minutes"),
            public_id=self.kwargs["public_id"],
        )
        return self.forum


class Invitations(ForumOfOffice, FormPage):
    """Who is invited and what came of it; below it the letters to those who are not yet."""

    template_name = "recommendations/invitations.html"

    @cached_property
    def rows(self):
        """The invitations with the letter that took each out, if one did."""
        letters = Letter.objects.filter(
            forum=OuterRef("forum"),
            institution=OuterRef("institution"),
            purpose=Letter.Purpose.INVITATION,
        ).order_by("-pk")
        return list(
            self.forum.invitations.select_related("institution")
            .annotate(
                letter=Subquery(letters.values("public_id")[:1]),
                letter_number=Subquery(letters.values("number")[:1]),
            )
            .order_by("institution__name_ar", "pk")
        )

    @cached_property
    def writes(self):
        """Whether the reader writes letters, and there is somebody to write to."""
        return self.request.user.has_perm("recommendations.write_letters", self.forum) and any(
            row.invited_on is None for row in self.rows
        )

    def require_open(self) -> None:
        """The page is always there; the service refuses whom it must."""

    def make_form(self, data=None):
        """The letters."""
        return InvitationLettersForm(data, user=self.request.user, forum=self.forum, invitations=self.rows)

    def get_context_data(self, **kwargs):
        """A row an institution."""
        rows = [
            {"invitation": row, "name": institution_name(row.institution), "chip": reply_chip(row)}
            for row in self.rows
        ]
        return super().get_context_data(forum=self.forum, rows=rows, writes=self.writes, **kwargs)

    def back(self):
        """The list, with what came of it."""
        return reverse("recommendations:invitations", args=[self.forum.public_id])

    @property
    def saved_message(self):
        """How many letters there are to print."""
        text = ngettext("%(count)d letter was made.", "%(count)d letters were made.", len(self.saved))
        return text % {"count": len(self.saved)}


class MarkInvited(AccessMixin, View):
    """An institution was asked without a letter: by its account here, or by word of mouth."""

    permission = "forums.plan"
    http_method_names = ["post"]

    def get_permission_subject(self):
        """The forum of the invitation."""
        self.invitation = invitation_or_404(self.request.user, self.kwargs["public_id"])
        return self.invitation.forum

    def post(self, request, *args, **kwargs):
        """Today; a second click changes nothing."""
        mark_invited(actor=request.user, invitation=self.invitation, day=timezone.localdate())
        messages.success(request, _("Marked as invited. Its representatives see the meeting from now on."))
        return redirect("recommendations:invitations", self.invitation.forum.public_id)


class Reply(FormPage):
    """What one institution answered."""

    permission = "forums.plan"
    template_name = "recommendations/reply.html"

    def get_permission_subject(self):
        """The forum of the invitation."""
        self.invitation = invitation_or_404(self.request.user, self.kwargs["public_id"])
        return self.invitation.forum

    def require_open(self) -> None:
        """An answer can be taken down at any time, also after the meeting."""

    def make_form(self, data=None):
        """With the letter where the reader records letters."""
        records = self.request.user.has_perm("recommendations.write_letters", self.invitation.forum)
        return ReplyForm(data, user=self.request.user, invitation=self.invitation, records_letters=records)

    def get_context_data(self, **kwargs):
        """Of whom."""
        invitation = self.invitation
        return super().get_context_data(
            forum=invitation.forum,
            name=institution_name(invitation.institution),
            invitation=invitation,
            back_to=self.back(),
            **kwargs,
        )

    def back(self):
        """The list."""
        return reverse("recommendations:invitations", args=[self.invitation.forum.public_id])

    @property
    def saved_message(self):
        """What was done."""
        return _("The answer was taken down.")


def invitation_or_404(user, public_id) -> ForumInvitation:
    """An invitation to a forum that the reader sees; the permission is asked afterwards."""
    rows = ForumInvitation.objects.select_related("forum__programme", "institution")
    return get_object_or_404(rows, public_id=public_id, forum__in=Forum.objects.visible_to(user))


def reply_chip(invitation) -> tuple[str, str]:
    """(tone, words) of how far an invitation has come."""
    if invitation.invited_on is None:
        return "plain", _("not invited yet")
    if not invitation.reply:
        return "open", _("invited, no answer yet")
    tone = "ok" if invitation.reply == ForumInvitation.Reply.COMING else "late"
    return tone, invitation.get_reply_display()
