"""What a step is, and the small words that all steps use."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import format_date
from forums.models import Forum


@dataclass
class Words:
    """Words that somebody wrote, in their own language, with what they are."""

    text: str
    language: str
    label: str = ""
    tone: str = ""


@dataclass
class Step:
    """One step; `state` is "done", "now" or "late"; `links` are (url, label)."""

    label: str
    state: str = "done"
    day: date | None = None
    who: str = ""
    chip: tuple[str, str] | None = None
    #: a second one: what is to be known before the first is believed
    flag: tuple[str, str] | None = None
    words: list[Words] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    #: where it was said, if the reader may open it
    forum: Forum | None = None


def words_of(written, label="") -> Words:
    """A written text in the reader's language, or as written."""
    text, language = written.in_language(get_language() or "ar")
    return Words(text, language, label)


def unit_notes(unit: str) -> list[str]:
    """Who does it, where that was said."""
    return [_("Unit in charge: %(unit)s") % {"unit": unit}] if unit else []


def day_words(day: date) -> str:
    """A day in prose."""
    return format_date(day, get_language() or "ar", "prose")


def file_link(attachment, label: str) -> tuple[str, str]:
    """(address, words) of a file that may be saved."""
    return reverse("recommendations:attachment", args=[attachment.public_id]), label
