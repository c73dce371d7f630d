"""Words of the other script in a page: marked with their language, for screen readers, fonts and direction."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_ARABIC = r"[\u0600-\u06ff\u0750-\u077f]"
_ARABIC_WORD = rf"[(«]*[\d/.-]*{_ARABIC}(?:{_ARABIC}|[\d/.()«»:…-])*"
_LATIN_WORD = r"[A-Za-z][\w'’.@/-]*"
#: For a page of each language: what marks its own script, and runs of words of the other, with numbers between.
_OWN = {"en": re.compile(r"[A-Za-z]"), "ar": re.compile(_ARABIC)}
_RUNS = {
    "en": re.compile(rf"{_ARABIC_WORD}(?:\s+(?:[\d.,/–—-]+\s+)*{_ARABIC_WORD})*"),
    "ar": re.compile(rf"{_LATIN_WORD}(?:\s+(?:[\d.,-]+\s+)*{_LATIN_WORD})*", re.ASCII),
}


def mark_foreign(value: object) -> SafeString:
    """The text, escaped; what is not in the script of the page stands in `<bdi lang dir>`.

    A text without any letter of the page's own script is marked whole; in a mixed one («Dr سالم») its runs are.
    Markup that is safe already is handed back as it is; None becomes an empty text.
    """
    if value is None:
        return SafeString("")
    if isinstance(value, SafeString):
        return value
    text = str(value)
    page = _page()
    language, direction = ("en", "ltr") if page == "ar" else ("ar", "rtl")
    if not _RUNS[page].search(text):
        return conditional_escape(text)
    if not _OWN[page].search(text):
        return _marked(text, language, direction)
    parts, last = [], 0
    for run in _RUNS[page].finditer(text):
        parts += [(text[last : run.start()],), (_marked(run[0], language, direction),)]
        last = run.end()
    return format_html_join("", "{}", [*parts, (text[last:],)])


def foreign_language(text: str) -> str:
    """ "ar" or "en" for a text wholly in the script that is not the page's, else nothing."""
    page = _page()
    if _OWN[page].search(text) or not _RUNS[page].search(text):
        return ""
    return "en" if page == "ar" else "ar"


def _page() -> str:
    return "ar" if (get_language() or "ar").startswith("ar") else "en"


def _marked(text, language, direction):
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction, text)
