"""The programme, the meeting and its date; and in what state its minutes are."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from common.dates import HijriOutOfRange, format_date, format_period, weekday_name
from forums.models import Forum


def project_programme(programme, texts) -> dict:
    """Title, bodies, period, and what the letterhead shows."""
    language = texts.language
    marks = not programme.hides_marks_reason
    return {
        "code": programme.code,
        "title": texts.pair(programme.title_ar, programme.title_en, _("Title of the programme")),
        "period": format_period(programme.start, programme.last_day, language),
        "implementer": texts.named(programme.implementer),
        "partners": [texts.named(row) for row in programme.partners.order_by("pk")] if marks else [],
        "donors": [texts.named(row) for row in programme.donors.order_by("pk")] if marks else [],
        "marks_left_out_because": texts.plain(programme.hides_marks_reason),
        "disclaimer": texts.pair(programme.disclaimer_ar, programme.disclaimer_en, _("Disclaimer")),
        "letterhead": {
            "ar": programme.implementer.name_ar,
            "en": programme.implementer.name_en,
            "country_ar": settings.COUNTRY_LINE["ar"],
            "country_en": settings.COUNTRY_LINE["en"],
            # A setting, and off on English documents (arabic.md).
            "basmala": programme.shows_basmala and language == "ar",
        },
    }


def project_meeting(forum, texts) -> dict:
    """Where, when and what for. The date with all that speaks against it."""
    language = texts.language
    return {
        "code": forum.code,
        "title": texts.pair(forum.title_ar, forum.title_en, _("Title")),
        "kind": forum.get_kind_display(),
        "level": forum.get_level_display(),
        "number": forum.number,
        "date": both_calendars(forum.date, language),
        "date_iso": forum.date and forum.date.isoformat(),
        "weekday": weekday_name(forum.date.weekday(), language) if forum.date else "",
        "date_note": date_note(forum, texts),
        "days": forum.days,
        "time": meeting_time(forum),
        "ends_at": forum.ends_at and f"{forum.ends_at:%H:%M}",
        "place": texts.named(forum.place),
        "governorate": texts.named(forum.place.parent if forum.place else None),
        "venue": texts.plain(forum.venue, _("Venue")),
        "occasion": texts.pair(forum.occasion, forum.occasion_en, _("Occasion")),
        "occasion_date": format_date(forum.occasion_date, language) if forum.occasion_date else "",
        "focus": texts.pair(forum.focus, forum.focus_en, _("Focus")),
        "summary": texts.pair(forum.summary, forum.summary_en, _("Summary")),
        "disclosure": forum.get_disclosure_display(),
        "agenda": [texts.plain(item.title, _("Agenda")) for item in forum.agenda.all()],
    }


def project_minutes(forum) -> dict:
    """How far the minutes are; of the approver the role, never the name."""
    minutes = getattr(forum, "minutes", None)
    revision = minutes.revisions.last() if minutes is not None else None
    approved = minutes is not None and minutes.state == minutes.State.APPROVED and revision is not None
    return {
        "is_draft": not approved,
        "revision": revision.number if revision else 0,
        "approved_on": timezone.localdate(revision.approved_at).isoformat() if revision else None,
        # Only a manager can approve (forums/rules).
        "approved_by": str(Role.MANAGER.label) if revision else "",
        "digest": revision.digest if revision else "",
    }


def date_note(forum, texts) -> dict | None:
    """What was decided about a date that something speaks against, the source's words, and what speaks against it.

    None where nothing does.
    """
    verdicts = {
        Forum.DateStanding.UNDECIDED: _("The date is doubtful and awaits a decision; the source has"),
        Forum.DateStanding.CONFIRMED: _("The date was checked and confirmed; the source has"),
        Forum.DateStanding.CORRECTED: _("The date was corrected; the source has"),
        Forum.DateStanding.KEPT: _("The date is kept as written in the source"),
    }
    conflicts = forum.date_conflicts()
    corrected = forum.date_standing == Forum.DateStanding.CORRECTED
    if forum.date_standing not in verdicts or not (conflicts or corrected):
        return None
    doubted = forum.date_standing in (Forum.DateStanding.UNDECIDED, Forum.DateStanding.KEPT)
    return {
        "verdict": verdicts[forum.date_standing],
        "written": texts.plain(forum.date_as_written or (forum.date and forum.date.isoformat()) or ""),
        "reasons": [_against(forum, conflict, texts.language) for conflict in conflicts] if doubted else [],
    }


def _against(forum, conflict, language) -> str:
    if conflict == "weekday":
        return _("%(date)s was a %(actual)s, not a %(named)s.") % {
            "date": format_date(forum.date, language),
            "actual": weekday_name(forum.date.weekday(), language),
            "named": weekday_name(forum.weekday_as_written, language),
        }
    if conflict == "programme":
        return _("It lies outside the period of the programme (%(period)s).") % {
            "period": format_period(forum.programme.start, forum.programme.last_day, language)
        }
    return _("It is not near the occasion that the source names (%(date)s).") % {
        "date": format_date(forum.occasion_date, language)
    }


def both_calendars(date, language) -> str:
    """Hijri and Gregorian together; Gregorian alone outside the calendar's range."""
    if date is None:
        return ""
    try:
        return format_date(date, language, "both")
    except HijriOutOfRange:
        return format_date(date, language)


def meeting_time(forum) -> str:
    """From when to when, or the part of the day."""
    if forum.starts_at and forum.ends_at:
        return f"{forum.starts_at:%H:%M} – {forum.ends_at:%H:%M}"
    if forum.starts_at:
        return f"{forum.starts_at:%H:%M}"
    return forum.get_part_of_day_display() if forum.part_of_day else ""
