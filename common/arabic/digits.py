"""Digits: Latin 0–9, Arabic-Indic ٠–٩ and Persian ۰–۹."""

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
