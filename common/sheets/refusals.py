"""Why a sheet is not read, and how that is said."""

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "too_large": _("The file is larger than 20 MB."),
    "bomb": _("The file would unpack to far more than a list needs. It is not opened."),
    "broken": _("The file is not a sheet that can be read: it is damaged or incomplete."),
    "empty": _("The sheet is empty."),
    "kind": _("The file is neither a workbook (.xlsx) nor text in columns (.csv)."),
    "old_excel": _("The file is of an old Excel format (.xls). Saved as .xlsx it can be read."),
    "macro": _("The file may hold macros. Saved as .xlsx without them it can be read."),
    "password": _("The file is protected by a password. Saved without one it can be read."),
    "encoding": _(
        "The letters of the file cannot be read. Saved as “CSV UTF-8” or as a workbook (.xlsx) it can be read."
    ),
    "quotes": _("A quotation mark in the file is opened and never closed, or stands inside a word."),
    "formulas": _(
        "The sheet holds formulas without their results. Opened and saved once in Excel or LibreOffice it can be read."
    ),
    "no_sheet": _("The workbook has no visible sheet."),
    "too_many_rows": _("The sheet has more than 20,000 rows. In several files it can be read."),
    "too_many_columns": _("The sheet has more than 100 columns."),
    "cell_too_long": _("A cell of the sheet holds more text than Excel allows (32,767 characters)."),
    "too_much": _("The sheet takes more time or memory to read than a list should. It is not read."),
}


class SheetRefused(ValueError):
    """The file is not read; `code` is a key that `message_for` knows."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code if code in _WORDS else "broken"


def message_for(code: str) -> str:
    """What is wrong with the file and what can be done, in the reader's language."""
    return str(_WORDS[code])
