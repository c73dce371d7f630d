"""The call list of one forum: on screen for one reason, on paper with a second person."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, has_second_person, is_permitted
from common.access import AccessMixin
from common.forms import note_of
from forums.models import Forum
from forums.services.call_list import (
    PRINTING,
    CallListClosed,
    Standing,
    ask_to_print_call_list,
    open_call_list,
    opens_at,
    print_call_list,
    standing_of,
)


class CallListMixin(AccessMixin):
    """A page about the call list of the forum in the address."""

    permission = "forums.open_call_list"

    @cached_property
    def forum(self):
        """The forum with its minutes, or 404."""
        rows = Forum.objects.visible_to(self.request.user).filter(minutes__isnull=False)
        return get_object_or_404(
            rows.select_related("programme", "minutes"), public_id=self.kwargs["public_id"]
        )

    def get_permission_subject(self):
        """Asked about the forum itself."""
        return self.forum

    def back(self):
        """To the page of the list."""
        return redirect("forums:call_list", self.forum.public_id)


class CallList(CallListMixin, TemplateView):
    """Says when the list opens; asks for the reason; and shows the list in the answer to that and nowhere else."""

    template_name = "forums/call_list.html"

    @sensitive_variables("callees")
    def post(self, request, *args, **kwargs):
        """Put the opening on the record, then show it; or say why not."""
        reason = note_of(request, "reason")
        try:
            callees = open_call_list(
                actor=request.user, forum=self.forum, reason=reason, asked=_asked(request)
            )
        except ValidationError as error:
            return self.show(refusal=" ".join(error.messages), reason=reason)
        except CallListClosed as closed:
            if not closed.standing:
                return self.show(
                    refusal=_(
                        "The list was shown once and is gone. To see it again, please give the reason again."
                    )
                )
            return self.show()
        return self.show(callees=callees, is_shown=True)

    def show(self, **context):
        """The page, with what the POST adds."""
        return self.render_to_response(self.get_context_data(**context))

    def get_context_data(self, **kwargs):
        """Whether it is open, and how a printed copy stands."""
        user, forum = self.request.user, self.forum
        standing = standing_of(forum)
        return super().get_context_data(**kwargs) | {
            "forum": forum,
            "standing": standing,
            "is_open": standing == Standing.OPEN,
            "opens_at": opens_at(forum) if standing == Standing.EARLY else None,
            "asked": uuid.uuid4(),
            "has_second": has_second_person(actor=user, programme=forum.programme),
            "may_print": is_permitted(actor=user, act=PRINTING, subject=forum),
            "waits": TwoPersonAct.objects.filter(
                act=PRINTING, subject=forum.public_id, asked_by=user, state=TwoPersonAct.State.ASKED
            ).exists(),
        }


class AskToPrint(CallListMixin, TemplateView):
    """Asks a second person for a printed copy; POST alone."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Ask; asking twice is one request."""
        path = reverse("forums:call_list", args=[self.forum.public_id])
        try:
            ask_to_print_call_list(actor=request.user, forum=self.forum, reason=note_of(request), path=path)
        except ValidationError:
            messages.error(request, _("Please write the reason."))
        except CallListClosed:
            pass  # The page says so.
        else:
            messages.success(
                request, _("Asked. As soon as a second person has allowed it, it can be printed once.")
            )
        return self.back()


class PrintCallList(CallListMixin, TemplateView):
    """The list for paper, once; POST alone."""

    template_name = "forums/call_list_print.html"
    http_method_names = ["post"]

    @sensitive_variables("callees")
    def post(self, request, *args, **kwargs):
        """Use the second person's word up, then show the page that is printed."""
        try:
            callees = print_call_list(actor=request.user, forum=self.forum)
        except SecondPersonMissing:
            messages.warning(request, _("Nobody has allowed it, or it was printed already."))
            return self.back()
        except CallListClosed:
            return self.back()
        return self.render_to_response(self.get_context_data(forum=self.forum, callees=callees))


def _asked(request) -> uuid.UUID:
    """The id that the page made for this one question."""
    try:
        return uuid.UUID(request.POST.get("asked", ""))
    except ValueError:
        return uuid.uuid4()
