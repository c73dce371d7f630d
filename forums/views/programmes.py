"""The programmes that a manager keeps: which are archived, and putting one into the archive or taking it out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView, View

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, has_second_person, is_permitted
from common.access import AccessMixin
from common.forms import note_of
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.models import Programme
from forums.services.archive import (
    ARCHIVING,
    archive_programme,
    ask_to_archive_programme,
    left_open,
    unarchive_programme,
)


class ProgrammeMixin(AccessMixin):
    """A page about a programme that the reader may archive."""

    permission = "forums.archive_programme"

    def rows(self):
        """Those that he manages."""
        return Programme.objects.with_right(self.request.user, "archive", "w").filter(purged_at=None)

    @cached_property
    def programme(self):
        """The one in the address, or 404."""
        return get_object_or_404(self.rows(), public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the programme itself."""
        return self.programme


class ProgrammeList(ProgrammeMixin, ListView):
    """All that the reader manages, archived ones last."""

    template_name = "forums/programmes.html"
    context_object_name = "programmes"

    def get_permission_subject(self):
        """No one programme."""
        return None

    def get_queryset(self):
        """Newest first."""
        return sorted(self.rows().order_by("-start", "code"), key=lambda row: row.archived_at is not None)


class ArchivePage(ProgrammeMixin, TemplateView):
    """How the programme stands, and the one act that changes it."""

    template_name = "forums/programme.html"

    def get_context_data(self, **kwargs):
        """Whether it is archived, and how the second person's word stands."""
        user, programme = self.request.user, self.programme
        waiting = TwoPersonAct.objects.filter(
            act=ARCHIVING, subject=programme.public_id, asked_by=user, state=TwoPersonAct.State.ASKED
        )
        return super().get_context_data(**kwargs) | {
            "programme": programme,
            "left_open": left_open(programme),
            "has_second": has_second_person(actor=user, programme=programme),
            "may_archive": is_permitted(actor=user, act=ARCHIVING, subject=programme),
            "waits": any(not request.is_over for request in waiting),
        }


class ArchiveAct(ProgrammeMixin, View):
    """One act; POST alone. What somebody else did meanwhile is said and leads back to the page."""

    http_method_names = ["post"]
    done = ""

    def post(self, request, *args, **kwargs):
        """Do it, and say so."""
        try:
            self.act(request.user, note_of(request))
        except ValidationError:
            messages.error(request, _("Please write the reason."))
        except SecondPersonMissing:
            messages.warning(request, _("Nobody has allowed it, or it was done already."))
        except (NotAllowedHere, StaleVersion):
            messages.warning(request, _("Its state has changed meanwhile; nothing was done twice."))
        else:
            messages.success(request, self.done)
        return redirect("forums:programme", self.programme.public_id)


class AskToArchive(ArchiveAct):
    """Asks a second person."""

    done = gettext_lazy("Asked. As soon as a second person has allowed it, the programme can be archived.")

    def act(self, user, note):
        """By the service."""
        path = reverse("forums:programme", args=[self.programme.public_id])
        ask_to_archive_programme(actor=user, programme=self.programme, reason=note, path=path)


class Archive(ArchiveAct):
    """Archives it with the second person's word."""

    done = gettext_lazy("Archived. From now on it can be read and not changed.")

    def act(self, user, note):
        """By the service."""
        archive_programme(actor=user, programme=self.programme)


class Unarchive(ArchiveAct):
    """Takes it out again, with a reason."""

    done = gettext_lazy("Taken out of the archive.")

    def act(self, user, note):
        """By the service."""
        unarchive_programme(actor=user, programme=self.programme, reason=note)
