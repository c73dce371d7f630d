"""Reference lists in the back office: archived rather than deleted, imported and exported as sheets."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ExportForm, ImportForm

from common import audit
from common.admin import HouseAdmin
from common.exports import FORMATS
from common.sheets import MOST_BYTES, SheetRefused, measure_workbook, message_for


class SheetForm(ImportForm):
    """The file and its format. It is measured before anything opens it."""

    def clean(self):
        """Refuse by size, kind and unpacked size."""
        data = super().clean()
        upload, chosen = data.get("import_file"), data.get("format")
        if upload is None or chosen in (None, ""):
            return data
        ending = FORMATS[int(chosen)]().get_extension()
        if not upload.name.lower().endswith(f".{ending}"):
            self.add_error("import_file", _("The name of the file must end in .%s.") % ending)
        elif upload.size > MOST_BYTES:
            self.add_error("import_file", message_for("too_large"))
        elif ending == "xlsx":
            try:
                measure_workbook(upload.read())
            except SheetRefused as refusal:
                self.add_error("import_file", message_for(refusal.code))
            upload.seek(0)
        return data


class StandingFilter(admin.SimpleListFilter):
    """In use, archived, or all; the list begins with all."""

    title = _("in use or archived")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        """The two standings."""
        return [("used", _("in use")), ("archived", _("archived"))]

    def queryset(self, request, queryset):
        """Rows of that standing."""
        if self.value() in ("used", "archived"):
            return queryset.filter(archived_at__isnull=self.value() == "used")
        return queryset


class SheetsAdmin(ImportMixin, ExportMixin, HouseAdmin):
    """A reference list: `store(actor, row)` of its resource writes, rows come and go as sheets."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    import_form_class = SheetForm
    export_form_class = ExportForm
    import_error_display = ("message",)

    def get_urls(self):
        """Besides the list's own: import, its confirmation, export."""
        return [
            self.route("import/", self.import_action, "import"),
            self.route("import/confirm/", self.process_import, "process_import"),
            self.route("export/", self.export_action, "export"),
            *HouseAdmin.get_urls(self),
        ]

    def get_import_formats(self):
        """XLSX and CSV."""
        return FORMATS

    get_export_formats = get_import_formats

    def get_export_filename(self, request, queryset, file_format):
        """The list's own name; nothing of the search that narrowed it."""
        return f"{self.opts.model_name}.{file_format.get_extension()}"

    def add_data_read_fail_error_to_form(self, form, e):
        """In words, without names of classes."""
        if isinstance(e, SheetRefused):
            form.add_error("import_file", message_for(e.code))
            return
        form.add_error(
            "import_file", _("The file cannot be read. Is it the chosen format, and UTF-8 if it is CSV?")
        )

    def process_dataset(self, dataset, form, request, **kwargs):
        """All rows or none: what changed between the preview and the confirmation undoes the whole import.

        Beside the entry of each row, one that says that they came as a sheet.
        """
        with transaction.atomic():
            result = super().process_dataset(
                dataset, form, request, rollback_on_validation_errors=True, raise_errors=False, **kwargs
            )
            counts = {name: result.totals[name] for name in ("new", "update")}
            if any(counts.values()) and not (result.has_errors() or result.has_validation_errors()):
                self._record(request, "import_list", counts)
        return result

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        """On the record before the file is handed out."""
        with transaction.atomic():
            response = super()._do_file_export(file_format, request, queryset, export_form=export_form)
            self._record(
                request, "export_list", {"rows": queryset.count(), "format": file_format.get_extension()}
            )
        return response

    def _record(self, request, act, details):
        audit.append(
            actor=request.user,
            action=f"common.{act}",
            subject=request.user,
            details={"list": self.opts.label_lower, **details},
        )

    def process_result(self, result, request):
        """Back to the list; with an error, nothing was written."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(
                request,
                _("Nothing was imported: the data changed since the preview. Please import it again."),
            )
            from django.shortcuts import redirect

            return redirect(self.address("import"))
        return super().process_result(result, request)

    def generate_log_entries(self, result, request):
        """None: the services wrote audit entries."""

    def save_model(self, request, obj, form, change):
        """By the service of the list."""
        self.save_row(request, obj, form)

    def save_row(self, request, row, form):
        """Call the service; a list overrides this where its service takes more."""
        self.get_import_resource_classes(request)[0]().store(request.user, row)

    def get_readonly_fields(self, request, obj=None):
        """A code is what sheets, totals and figures know a row by: it never changes."""
        return ("code",) if obj is not None and any(f.name == "code" for f in self.opts.fields) else ()


class ArchivingAdmin(SheetsAdmin):
    """A list with codes and names, whose rows are archived and taken back."""

    actions = ("archive", "take_back")
    search_fields = ("code", "name_ar", "name_en", "spellings")
    list_filter = (StandingFilter,)
    #: service(actor=, row=, archived=)
    set_archived = None

    @admin.display(description=_("in use"), boolean=True, ordering="archived_at")
    def in_use(self, row):
        """Whether it can still be chosen."""
        return row.archived_at is None

    @admin.action(description=_("Archive the chosen rows"), permissions=["change"])
    def archive(self, request, queryset):
        """They can no longer be chosen; what uses them keeps them."""
        self._set(request, queryset, True)

    @admin.action(description=_("Take the chosen rows back into use"), permissions=["change"])
    def take_back(self, request, queryset):
        """They can be chosen again."""
        self._set(request, queryset, False)

    def _set(self, request, queryset, archived):
        changed = [row for row in queryset if (row.archived_at is not None) != archived]
        for row in changed:
            type(self).set_archived(actor=request.user, row=row, archived=archived)
        words = ngettext("%(count)d row changed.", "%(count)d rows changed.", len(changed))
        messages.success(request, words % {"count": len(changed)})
