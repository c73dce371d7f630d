"""What may be taken out as a sheet: where to find it, and the files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView, View

from accounts.models import TwoPersonAct
from accounts.rights import institutions_where, programmes_where
from accounts.services import SecondPersonMissing, has_second_person, is_permitted
from common.access import AccessMixin
from common.forms import note_of
from common.sheets.writing import FORMATS
from forums.models import Programme
from participants.models import Institution
from reports.exports.figures import released_reports
from reports.forms import ExportForm, FiguresForm, ListForm
from reports.services.exports import (
    EXPORTING,
    ask_to_export_names,
    export_figures,
    export_list,
    export_names,
    export_own_figures,
    whole_period,
)


def file_response(content: bytes, name: str, file_format: str) -> HttpResponse:
    """As an attachment under a neutral name, kept by no browser."""
    return HttpResponse(
        content,
        content_type=FORMATS[file_format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{file_format}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


class Exports(AccessMixin, TemplateView):
    """Everything that this reader may take out, in one place."""

    permission = "reports.export"
    template_name = "reports/exports.html"

    def get_context_data(self, **kwargs):
        """His programmes, his institutions, and the lists."""
        user = self.request.user
        programmes = programmes_where(user, "export aggregates", "r") | programmes_where(
            user, "export aggregates", "a"
        )
        own = institutions_where(user, "export aggregates", "a")
        return super().get_context_data(**kwargs) | {
            "programmes": Programme.objects.filter(pk__in=programmes).order_by("code"),
            "own": Institution.objects.filter(pk__in=own).order_by("code"),
            "own_form": ExportForm(prefix=None, auto_id="own_%s"),
            "list_form": ListForm(auto_id="list_%s") if user.has_perm("reports.export_lists") else None,
        }


class FileView(AccessMixin, View):
    """Answers POST with a file; back with the reason where what was asked for cannot be understood."""

    http_method_names = ["post"]
    form_class = ExportForm

    def post(self, request, *args, **kwargs):
        """The file."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.warning(request, " ".join(errors))
            return redirect(self.back())
        data = form.cleaned_data
        asked = {"file_format": data.pop("file_format"), "tags": data.pop("tags")}
        return self.answer(asked, data)

    def back(self):
        """Where it was asked."""
        return reverse("reports:exports")


class ExportList(FileView):
    """Institutions, or recommendations."""

    permission = "reports.export_lists"
    form_class = ListForm

    def answer(self, asked, data):
        """The list that was chosen."""
        content = export_list(actor=self.request.user, name=data["list"], **asked)
        return file_response(content, "list", asked["file_format"])


class ExportOwn(FileView):
    """How the recommendations to the reader's institutions stand."""

    permission = "reports.export_own"

    def answer(self, asked, data):
        """All of them in one file."""
        return file_response(
            export_own_figures(actor=self.request.user, **asked), "figures", asked["file_format"]
        )


class ProgrammeMixin(AccessMixin):
    """About the programme in the address."""

    permission = "reports.export_figures"

    @cached_property
    def programme(self):
        """As far as the reader may see it, or 404."""
        return get_object_or_404(
            Programme.objects.visible_to(self.request.user), public_id=self.kwargs["public_id"]
        )

    def get_permission_subject(self):
        """Asked about the programme itself."""
        return self.programme

    def back(self):
        """To the programme's page."""
        return reverse("reports:programme_exports", args=[self.programme.public_id])


class ProgrammeExports(ProgrammeMixin, TemplateView):
    """Figures, and for a manager names with a second person."""

    template_name = "reports/programme_exports.html"

    def get_context_data(self, **kwargs):
        """The form by what the reader reads, and how the second person's word stands."""
        user, programme = self.request.user, self.programme
        full = user.has_perm("reports.export_full_figures", programme)
        context = super().get_context_data(**kwargs) | {
            "programme": programme,
            "is_full": full,
            "form": FiguresForm(auto_id="figures_%s") if full else ExportForm(auto_id="figures_%s"),
            "period": whole_period(programme) if full else None,
            "released": not full and released_reports(programme).exists(),
        }
        if not user.has_perm("reports.export_names", programme):
            return context
        waiting = TwoPersonAct.objects.filter(
            act=EXPORTING, subject=programme.public_id, asked_by=user, state=TwoPersonAct.State.ASKED
        )
        return context | {
            "asks_names": True,
            "names_form": ExportForm(auto_id="names_%s"),
            "has_second": has_second_person(actor=user, programme=programme),
            "may_export": is_permitted(actor=user, act=EXPORTING, subject=programme),
            "waits": any(not request.is_over for request in waiting),
        }


class ExportFigures(ProgrammeMixin, FileView):
    """The figures of one programme."""

    form_class = FiguresForm

    def answer(self, asked, data):
        """In full or as released: by the reader's right."""
        content = export_figures(actor=self.request.user, programme=self.programme, **asked, **data)
        return file_response(content, "figures", asked["file_format"])


class AskForNames(ProgrammeMixin, View):
    """Asks a second person; POST alone."""

    permission = "reports.export_names"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Ask; asking twice is one request."""
        try:
            ask_to_export_names(
                actor=request.user, programme=self.programme, reason=note_of(request), path=self.back()
            )
        except ValidationError:
            messages.error(request, _("Please write the reason."))
        else:
            messages.success(
                request, _("Asked. As soon as a second person has allowed it, the file can be had once.")
            )
        return redirect(self.back())


class ExportNames(ProgrammeMixin, FileView):
    """The names, once."""

    permission = "reports.export_names"

    @sensitive_variables()
    def answer(self, asked, data):
        """The file, or that nobody has allowed it."""
        try:
            content = export_names(actor=self.request.user, programme=self.programme, **asked)
        except SecondPersonMissing:
            messages.warning(self.request, _("Nobody has allowed it, or the file was handed out already."))
            return redirect(self.back())
        return file_response(content, "names", asked["file_format"])
