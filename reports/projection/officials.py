"""Who took part by his office and may be named: patron, host, chair, speaker, in a public forum, with his agreement.

`participants.privacy.may_name` is asked about each person, for the day on which the content is made. Of a forum that is not public
outside nobody is read.
"""

from django.utils import timezone

from forums.models import Attendance
from participants.models.persons import Consent
from participants.privacy import entry, may_name, names_anybody

#: What somebody does there by his office.
PARTS = (Attendance.Part.PATRON, Attendance.Part.HOST, Attendance.Part.CHAIR, Attendance.Part.SPEAKER)


def project_officials(forum, texts, *, audience: str) -> list[dict]:
    """Rank, form of address, name, post and institution of each, with the id by which erasure finds him."""
    if not names_anybody(forum, audience=audience):
        return []
    rows = (
        Attendance.objects.present()
        .filter(forum=forum, part__in=PARTS)
        .exclude(post="", institution=None)
        .select_related("person", "rank", "rank_qualifier", "honorific", "institution", "category")
        .prefetch_related("person__consents")
        .in_protocol_order()
    )
    today = timezone.localdate()
    return [
        _row(row, texts)
        for row in rows
        if may_name(
            person=row.person,
            forum=forum,
            purpose=Consent.Purpose.NAMING,
            audience=audience,
            on=today,
            attendance=row,
        )
    ]


def _row(row, texts) -> dict:
    seen = entry(row, level="internal", language=texts.language)
    named = {
        field: texts.plain(getattr(seen, field))
        for field in ("rank", "honorific", "name", "post", "institution")
    }
    return {"person": str(row.person.public_id), "part": seen.part, **named}
