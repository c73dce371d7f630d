"""Spreadsheets in and out: explicit fields, formulas defused, files looked at before they are opened."""

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models
from django.utils.translation import gettext
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from common.forms import refuse_bidi_controls
from common.sheets import defuse, read_sheet, undefuse


def _dataset(content, name):
    """A handed-in sheet as the library's own table, as wide as its header. Raises SheetRefused (a ValueError)."""
    import tablib

    sheet = read_sheet(content, name)
    width = len(sheet.headers)
    while width > 1 and not sheet.headers[width - 1]:
        width -= 1
    dataset = tablib.Dataset(headers=sheet.headers[:width])
    for row in sheet.rows:
        dataset.append(row[:width])
    return dataset


class SafeCSV(CSV):
    """CSV with a byte order mark, without which Excel shows Arabic as rubbish; read in a child with limits."""

    def __init__(self, encoding=None):
        super().__init__(encoding=encoding or "utf-8-sig")

    def export_data(self, dataset, **kwargs):
        """The text with its mark in front."""
        return "\ufeff" + super().export_data(dataset, **kwargs)

    def create_dataset(self, in_stream, **kwargs):
        """Bytes in any encoding that is known. Raises ValueError for what is no such file."""
        return _dataset(in_stream, "list.csv")

    def is_binary(self):
        """Kept and read back as it came; the encoding is found when it is read."""
        return True

    def get_read_mode(self):
        """Bytes."""
        return "rb"


class SafeXLSX(XLSX):
    """XLSX that is read in a child process with limits (`common/sheets/`)."""

    def create_dataset(self, in_stream):
        """The first visible sheet as text. Raises ValueError for what is no such file."""
        return _dataset(in_stream, "list.xlsx")


FORMATS = [SafeXLSX, SafeCSV]


class CodeWidget(ForeignKeyWidget):
    """A row of another list by its code; an unknown code is said in words."""

    def __init__(self, model, field="code", **kwargs):
        super().__init__(model, field, **kwargs)

    def clean(self, value, row=None, **kwargs):
        """The row, or None for an empty cell. Raises ValueError for a code that nobody has."""
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as error:
            message = gettext("There is no row with the code «%(code)s».")
            raise ValueError(message % {"code": value}) from error


def by_code(attribute: str, model) -> Field:
    """A column that names a row of another list by its code."""
    return Field(attribute=attribute, column_name=attribute, widget=CodeWidget(model))


class SafeResource(ModelResource):
    """Base of all resources: explicit `fields`, rows stored by a service in the name of who imports.

    A subclass writes `store(actor, row)`. Unchanged rows are skipped, so importing an export changes nothing.
    """

    class Meta:
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True  # it writes inline styles, which our CSP refuses
        store_row_values = True
        clean_model_instances = True
        use_transactions = True

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        if not self._meta.fields or "__all__" in self._meta.fields:
            raise ImproperlyConfigured(f"{type(self).__name__} must name its fields.")
        self.actor = None

    def store(self, actor, row) -> None:
        """Save one row by its service."""
        raise NotImplementedError

    def before_import(self, dataset, **kwargs):
        """Remember who imports. Raises ValueError where the column that rows are known by is missing."""
        self.actor = kwargs.get("user")
        for name in self._meta.import_id_fields:
            if name not in (dataset.headers or []):
                # Said here, since the library puts the name in before it translates.
                message = gettext("The column «%(column)s» is missing: rows are known by it.")
                raise ValueError(message % {"column": name})

    def before_import_row(self, row, **kwargs):
        """Take our own apostrophes away again, and blanks around values."""
        for name, value in row.items():
            plain = undefuse(value)
            row[name] = plain.strip() if isinstance(plain, str) else plain

    def import_field(self, field, instance, row, **kwargs):
        """What is no number is said like what is no date. Raises ValueError, which import-export shows by column."""
        try:
            super().import_field(field, instance, row, **kwargs)
        except (ArithmeticError, TypeError) as error:
            raise ValueError(gettext("Enter a number.")) from error

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Beside the model's own rules: no hidden direction marks."""
        errors = dict(import_validation_errors or {})
        for field in instance._meta.fields:
            value = getattr(instance, field.attname)
            if isinstance(field, models.CharField | models.TextField) and isinstance(value, str):
                try:
                    refuse_bidi_controls(value)
                except ValidationError as error:
                    errors[field.name] = error
        super().validate_instance(instance, errors, validate_unique)

    def do_instance_save(self, instance, is_create):
        """By the service, which asks the right again and writes the audit entry."""
        self.store(self.actor, instance)

    def export_field(self, field, instance, **kwargs):
        """Every cell defused."""
        return defuse(super().export_field(field, instance, **kwargs))
