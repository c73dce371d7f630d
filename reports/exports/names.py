"""Who came, by name: as `participants/privacy.py` lets the office see it, and never with a contact."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.sheets.writing import Column
from forums.models import Attendance
from participants.privacy import entry

_AT_ONCE = 500


def attendances_of(programme, user):
    """Attendances that the reader may see with names; who was erased has none and is left out."""
    return (
        Attendance.objects.visible_to(user)
        .kept()
        .filter(forum__programme=programme, person__erased_at__isnull=True)
        .select_related(
            *("forum", "person", "rank", "rank_qualifier", "honorific", "institution", "category"),
        )
        .defer("person__phone", "person__email", "person__notes")
        .order_by("forum__date", "forum__code", "position", "pk")
    )


def names_of(programme, user) -> tuple[list[Column], Iterator[tuple]]:
    """One row for each person at each forum of the programme."""
    columns = [
        Column(_("Forum"), "#activity+forum+code", 16),
        Column(_("Date"), "#date", 12),
        Column(_("Name"), "#contact+name", 34),
        Column(_("Form of address"), "#contact+title", 12),
        Column(_("Rank"), "#contact+rank", 16),
        Column(_("Post"), "#contact+role", 34),
        Column(_("Institution"), "#org+name", 34),
        Column(_("Category"), "#contact+type", 18),
        Column(_("Role"), "#contact+part", 14),
        Column(_("Presence"), "#status+presence", 14),
    ]
    return columns, _rows(programme, user)


def _rows(programme, user):
    language = get_language() or "ar"
    for attendance in attendances_of(programme, user).iterator(_AT_ONCE):
        one = entry(attendance, level="internal", language=language)
        yield (
            *(attendance.forum.code, attendance.forum.date, one.name, one.honorific, one.rank, one.post),
            *(one.institution, one.category, one.part, one.presence),
        )
