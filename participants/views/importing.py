"""Sheets that are handed in: the way in, and the sheet's page. What is done with it: `import_acts.py`."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from common.access import AccessMixin
from participants.forms.importing import ColumnsForm, UploadForm, UploadPeopleForm
from participants.models import ImportRow, SheetImport
from participants.services.imports import deciding, files, undoing
from participants.services.imports.content import Content
from participants.services.imports.kinds import kind_named, kind_of, label_of
from participants.services.imports.looking import reached
from participants.services.imports.showing import shown_rows
from participants.views.import_places import (
    WHY_NOT,
    back_url,
    institutions_url,
    target_url,
    workbook_response,
)

#: So many of the last sheets are listed at the way in.
_LAST = 8


class HandInMixin:
    """The way in of one kind of sheet; subclasses name `kind` and make the form."""

    kind: str

    def get(self, request, *args, **kwargs):
        """The form, and the last sheets."""
        return self.show(self.make_form())

    def post(self, request, *args, **kwargs):
        """Read the file; or say why it cannot be read."""
        form = self.make_form(request.POST, request.FILES)
        try:
            sheet = form.save() if form.is_valid() else None
        except PermissionDenied as error:
            raise Http404 from error
        if sheet is None:
            return self.show(form)
        return redirect("participants:import", sheet.public_id)

    def show(self, form):
        """The page around the form."""
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **context):
        """What columns are understood, and the last sheets of this kind."""
        rows = SheetImport.objects.visible_to(self.request.user).filter(kind=self.kind, **self.narrowed())
        return super().get_context_data(
            kind=self.kind,
            fields=[label_of(one) for one in kind_named(self.kind).fields],
            last=rows.defer("content").select_related("made_by")[:_LAST],
            **context,
        )

    def narrowed(self) -> dict:
        """Further look-ups of the last sheets."""
        return {}


class ImportPeople(AccessMixin, HandInMixin, TemplateView):
    """A sheet of people."""

    permission = "participants.write_person"
    template_name = "participants/imports/people.html"
    kind = SheetImport.Kind.PEOPLE

    def make_form(self, *data):
        """With the programme."""
        return UploadPeopleForm(*data, user=self.request.user, kind=self.kind)


class ImportInstitutions(AccessMixin, HandInMixin, TemplateView):
    """A sheet of institutions."""

    permission = "participants.import_institutions"
    template_name = "participants/imports/institutions.html"
    kind = SheetImport.Kind.INSTITUTIONS

    def make_form(self, *data):
        """The file alone."""
        return UploadForm(*data, user=self.request.user, kind=self.kind)

    def get_context_data(self, **context):
        """With the way back to where the reader sees them."""
        return super().get_context_data(list_url=institutions_url(self.request.user), **context)


class TemplateFile(AccessMixin, View):
    """An empty workbook with the headers of one kind, in the reader's language or in the other."""

    permission = "participants.use_import"

    def get(self, request):
        """404 for a kind that does not exist."""
        kind = request.GET.get("kind", SheetImport.Kind.PEOPLE)
        language = request.GET.get("language") or get_language() or "ar"
        if kind not in SheetImport.Kind.values or language not in ("ar", "en"):
            raise Http404
        return workbook_response(files.template_file(kind=kind, language=language), f"{kind}-{language}.xlsx")


class OneImport(AccessMixin):
    """An import that the reader may handle; else 404 as for an absent one."""

    permission = "participants.use_import"

    def get_permission_subject(self):
        """The sheet."""
        rows = SheetImport.objects.visible_to(self.request.user).select_related("made_by")
        self.sheet = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.sheet


class ImportPage(OneImport, TemplateView):
    """Where the sheet stands; the rows as far as they are to be decided. Asks again by itself while it is under way."""

    per_page = 25

    def get_template_names(self):
        """The moving part alone for htmx."""
        name = "_progress" if self.request.htmx and self.is_under_way else "sheet"
        return [f"participants/imports/{name}.html"]

    @property
    def is_under_way(self) -> bool:
        """Whether the page waits for somebody."""
        return self.sheet.stage in (SheetImport.Stage.READING, SheetImport.Stage.APPLYING)

    def get(self, request, *args, **kwargs):
        """The page."""
        return self.show()

    def show(self, **context):
        """The sheet by its stage."""
        response = self.render_to_response(self.get_context_data(**context))
        if self.request.htmx and not self.is_under_way:
            # The part that waited does not show what is there now: the whole page does.
            response = HttpResponse(headers={"HX-Refresh": "true"})
        return response

    def get_context_data(self, **context):
        """What the stage needs and no more."""
        sheet, stage = self.sheet, self.sheet.stage
        content = Content.of(sheet)
        context |= {
            "sheet": sheet,
            "stage": str(stage),
            "content": content,
            "back_url": back_url(sheet),
            "target_url": target_url(sheet, self.request.user),
            "rows": len(content.rows),
            "is_mine": sheet.made_by_id == self.request.user.pk,
        }
        if stage in (SheetImport.Stage.READING, SheetImport.Stage.APPLYING):
            context["reached"] = reached(sheet)
        elif stage == SheetImport.Stage.READY:
            context |= self._ready(context)
        elif stage == SheetImport.Stage.UNDONE:
            context["staying"] = self._page(sheet.rows.all())
            names = kind_of(sheet).names_of(
                user=self.request.user, ids=[str(row.target) for row in context["staying"]]
            )
            for row in context["staying"]:
                row.words = undoing.reason_of(row)
                row.name = names.get(str(row.target), ("—", ""))[0]
        return super().get_context_data(**context)

    def _ready(self, context):
        sheet = self.sheet
        wanted = self.request.GET.get("show", "")
        rows = sheet.rows.all()
        if wanted in ImportRow.Verdict.values:
            rows = rows.filter(verdict=wanted)
        page = self._page(rows)
        return {
            "page_obj": page,
            "lines": shown_rows(user=self.request.user, sheet=sheet, rows=list(page)),
            "outlook": deciding.outlook(sheet),
            "verdicts": [
                (verdict.value, verdict.label, sheet.counts.get(verdict.value, 0))
                for verdict in ImportRow.Verdict
                if sheet.counts.get(verdict.value)
            ],
            "show": wanted,
            "problem": self._problem(context["content"]),
            "columns": context.get("columns") or ColumnsForm(sheet=sheet),
        }

    def _problem(self, content) -> str:
        """Why the last try wrote nothing."""
        code, _colon, place = self.sheet.problem.partition(":")
        words = WHY_NOT.get(code, "")
        number = content.numbers[int(place)] if place.isdigit() and int(place) < len(content.numbers) else ""
        return str(words) % {"number": number} if words else ""

    def _page(self, rows):
        return Paginator(rows, self.per_page).get_page(self.request.GET.get("page"))
