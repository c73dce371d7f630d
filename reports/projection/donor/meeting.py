"""The programme, the meeting and its date, for a donor: no venue, no hour, no agenda, nobody's thanks."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from common.dates import format_date, format_period, weekday_name
from forums.models import Forum, Minutes, MinutesRevision
from reports.projection.meeting import both_calendars, date_note

#: columns of a forum, with those of its programme, that are read at all
_MEETING = (
    *("code", "kind", "level", "number", "title_ar", "title_en", "disclosure", "is_demo", "created_at"),
    *("date", "date_as_written", "weekday_as_written", "date_standing"),
    *("occasion", "occasion_en", "occasion_date", "focus", "focus_en", "summary", "summary_en"),
)
_PROGRAMME = (
    *("public_id", "code", "title_ar", "title_en", "start", "end", "extended_until", "hides_marks_reason"),
    *("disclaimer_ar", "disclaimer_en", "small_count", "is_demo"),
)
_NAMES = ("name_ar", "name_en")


def read_forum(forum_id: int) -> Forum:
    """The forum with its programme and place, only the columns that are projected."""
    return read_forums(Forum.objects.filter(pk=forum_id)).get()


def read_forums(found):
    """The same of several."""
    columns = [*_MEETING, *(f"programme__{name}" for name in _PROGRAMME)]
    for relation in ("place", "place__parent", "programme__implementer"):
        columns += [f"{relation}__{name}" for name in _NAMES]
    return found.select_related("place__parent", "programme__implementer").only(*columns)


def read_revision(forum) -> dict | None:
    """{"number", "approved_at"} of the approved minutes; None while they are not approved or being amended."""
    approved = Minutes.objects.filter(forum=forum, state=Minutes.State.APPROVED)
    revisions = MinutesRevision.objects.filter(minutes__in=approved).order_by("-number")
    return revisions.values("number", "approved_at").first()


def project_programme(programme, texts) -> dict:
    """Title, bodies, period, and what the letterhead shows. The basmala is off on donor documents (arabic.md)."""
    marks = not programme.hides_marks_reason
    return {
        "code": programme.code,
        "title": texts.pair(programme.title_ar, programme.title_en, _("Title of the programme")),
        "period": format_period(programme.start, programme.last_day, texts.language),
        "implementer": texts.named(programme.implementer),
        "partners": _named(programme.partners, texts) if marks else [],
        "donors": _named(programme.donors, texts) if marks else [],
        "marks_left_out_because": texts.plain(
            programme.hides_marks_reason, _("Marks of partners and donors")
        ),
        "disclaimer": texts.pair(programme.disclaimer_ar, programme.disclaimer_en, _("Disclaimer")),
        "letterhead": {
            "ar": programme.implementer.name_ar,
            "en": programme.implementer.name_en,
            "country_ar": settings.COUNTRY_LINE["ar"],
            "country_en": settings.COUNTRY_LINE["en"],
            "basmala": False,
        },
    }


def project_meeting(forum, texts, *, tells_words: bool) -> dict:
    """When, where (the district) and what for. A closed forum has no summary outside."""
    language = texts.language
    nothing = {"text": "", "language": language}
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
        "place": texts.named(forum.place),
        "governorate": texts.named(forum.place.parent if forum.place else None),
        "occasion": texts.pair(forum.occasion, forum.occasion_en, _("Occasion")),
        "occasion_date": format_date(forum.occasion_date, language) if forum.occasion_date else "",
        "focus": texts.pair(forum.focus, forum.focus_en, _("Focus")),
        "summary": texts.pair(forum.summary, forum.summary_en, _("Summary")) if tells_words else nothing,
        "disclosure": forum.get_disclosure_display(),
    }


def project_minutes(revision) -> dict:
    """Which revision. Its digest is left out: it depends on who came."""
    return {
        "is_draft": False,
        "revision": revision["number"],
        "approved_on": timezone.localdate(revision["approved_at"]).isoformat(),
        "approved_by": str(Role.MANAGER.label),
    }


def _named(institutions, texts) -> list[dict]:
    return [texts.named(row) for row in institutions.only(*_NAMES).order_by("pk")]
