"""Sheets of paper for one forum: to sign in, with a box for each consent, and for the transport allowance.

They carry names, posts and institutions of the list as it stands and lines for walk-ins, and never a telephone number.
"""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from common import audit
from common.arabic import digits_chosen
from common.dates import format_date
from common.pdf import find_fonts, render_pdf
from forums.models import Attendance, Forum
from participants.models.persons import Sex
from participants.privacy import entry

STYLES = Path(settings.BASE_DIR) / "static" / "css" / "pdf"
MOST_BLANKS = 60
#: Stands for a character that our fonts lack.
SUBSTITUTE = "\ufffd"
#: Who is expected to sign; who is thanked without being listed, or did not come, is not.
_SIGN = (Attendance.Presence.PRESENT, Attendance.Presence.REPRESENTED)


class Sheet(models.TextChoices):
    """What is signed."""

    SIGN_IN = "sign_in", _("sign-in sheet with consent boxes")
    ALLOWANCE = "allowance", _("transport allowance sheet")


@dataclass(frozen=True)
class Line:
    """One line to be signed; empty for whoever comes unannounced."""

    name: str = ""
    post: str = ""


@dataclass(frozen=True)
class Part:
    """One sheet with numbers of its own; `women` says whose it is where women sign apart."""

    lines: list[Line]
    women: bool = False


def print_sheet(
    *, actor, forum: Forum, kind: str, language: str, women_apart: bool = False, blanks: int = 15
) -> bytes:
    """The PDF, once its printing stands on the record. Not inside a transaction: typesetting takes a second.

    Raises PermissionDenied, and `common.pdf.PdfFailed` where it cannot be made.
    """
    if not actor.has_perm("forums.print_sheets", forum):
        raise PermissionDenied("forums.print_sheets")
    parts = sheet_parts(forum, language=language, women_apart=women_apart, blanks=min(blanks, MOST_BLANKS))
    pdf = _render(forum, Sheet(kind), language, parts)
    with transaction.atomic():
        audit.append(
            actor=actor,
            action="forums.print_sheet",
            subject=forum,
            programme=forum.programme,
            details={
                "kind": str(kind),
                "language": language,
                "rows": sum(bool(line.name) for part in parts for line in part.lines),
            },
        )
    return pdf


def sheet_parts(forum: Forum, *, language: str, women_apart: bool, blanks: int) -> list[Part]:
    """The lines in protocol order, nobody erased. Apart are those women whose sex is on record, by their wish."""
    rows = (
        forum.attendances.kept()
        .filter(presence__in=_SIGN, person__erased_at__isnull=True)
        .select_related("person", "rank", "rank_qualifier", "honorific", "institution", "category")
        .in_protocol_order()
    )
    empty = [Line()] * blanks
    if not women_apart:
        return [Part([_line(row, language) for row in rows] + empty)]
    women = [row.person.sex == Sex.FEMALE for row in rows]
    of = lambda wanted: [_line(row, language) for row, one in zip(rows, women, strict=True) if one == wanted]  # noqa: E731
    return [Part(of(False) + empty), Part(of(True) + empty, women=True)]


def _line(row, language) -> Line:
    shown = entry(row, level="internal", language=language)
    name = " ".join(part for part in (shown.rank, shown.honorific, shown.name) if part)
    return Line(name, shown.post or shown.institution)


def _render(forum, kind, language, parts) -> bytes:
    with override(language), digits_chosen(""):
        title = gettext("Sign-in sheet") if kind == Sheet.SIGN_IN else gettext("Transport allowance sheet")
        context = {
            "forum": forum,
            "forum_title": forum.title_in(language),
            "printed": format_date(timezone.localdate(), language, "iso"),
            "kind": str(kind),
            "parts": parts,
            "title": title,
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
            "facts": _facts(forum, language),
            "asks_for_photos": kind == Sheet.SIGN_IN and not forum.women_only,
            "demo": forum.is_demo,
        }
        html = str(render_to_string(f"forums/sheets/{kind}.html", context))
        missing = find_fonts().missing_characters(html)
        html = html.translate(dict.fromkeys(map(ord, missing), SUBSTITUTE))
    today: datetime.date = timezone.localdate()
    return render_pdf(
        html,
        stylesheets=[STYLES / name for name in ("widths.css", "report.css", f"{language}.css", "sheets.css")],
        identifier=hashlib.sha256(html.encode()).digest(),
        title=f"{title} {forum.code}",
        language=language,
        created=today,
        assets=[],
    )


def _facts(forum, language) -> list[tuple[str, str]]:
    """What stands above the lines, as far as it is known."""
    programme = forum.programme
    title = programme.title_en if language == "en" and programme.title_en else programme.title_ar
    place = " – ".join(
        text for text in (forum.place.name_in(language) if forum.place else "", forum.venue) if text
    )
    facts = (
        (gettext("Programme"), title),
        (gettext("Date"), format_date(forum.date, language, "both") if forum.date else ""),
        (gettext("Place"), place),
    )
    return [(label, text) for label, text in facts if text]
