"""A report for readers outside on its way: looked at, released, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.generic import TemplateView, View

from common.access import AccessMixin
from common.arabic import digits_chosen
from common.forms import note_of
from common.pdf import PdfFailed
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from reports.charts import donor_figures
from reports.document import bodies_of
from reports.forms import ExportForm, ReleaseForm
from reports.made_with import summary
from reports.models import Report
from reports.papers import paper_of
from reports.projection.donor.withheld import withheld_in_words
from reports.projection.parts import parts_of
from reports.services.release import (
    CHECKLIST,
    ReleaseRefused,
    discard_report,
    withdraw_report,
)

REFUSED = {
    "checklist": gettext_lazy("Please go through every point of the checklist."),
    "untranslated": gettext_lazy("Some texts are not translated. Please translate them or leave them out."),
    "outdated": gettext_lazy(
        "The record has changed since this report was prepared. Please prepare it again."
    ),
    "not_approved": gettext_lazy(
        "The minutes are being amended. The report can be prepared again once they are approved."
    ),
}
CHANGED = gettext_lazy("The report changed since you looked. Please look again.")


class OneReport(AccessMixin):
    """A report for donors that the reader sees, else 404."""

    @cached_property
    def report(self):
        """The report with what its page names."""
        reports = Report.objects.visible_to(self.request.user).for_readers()
        related = reports.select_related("programme", "forum", "released_by")
        return get_object_or_404(related, public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the report."""
        return self.report


class ReportPage(OneReport, TemplateView):
    """The frozen content as the donor reads it, what is left out, and what the reader may do with it now."""

    permission = "reports.view_report"
    template_name = "reports/report.html"

    def get_context_data(self, **kwargs):
        """Content, figures and acts."""
        report, user = self.report, self.request.user
        releases = user.has_perm("reports.release", report)
        is_office = user.has_perm("reports.prepare_period", report.programme)
        return super().get_context_data(
            report=report,
            parts=_parts(report),
            withheld=withheld_in_words(report.frozen),
            untranslated=_places(report, "untranslated"),
            left_out=_places(report, "left_out"),
            again_url=again_url(report),
            translations_url=translations_url(report, user),
            can_release=releases and report.state == Report.State.DRAFT,
            can_withdraw=releases and report.is_released,
            is_office=is_office,
            made_with=summary(report.made_with) if is_office else {},
            checklist=CHECKLIST.items(),
            figures_form=ExportForm(auto_id="figures_%s"),
            **kwargs,
        )


def again_url(report) -> str:
    """Where a report like this one is prepared, with what was chosen and written for this one."""
    if report.kind == Report.Kind.PERIOD:
        page = reverse("reports:prepare_period")
    else:
        page = reverse("reports:prepare_outcomes", args=[report.forum.public_id])
    return f"{page}?draft={report.public_id}"


def translations_url(report, user) -> str:
    """Where the texts of a report are translated; empty for who may not."""
    if not user.has_perm("recommendations.translate"):
        return ""
    page = reverse("recommendations:translations")
    return f"{page}?forum={report.forum.public_id}" if report.forum_id else page


def _parts(report) -> list[dict]:
    """What its page shows of each part, with the language's name where there are two."""
    if paper_of(report).body:
        shown = [{"body": body} for body in bodies_of(report)]
    else:
        shown = [_outcomes(part) for part in parts_of(report.frozen)]
    return [
        part | {"doc": content, "name": name}
        for part, content, name in zip(shown, parts_of(report.frozen), _names(report), strict=True)
    ]


def _outcomes(content) -> dict:
    """The content with its heads, in the language and the digits of the document, as a period's body is."""
    language = content["language"]
    by_number = {output["number"]: output for output in content["outputs"]}
    with override(language), digits_chosen(""):
        context = {
            **donor_figures(content, language),
            "doc": content,
            "themes": [
                (group["theme"], [by_number[number] for number in group["outputs"]])
                for group in content["themes"]
            ],
        }
        return {"content": render_to_string("reports/_report_content.html", context)}


def _places(report, listed) -> list[tuple[str, str, list[str]]]:
    """(name of the language, or nothing where there is one alone; the language; places) of each part that lists any."""
    listing = zip(_names(report), parts_of(report.frozen), strict=True)
    return [(name, part["language"], part[listed]) for name, part in listing if part[listed]]


def _names(report) -> list[str]:
    if len(report.languages) == 1:
        return [""]
    return [str(Report.Language(language).label) for language in report.languages]


class Act(OneReport, View):
    """One act on a report by POST; whatever comes of it is said on the report's page."""

    permission = "reports.release"
    http_method_names = ["post"]
    done = ""

    def post(self, request, public_id):
        """Do it, or say why not."""
        try:
            self.act(request)
            messages.success(request, self.done)
        except ReleaseRefused as refused:
            messages.error(request, REFUSED[refused.reason])
        except NoteMissing:
            messages.error(request, _("Please write the reason."))
        except (StaleVersion, NotAllowedHere):
            messages.warning(request, CHANGED)
        except PdfFailed as failure:
            messages.error(request, _("The PDF could not be made: %(reason)s") % {"reason": failure})
        return redirect(self.next_url())

    def act(self, request):
        """Call one service."""
        raise NotImplementedError

    def next_url(self):
        """Back to the report."""
        return redirect("reports:report", self.report.public_id).url

    def seen_version(self, request) -> int | None:
        """The version that the reader saw; None for anything else, which no row has."""
        typed = request.POST.get("version", "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


class Release(Act):
    """Opens the report to its donor."""

    done = gettext_lazy("The report is released: its readers find it in the library.")

    def act(self, request):
        """Every point of the checklist, or none of it."""
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            raise ReleaseRefused("checklist") if "checklist" in form.errors else StaleVersion(self.report)
        form.save(actor=request.user, report=self.report)


class Withdraw(Act):
    """Takes a released report back, with a reason."""

    done = gettext_lazy("The report is withdrawn. Its readers see that, and not why.")

    def act(self, request):
        """The reason stays in the house."""
        withdraw_report(
            actor=request.user,
            report=self.report,
            expected=self.seen_version(request),
            note=note_of(request)[:2000],
        )


class Discard(Act):
    """Throws a draft away."""

    done = gettext_lazy("The draft is thrown away.")

    def act(self, request):
        """Only a draft has this arrow."""
        discard_report(actor=request.user, report=self.report, expected=self.seen_version(request))

    def next_url(self):
        """Where a new one can be prepared."""
        return again_url(self.report)
