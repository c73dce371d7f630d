"""What is done with a sheet that was handed in: its columns, its rows, taking it in, undoing, throwing it away."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from common.versions import StaleVersion
from participants.forms.importing import ColumnsForm
from participants.models import SheetImport
from participants.services.imports import applying, deciding, files, opening, undoing
from participants.services.imports.content import Content
from participants.views.import_places import back_url, workbook_response
from participants.views.importing import OneImport


class ImportAct(OneImport, View):
    """A POST about one sheet; `act` does it. Whoever saw an older one is told and shown it as it is."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Do it."""
        try:
            return self.act() or redirect("participants:import", self.sheet.public_id)
        except StaleVersion:
            messages.warning(
                request, _("Somebody did something with this sheet meanwhile. This is how it stands now.")
            )
        except PermissionDenied as error:
            raise Http404 from error
        return redirect("participants:import", self.sheet.public_id)

    @property
    def expected(self) -> int | None:
        """The version that was seen."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class ChooseColumns(ImportAct):
    """Which column is what."""

    def act(self):
        """Look through it anew; or show the page with what is to be mended."""
        form = ColumnsForm(self.request.POST, sheet=self.sheet)
        if not form.is_valid():
            messages.error(
                self.request, " ".join(error for errors in form.errors.values() for error in errors)
            )
            return None
        rows = len(Content.of(self.sheet).rows)
        opening.choose_columns(
            actor=self.request.user, sheet=self.sheet, expected=self.expected, columns=form.chosen()
        )
        opening.start_looking(sheet=self.sheet, rows=rows)
        return None


class DecideRows(ImportAct):
    """What is decided about the rows of one page."""

    def act(self):
        """Back to the same page and filter."""
        start = "row-"
        choices = {
            name.removeprefix(start): value
            for name, value in self.request.POST.items()
            if name.startswith(start)
        }
        deciding.decide_rows(
            actor=self.request.user, sheet=self.sheet, expected=self.expected, choices=_by_id(choices)
        )
        query = self.request.GET.urlencode()
        url = reverse("participants:import", args=[self.sheet.public_id])
        return redirect(f"{url}?{query}#rows" if query else f"{url}#rows")


class TakeIn(ImportAct):
    """Takes in what goes in as it stands."""

    def act(self):
        """Now or by the worker."""
        if self.sheet.stage != SheetImport.Stage.READY:
            # Sent twice, or in two windows: it is done or under way already.
            return
        applying.take_in(actor=self.request.user, sheet=self.sheet, expected=self.expected)


class UndoImport(ImportAct):
    """Takes back what was taken in."""

    def act(self):
        """As far as nothing was built on it."""
        if self.sheet.stage != SheetImport.Stage.UNDONE:
            undoing.undo_import(actor=self.request.user, sheet=self.sheet, expected=self.expected)


class DiscardImport(ImportAct):
    """Throws the sheet away."""

    def act(self):
        """Back to where sheets are handed in."""
        url = back_url(self.sheet)
        opening.discard_import(actor=self.request.user, sheet=self.sheet)
        messages.success(self.request, _("The sheet was thrown away."))
        return redirect(url)


class ErrorFile(ImportAct):
    """The rows that are to be mended, as a workbook; for who handed them in. POST, since it goes on the record."""

    def act(self):
        """The file."""
        content = files.error_file(actor=self.request.user, sheet=self.sheet, language=get_language() or "ar")
        return workbook_response(content, "rows-to-mend.xlsx")


def _by_id(choices) -> dict[str, str]:
    found = {}
    for key, value in choices.items():
        try:
            found[str(uuid.UUID(key))] = value
        except ValueError:
            continue
    return found
