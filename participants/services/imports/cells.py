"""Cells of a sheet made into values: what a cell may hold, and in words what is wrong with it.

The fields and widgets are django-import-export's; lists are read once for a whole sheet, not once a row.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import force_str
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import Widget

from common.arabic import fold, has_bidi_controls, strip_bidi
from common.sheets import undefuse
from participants.models.lists import NamedList
from participants.services.phones import normal_phone

#: What is said of a cell or of a row. Texts in them are the sheet's own.
PROBLEMS = {
    "missing": _("The cell is empty, and without it the row says nothing."),
    "name": _("Neither a name nor an office by which the person is known."),
    "long": _("Longer than %(most)s letters."),
    "bidi": _("The text has hidden direction marks. Please type it again without them."),
    "list": _("“%(text)s” is not in the list; its name or code is expected."),
    "several": _("“%(text)s” fits several rows of the list; the code says which."),
    "choice": _("“%(text)s” is none of: %(choices)s."),
    "email": _("“%(text)s” is no e-mail address."),
    "code": _("A code is expected: Latin letters, digits and hyphens, at most 24."),
    "archived": _("The institution with this code is archived."),
    "own_parent": _("The institution would be part of itself."),
    "category": _("A category is needed, since the figures count by it."),
}


class CellRefused(ValueError):
    """What a cell holds is no value of its column; `code` of PROBLEMS with what the words need."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Problem:
    """Something wrong with a row; `column` is the name of a field, empty where it is about the whole row."""

    column: str
    code: str
    params: dict = field(default_factory=dict)

    @property
    def words(self) -> str:
        """In the reader's language."""
        params = dict(self.params)
        if "choices" in params:
            params["choices"] = " · ".join(gettext(one) for one in params["choices"])
        return force_str(PROBLEMS[self.code]) % params if params else force_str(PROBLEMS[self.code])


class TextWidget(Widget):
    """Text of one line, without blanks around it; at most so many letters."""

    def __init__(self, most: int):
        super().__init__()
        self.most = most

    def clean(self, value, row=None, **kwargs):
        """The text; empty for an empty cell. Raises CellRefused."""
        text = " ".join(str(value or "").split())
        if has_bidi_controls(text):
            raise CellRefused("bidi")
        if len(text) > self.most:
            raise CellRefused("long", most=self.most)
        return text


class PhoneWidget(TextWidget):
    """A telephone number as it is stored."""

    def clean(self, value, row=None, **kwargs):
        """As `normal_phone`; marks of direction around digits are common and harmless."""
        return normal_phone(super().clean(strip_bidi(str(value or ""))))


class EmailWidget(TextWidget):
    """An address."""

    def clean(self, value, row=None, **kwargs):
        """Raises CellRefused for what is none."""
        text = super().clean(strip_bidi(str(value or "")))
        if text:
            try:
                validate_email(text)
            except ValidationError as error:
                raise CellRefused("email", text=text[:80]) from error
        return text


class ChoiceWidget(Widget):
    """One of a few values, by itself or by its label in either language or by one of `also` (text → value)."""

    def __init__(self, choices, also=None):
        super().__init__()
        self.values, self.labels = {}, []
        for value, label in choices:
            if not value:
                continue
            spellings = [str(value), *_in_both(label)]
            self.labels.append(spellings[1])
            self.values |= {fold(text): value for text in spellings if fold(text)}
        self.values |= {fold(text): value for text, value in (also or {}).items()}

    def clean(self, value, row=None, **kwargs):
        """The value; empty for an empty cell. Raises CellRefused."""
        text = str(value or "").strip()
        if not text:
            return ""
        found = self.values.get(fold(text)) if fold(text) else None
        if found is None:
            raise CellRefused("choice", text=text[:80], choices=self.labels)
        return found


class ListWidget(Widget):
    """A row of a reference list by its code, its name in either language, or one of its other spellings."""

    def __init__(self, rows, names=None):
        super().__init__()
        self.by_code, self.by_name = {}, {}
        for row in rows:
            self.by_code[row.code.casefold()] = row
            for text in (names or _names)(row):
                self.by_name.setdefault(text, {})[row.pk] = row

    def clean(self, value, row=None, **kwargs):
        """The row; None for an empty cell. Raises CellRefused for what nobody or several are called."""
        text = strip_bidi(str(value or "")).strip()
        if not text:
            return None
        if found := self.by_code.get(text.casefold()):
            return found
        named = self.by_name.get(fold(text), {})
        if len(named) > 1:
            raise CellRefused("several", text=text[:80])
        if not named:
            raise CellRefused("list", text=text[:80])
        return next(iter(named.values()))


def _names(row: NamedList):
    feminine = (getattr(row, name, "") for name in ("name_ar_feminine", "plural_ar", "plural_en"))
    texts = (row.name_ar, row.name_en, *row.spellings.splitlines(), *feminine)
    return {key for key in map(fold, texts) if key}


def _in_both(label) -> list[str]:
    found = []
    for language in ("en", "ar"):
        with override(language):
            found.append(force_str(label))
    return found


class CellReader:
    """Reads rows by columns: {field: widget}. Cells of columns that the sheet lacks are as if empty."""

    def __init__(self, widgets: dict[str, Widget]):
        self.fields = {
            name: Field(attribute=name, column_name=name, widget=widget) for name, widget in widgets.items()
        }

    def read(self, cells: dict[str, str]) -> tuple[dict, list[Problem]]:
        """(values, what is wrong). A cell that is wrong has no value; an empty one has an empty one."""
        values, problems = {}, []
        for name, one in self.fields.items():
            if name not in cells:
                continue
            cell = undefuse(cells[name])
            try:
                values[name] = one.clean({name: cell})
            except CellRefused as refused:
                problems.append(Problem(name, refused.code, refused.params))
        return values, problems
