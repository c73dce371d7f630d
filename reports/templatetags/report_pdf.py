"""Filters of the documents: frozen JSON holds dates as ISO text and texts with their language."""

import datetime
import re

from django import template
from django.template.defaultfilters import capfirst
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common.arabic import day_first, isolate_ltr, localise_digits
from common.dates import format_date

register = template.Library()

_DATES = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_REFERENCES = re.compile(r"(\b[A-Z]{2,}-R-\d{4,}\b)")


@register.filter
def said(text: dict | None) -> SafeString:
    """A frozen {"text", "language"}: bare in the document's language, else in a span with its own lang and dir."""
    if not text or not text["text"]:
        return mark_safe("")
    shown = conditional_escape(localise_digits(text["text"], text["language"]))
    if text["language"] == _language():
        return shown
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', text["language"], _direction(text["language"]), shown
    )


@register.filter
def report_title(doc: dict) -> SafeString:
    """What a report is called: what was written for it, else its meeting or its programme."""
    meeting = doc.get("meeting", {})
    for text in (doc.get("texts", {}).get("title"), meeting.get("title")):
        if text and text["text"]:
            return said(text)
    return conditional_escape(capfirst(meeting["kind"])) if meeting else said(doc["programme"]["title"])


@register.filter
def paragraphs(text: dict | None) -> SafeString:
    """The same for a longer text: paragraphs inside a block of its own language."""
    if not text or not text["text"]:
        return mark_safe("")
    body = mark_safe(linebreaks(localise_digits(text["text"], text["language"]), autoescape=True))
    if text["language"] == _language():
        return body
    return format_html(
        '<div lang="{}" dir="{}">{}</div>', text["language"], _direction(text["language"]), body
    )


@register.filter
def day_first_dates(text: str) -> str:
    """The text with the digits of the document; in Arabic each date in figures begins with its day at the right.

    A reference such as «ADEN-R-0042» stays as it is, in one piece from the left.
    """
    language = _language()
    parts = _REFERENCES.split(text)
    # Every second one is a reference.
    parts[::2] = [_with_dates(localise_digits(part, language), language) for part in parts[::2]]
    parts[1::2] = [isolate_ltr(part) for part in parts[1::2]]
    return "".join(parts)


def _with_dates(text, language):
    return _DATES.sub(lambda found: day_first(found[0]), text) if language == "ar" else text


@register.filter
def day(iso: str | None, style: str = "table") -> str:
    """A frozen ISO date in a style of `common.dates` and the document's language; empty for none."""
    return format_date(datetime.date.fromisoformat(iso), _language(), style) if iso else ""


def _language() -> str:
    return (get_language() or "ar")[:2]


def _direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"
