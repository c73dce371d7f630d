"""Sheets of paper: printed before a forum, handed in signed, looked at by an auditor of the finances alone."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from common.access import AccessMixin
from common.forms import note_of
from common.headers import BARE_POLICY
from common.pdf import PdfFailed, is_available
from common.sealed_files import TYPES
from forums.forms.files import HandInForm, PrintSheetForm
from forums.models import Forum, SignedSheet
from forums.services.sheets import print_sheet
from forums.services.signed_sheets import ShownAlready, hand_in_sheet, open_signed_sheet


class OneForum(AccessMixin):
    """A page about the forum in the address."""

    @cached_property
    def forum(self):
        """The forum, or 404."""
        rows = Forum.objects.visible_to(self.request.user).select_related("programme", "place")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the forum itself."""
        return self.forum


class Sheets(OneForum, TemplateView):
    """What staff print and hand in. What was handed in is told by number and day, and not shown again."""

    permission = "forums.print_sheets"
    template_name = "forums/sheets.html"
    hand_in_form = None

    def post(self, request, *args, **kwargs):
        """The PDF, kept in no cache; or the page with what is to be mended."""
        form = PrintSheetForm(request.POST)
        if not form.is_valid():
            return self.render(print_form=form)
        if reason := is_available():
            return self.render(print_form=form, problem=reason, status=503)
        try:
            pdf = print_sheet(actor=request.user, forum=self.forum, **form.cleaned_data)
        except PdfFailed as failure:
            return self.render(print_form=form, problem=str(failure), status=503)
        answer = HttpResponse(pdf, content_type="application/pdf")
        name = f"{form.cleaned_data['kind'].replace('_', '-')}-{form.cleaned_data['language']}.pdf"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    def render(self, status=200, **context):
        """The page around its forms."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **context):
        """Both forms, and what was handed in."""
        context.setdefault("print_form", PrintSheetForm(initial={"language": (get_language() or "ar")[:2]}))
        context.setdefault("hand_in_form", HandInForm(auto_id="handed_%s"))
        return super().get_context_data(
            forum=self.forum, handed_in=list(self.forum.signed_sheets.select_related("made_by")), **context
        )


class HandIn(Sheets):
    """Takes the scan of a signed sheet; POST alone."""

    permission = "forums.hand_in_sheet"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Seal it; or the page with what is to be mended."""
        form = HandInForm(request.POST, request.FILES, auto_id="handed_%s")
        if not form.is_valid():
            return self.render(hand_in_form=form)
        data = form.cleaned_data
        hand_in_sheet(actor=request.user, forum=self.forum, sheet=data["sheet"], clean=data["file"])
        messages.success(request, _("The sheet is sealed. It is not shown here again."))
        return redirect("forums:sheets", self.forum.public_id)


class SignedSheets(AccessMixin, ListView):
    """For an auditor who is engaged for the finances: which sheets there are, by forum and day."""

    permission = "forums.open_signed_sheets"
    template_name = "forums/signed_sheets.html"
    paginate_by = 50

    def get_queryset(self):
        """Those that he may open, newest first."""
        rows = SignedSheet.objects.visible_to(self.request.user).select_related("forum__programme")
        return rows.order_by("-made_at", "-id")


class OpenSheet(AccessMixin, TemplateView):
    """Asks for the reason, and shows the sheet in the answer to that and nowhere else."""

    permission = "forums.open_signed_sheet"
    template_name = "forums/signed_sheet.html"

    def get_permission_subject(self):
        """The sheet, if the reader may open it."""
        rows = SignedSheet.objects.visible_to(self.request.user).select_related("forum__programme")
        self.sheet = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.sheet

    def post(self, request, *args, **kwargs):
        """Put the look on the record, then show the sheet on the screen."""
        reason = note_of(request, "reason")
        try:
            content = open_signed_sheet(
                actor=request.user, sheet=self.sheet, reason=reason, asked=_asked(request)
            )
        except ValidationError as error:
            return self.render(refusal=" ".join(error.messages), reason=reason)
        except ShownAlready:
            words = _("The sheet was shown once and is gone. To see it again, please give the reason again.")
            return self.render(refusal=words)
        answer = HttpResponse(content, content_type=TYPES[self.sheet.kind])
        # On the screen: whoever wants a copy must make one on purpose.
        answer["Content-Disposition"] = "inline"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = BARE_POLICY
        return answer

    def render(self, **context):
        """The page that asks."""
        return self.render_to_response(self.get_context_data(**context))

    def get_context_data(self, **context):
        """With an id of this one question."""
        return super().get_context_data(
            sheet=self.sheet,
            asked=uuid.uuid4(),
            readings=list(self.sheet.readings.select_related("reader")[:20]),
            **context,
        )


def _asked(request) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("asked", ""))
    except ValueError:
        return uuid.uuid4()
