"""The page that says what a purge deletes and what stays, and on which two persons have it done."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, has_second_person, is_permitted
from common.forms import note_of
from forums.views.programmes import ProgrammeMixin
from participants.models import Person
from recommendations.models import Response
from reports.services.purge import (
    PURGING,
    PurgeRefused,
    ask_to_purge_programme,
    find_programme,
    may_be_purged_from,
    purge_programme,
)


def what_goes(findings) -> list[str]:
    """Counts in words, of what a reader knows by name: neither drafts of institutions nor who stands elsewhere tell."""
    count = findings.count
    answers = Response.objects.filter(pk__in=findings.rows.get(Response, ()), sent_at__isnull=False)
    people = Person.objects.standing_in({findings.programme.pk})
    rows = (
        (count("forums.Forum"), lambda n: ngettext("%(count)d forum", "%(count)d forums", n)),
        (count("forums.MinutesRevision"), lambda n: ngettext("%(count)d revision", "%(count)d revisions", n)),
        (count("forums.Attendance"), lambda n: ngettext("%(count)d attendance", "%(count)d attendances", n)),
        (count("forums.Output"), lambda n: ngettext("%(count)d output", "%(count)d outputs", n)),
        (
            count("recommendations.Recommendation"),
            lambda n: ngettext("%(count)d recommendation", "%(count)d recommendations", n),
        ),
        (answers.count(), lambda n: ngettext("%(count)d answer", "%(count)d answers", n)),
        (count("recommendations.Letter"), lambda n: ngettext("%(count)d letter", "%(count)d letters", n)),
        (
            people.count(),
            lambda n: ngettext(
                "%(count)d person, unless in another programme too",
                "%(count)d persons, except those in another programme too",
                n,
            ),
        ),
        (
            count("reports.Report"),
            lambda n: ngettext(
                "%(count)d report that was not released", "%(count)d reports that were not released", n
            ),
        ),
        (len(findings.files), lambda n: ngettext("%(count)d file", "%(count)d files", n)),
    )
    return [words(number) % {"count": number} for number, words in rows if number]


class PurgePage(ProgrammeMixin, TemplateView):
    """What goes, what stays, from when; and the purge itself with the code typed."""

    template_name = "reports/purge.html"

    def post(self, request, *args, **kwargs):
        """Do it, or say why not."""
        try:
            purge_programme(actor=request.user, programme=self.programme, typed=request.POST.get("code", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except SecondPersonMissing:
            messages.warning(request, _("Nobody has allowed it, or it was done already."))
        except PurgeRefused:
            pass  # The page says so.
        else:
            messages.success(request, _("Deleted for good."))
            return redirect("home")
        return redirect("reports:purge", self.programme.public_id)

    def get_context_data(self, **kwargs):
        """Counted now, and how the second person's word stands."""
        user, programme = self.request.user, self.programme
        findings, first_day = find_programme(programme), may_be_purged_from(programme)
        waiting = TwoPersonAct.objects.filter(
            act=PURGING, subject=programme.public_id, asked_by=user, state=TwoPersonAct.State.ASKED
        )
        return super().get_context_data(**kwargs) | {
            "programme": programme,
            "goes": what_goes(findings),
            "reports_kept": len(findings.reports),
            "first_day": first_day,
            "is_due": first_day is not None and timezone.localdate() >= first_day,
            "has_second": has_second_person(actor=user, programme=programme),
            "may_purge": is_permitted(actor=user, act=PURGING, subject=programme),
            "waits": any(not request.is_over for request in waiting),
        }


class AskToPurge(ProgrammeMixin, View):
    """Asks a second person; POST alone."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Ask; asking twice is one request."""
        path = reverse("reports:purge", args=[self.programme.public_id])
        try:
            ask_to_purge_programme(
                actor=request.user, programme=self.programme, reason=note_of(request), path=path
            )
        except ValidationError:
            messages.error(request, _("Please write the reason."))
        except PurgeRefused:
            pass  # The page says so.
        else:
            messages.success(
                request, _("Asked. As soon as a second person has allowed it, the programme can be deleted.")
            )
        return redirect("reports:purge", self.programme.public_id)
