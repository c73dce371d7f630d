"""Digits: Latin 0–9, Arabic-Indic ٠–٩ and Persian ۰–۹."""

from contextlib import contextmanager
from contextvars import ContextVar

#: The digits that the reader of the page chose for his account: "arab", "latn", or nothing (they follow the language).
#: Set for the time of a request and empty while a document is made: documents look the same to everybody.
chosen_digits: ContextVar[str] = ContextVar("chosen_digits", default="")

_LATIN, _ARABIC, _PERSIAN = "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
_TO_ARABIC = str.maketrans(_LATIN + _PERSIAN, _ARABIC * 2)
_TO_LATIN = str.maketrans(_ARABIC + _PERSIAN, _LATIN * 2)


def to_arabic_digits(text):
    """``text`` (anything that str() takes) with Latin and Persian digits as Arabic-Indic ones."""
    return str(text).translate(_TO_ARABIC)


def to_latin_digits(text):
    """``text`` (anything that str() takes) with Arabic-Indic and Persian digits as Latin ones."""
    return str(text).translate(_TO_LATIN)


def localise_digits(text, language):
    """Arabic-Indic digits when ``language`` is Arabic (``ar``, ``ar-ye``), else ``text`` unchanged.

    Unchanged, not Latin: a quotation in Arabic keeps its own digits on an English page.
    """
    return to_arabic_digits(text) if str(language or "").startswith("ar") else str(text)


@contextmanager
def digits_chosen(choice):
    """The reader's choice for the time of a ``with``; "" while a document is made."""
    token = chosen_digits.set(choice)
    try:
        yield
    finally:
        chosen_digits.reset(token)


def choose_digits(text):
    """``text`` in the digits that the reader chose; unchanged where he chose none."""
    if chosen_digits.get() == "latn":
        return to_latin_digits(text)
    return to_arabic_digits(text) if chosen_digits.get() == "arab" else text
