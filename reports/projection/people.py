"""The attendance list in protocol order, and whom the minutes thank. Every field comes through privacy.entry."""

from dataclasses import asdict

from django.utils.translation import gettext as _

from forums.models import Attendance
from participants.privacy import entry, name_of

#: shown as a remark where it is not the ordinary case
ORDINARY_PART = Attendance.Part.PARTICIPANT
ORDINARY_PRESENCE = Attendance.Presence.PRESENT


def project_attendance(forum, texts, *, level: str) -> dict:
    """{"present": […], "others": […]}, each row with the public id of its person, so that erasure finds it."""
    rows = (
        Attendance.objects.kept()
        .filter(forum=forum)
        .select_related("person", "rank", "rank_qualifier", "honorific", "institution", "category")
        .in_protocol_order()
    )
    present, others = [], []
    for row in rows:
        target = present if row.presence == ORDINARY_PRESENCE else others
        target.append(_row(row, texts, level))
    return {"present": present, "others": others}


def project_acknowledgements(forum, texts) -> list[dict]:
    """Person or institution, and for what."""
    rows = forum.acknowledgements.select_related("person", "institution")
    return [
        {
            "person": str(row.person.public_id) if row.person else None,
            "name": texts.plain(name_of(row.person, texts.language)) if row.person else None,
            "institution": texts.named(row.institution),
            "reason": texts.plain(row.reason, _("Acknowledgements")),
        }
        for row in rows
    ]


def _row(row, texts, level):
    seen = asdict(entry(row, level=level, language=texts.language))
    listed = {"post": _("Posts in the attendance list")}
    fields = {name: texts.plain(value, listed.get(name, "")) for name, value in seen.items()}
    remarks = [
        value
        for value, ordinary in (
            (seen["part"], row.part == ORDINARY_PART),
            (seen["presence"], row.presence == ORDINARY_PRESENCE),
        )
        if value and not ordinary
    ]
    return fields | {"person": str(row.person.public_id), "remarks": remarks}
