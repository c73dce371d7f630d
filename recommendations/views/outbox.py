"""The outbox: what waits to be sent or carried, one message to print, and how a manager settles it."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.generic import DetailView, ListView, View

from accounts.rights import programmes_where
from common.access import AccessMixin
from common.mail import mail_is_configured
from common.qr import qr_image
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, actions_from
from forums.models import Programme
from recommendations.mail import line_for
from recommendations.models import OutboxMessage
from recommendations.presentation import institution_name
from recommendations.ready_words import ready_texts
from recommendations.services.kinds import confirm_kind, unread_kinds
from recommendations.services.outbox import hand_over_on_paper, send_again
from recommendations.states import MESSAGES

State = OutboxMessage.State
#: state → tone of its chip
TONES = {
    State.WAITING: "open",
    State.SENDING: "prog",
    State.SENT: "ok",
    State.UNCERTAIN: "late",
    State.FAILED: "late",
    State.PRINTED: "ok",
}


def shown(message) -> dict:
    """A message as its row and its page show it.

    Of an answer that arrived the institution is the one that answered, not the one that is told.
    """
    told = None if message.kind == OutboxMessage.Kind.ANSWER_ARRIVED else message.institution
    return {
        "message": message,
        "tone": TONES[State(message.state)],
        "to": institution_name(told) if told else "",
        "reader": message.recipient,
    }


class OutboxList(AccessMixin, ListView):
    """What is not settled, the oldest first; with `?all=1` everything, the newest first."""

    permission = "recommendations.view_outbox"
    template_name = "recommendations/outbox.html"
    paginate_by = 50

    def get_queryset(self):
        """Messages of the reader's programmes with what a row shows."""
        self.shows_all = self.request.GET.get("all") == "1"
        rows = OutboxMessage.objects.visible_to(self.request.user).select_related("institution", "recipient")
        return rows.order_by("-pk") if self.shows_all else rows.unsettled().order_by("pk")

    def get_context_data(self, **kwargs):
        """Rows, their number in words, and whether anything leaves this machine at all."""
        context = super().get_context_data(**kwargs)
        count = context["paginator"].count
        return context | {
            "rows": [shown(message) for message in context["object_list"]],
            "count": ngettext("%(count)d message", "%(count)d messages", count) % {"count": count},
            "shows_all": self.shows_all,
            "unread": self.unread(),
            "has_mail": mail_is_configured(),
        }

    def unread(self):
        """Kinds of messages to officials that wait until a manager has read what they say: a row each."""
        user = self.request.user
        programmes = {row.pk: row for row in Programme.objects.with_right(user, "outbox", "r")}
        sends = programmes_where(user, "outbox", "w")
        rows = []
        for (programme, kind), count in unread_kinds(list(programmes)).items():
            message = OutboxMessage(kind=kind)
            rows.append(
                {
                    "programme": programmes[programme],
                    "kind": kind,
                    "label": message.get_kind_display(),
                    "lines": [(code, said(message, code)) for code, _name in settings.LANGUAGES],
                    "count": count,
                    "may": programme in sends,
                }
            )
        return rows


def said(message, code) -> str:
    """What the message tells, in a language."""
    with override(code):
        return line_for(message)


class ConfirmKind(AccessMixin, View):
    """A manager says that he has read what a kind of message tells officials; those that waited go. POST `kind`."""

    permission = "recommendations.read_kind"
    http_method_names = ["post"]

    def get_permission_subject(self):
        """The programme, if the reader reads its outbox."""
        programmes = Programme.objects.with_right(self.request.user, "outbox", "r")
        self.programme = get_object_or_404(programmes, public_id=self.kwargs["public_id"])
        return self.programme

    def post(self, request, *args, **kwargs):
        """Once; whatever is no kind of ours changes nothing."""
        kind = request.POST.get("kind", "")
        if kind in OutboxMessage.OFFICIAL:
            confirm_kind(actor=request.user, programme=self.programme, kind=kind)
            messages.success(request, _("Noted: messages of this kind may go from now on."))
        return redirect("recommendations:outbox")


class OneMessage(AccessMixin):
    """A message that the reader sees; else 404 as for an absent one."""

    def get_permission_subject(self):
        """The message."""
        rows = OutboxMessage.objects.visible_to(self.request.user)
        rows = rows.select_related("institution", "recipient", "programme")
        self.message = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.message


class OutboxPage(OneMessage, DetailView):
    """A slip to print: what is awaited and where, in both languages, as a link and as a code for a phone."""

    permission = "recommendations.view_outbox"
    template_name = "recommendations/outbox_message.html"

    def get_object(self, queryset=None):
        """What the permission was asked about."""
        return self.message

    def get_context_data(self, **kwargs):
        """On paper stands no name: whom it is for is shown on the screen alone."""
        message = self.message
        lines = []
        is_held = (message.programme_id, message.kind) in unread_kinds([message.programme_id])
        for code, _name in settings.LANGUAGES:
            with override(code):
                lines.append((code, line_for(message), _("Open the link and sign in:")))
        may = message.programme_id in programmes_where(self.request.user, "outbox", "w")
        return super().get_context_data(
            **shown(message),
            lines=lines,
            qr=qr_image(message.link),
            acts=set(actions_from(MESSAGES, message.state)) if may else set(),
            has_mail=mail_is_configured(),
            is_held=is_held and message.state == State.WAITING,
            ready=ready_texts(message),
            **kwargs,
        )


class Settle(OneMessage, View):
    """One act of a manager on one message; POST alone."""

    permission = "recommendations.keep_outbox"
    http_method_names = ["post"]
    success = ""

    def post(self, request, *args, **kwargs):
        """Do it and lead back to the list; a second click is told so."""
        value = request.POST.get("version", "")
        version = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
        try:
            self.act(version)
        except (NotAllowedHere, StaleVersion):
            messages.warning(request, _("Its state has changed meanwhile; nothing was done twice."))
            return redirect("recommendations:outbox_message", self.message.public_id)
        messages.success(request, self.success)
        return redirect("recommendations:outbox")


class HandOver(Settle):
    """It was carried there on paper."""

    success = gettext_lazy("Noted: handed over on paper.")

    def act(self, version):
        """Settled."""
        hand_over_on_paper(actor=self.request.user, message=self.message, expected=version)


class SendAgain(Settle):
    """Let the worker send it once more."""

    success = gettext_lazy("The message is sent again in a moment.")

    def act(self, version):
        """Waiting again, with a task."""
        send_again(actor=self.request.user, message=self.message, expected=version)
