"""Opening a forum, writing down the meeting, and deciding about a doubtful date."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from common.versions import save_if_current
from forums.models import Forum, Minutes
from forums.series import next_number
from forums.services.writing import require_open

#: Letter of each kind in a forum's code: ADEN-2022-F18. Kinds without one use their name.
_CODE_LETTERS = {"forum": "F", "dialogue": "D", "workshop": "W", "review": "R"}

#: What `update_meeting` and `create_forum` may set; anything else is a programming error.
MEETING_FIELDS = {
    "kind", "level", "number", "continues", "title_ar", "title_en", "date", "date_as_written",
    "weekday_as_written", "days", "starts_at", "ends_at", "part_of_day", "place", "venue", "occasion",
    "occasion_en", "occasion_date", "focus", "focus_en", "summary", "summary_en", "permits", "disclosure", "women_only",
}  # fmt: skip


@transaction.atomic
def create_forum(*, actor, programme, kind, title_ar, code="", themes=(), reviews=(), **fields) -> Forum:
    """Open a forum with its empty minutes. Without `code` one is made: ADEN-2022-F18. Without a number it gets the next
    of its series.

    A date that something speaks against waits for a decision. Raises PermissionDenied; ValidationError for a
    code that is taken.
    """
    if not actor.has_perm("forums.add_forum", programme):
        raise PermissionDenied("forums.add_forum")
    _require_known(fields)
    forum = Forum(programme=programme, kind=kind, title_ar=title_ar, is_demo=programme.is_demo, **fields)
    if forum.number is None and kind in _CODE_LETTERS:
        forum.number = next_number(forum)
    forum.code = code or _free_code(forum)
    if Forum.objects.filter(code=forum.code).exists():
        raise ValidationError({"code": _("This code is taken by another forum.")})
    stand_by_conflicts(forum)
    forum.refold()
    forum.save()
    forum.themes.set(themes)
    forum.reviews.set(reviews)
    minutes = Minutes.objects.create(forum=forum)
    audit.append(
        actor=actor,
        action="forums.create_forum",
        subject=forum,
        programme=programme,
        details={"kind": kind, "minutes": minutes.public_id},
    )
    return forum


@transaction.atomic
def update_meeting(*, actor, forum, expected, themes=None, reviews=None, **fields) -> Forum:
    """Write what the first page of the editor holds, if the forum is still at version `expected`.

    A changed date, weekday or occasion asks for a new decision where something speaks against it.
    Raises PermissionDenied, StaleVersion, and MinutesClosed once the minutes are submitted or approved.
    """
    if not actor.has_perm("forums.write_forum", forum):
        raise PermissionDenied("forums.write_forum")
    require_open(forum.minutes)
    _require_known(fields)
    changed = sorted(name for name, value in fields.items() if getattr(forum, name) != value)
    for name in changed:
        setattr(forum, name, fields[name])
    if {"date", "weekday_as_written", "occasion_date"} & set(changed):
        stand_by_conflicts(forum)
        changed += ["date_standing", "date_reason", "date_decided_by"]
    if {"title_ar", "title_en", "number"} & set(changed):
        forum.refold()
        changed.append("folded")
    save_if_current(forum, expected=expected, fields=changed)
    if themes is not None:
        forum.themes.set(themes)
    if reviews is not None:
        forum.reviews.set(reviews)
    audit.append(
        actor=actor,
        action="forums.update_meeting",
        subject=forum,
        programme=forum.programme,
        details={"fields": changed},
    )
    return forum


@transaction.atomic
def decide_date(*, actor, forum, expected, decision, date=None, reason="") -> Forum:
    """What a person makes of a doubtful date: confirmed, corrected (to `date`, with a reason), or kept.

    The wording of the source stays as it was. Raises ValidationError where a correction lacks its date or
    reason, PermissionDenied, StaleVersion, MinutesClosed.
    """
    if not actor.has_perm("forums.decide_date", forum):
        raise PermissionDenied("forums.decide_date")
    require_open(forum.minutes, also_submitted=True)
    standing = Forum.DateStanding
    if decision not in (standing.CONFIRMED, standing.CORRECTED, standing.KEPT):
        raise ValidationError({"decision": _("Please choose what is to be done about the date.")})
    fields = ["date_standing", "date_reason", "date_decided_by"]
    if decision == standing.CORRECTED:
        if date is None:
            raise ValidationError({"date": _("Please give the corrected date.")})
        if not reason.strip():
            raise ValidationError({"reason": _("A correction needs a reason.")})
        forum.date = date
        fields.append("date")
    forum.date_standing, forum.date_reason, forum.date_decided_by = decision, reason.strip(), actor
    save_if_current(forum, expected=expected, fields=fields)
    audit.append(
        actor=actor,
        action="forums.decide_date",
        subject=forum,
        programme=forum.programme,
        details={"decision": decision},
    )
    return forum


def stand_by_conflicts(forum) -> None:
    """A new date stands clear, or waits for a decision where something speaks against it."""
    doubtful = bool(forum.date_conflicts())
    forum.date_standing = Forum.DateStanding.UNDECIDED if doubtful else Forum.DateStanding.CLEAR
    forum.date_reason, forum.date_decided_by = "", None


def _require_known(fields) -> None:
    if unknown := set(fields) - MEETING_FIELDS:
        raise TypeError(f"Unknown fields of a meeting: {sorted(unknown)}")


def _free_code(forum) -> str:
    year = forum.date.year if forum.date else forum.programme.start.year
    label = _CODE_LETTERS.get(forum.kind, forum.kind.upper().replace("_", "-"))
    stem = f"{forum.programme.code}-{year}-{label}{forum.number or ''}"
    taken = set(Forum.objects.filter(code__startswith=stem).values_list("code", flat=True))
    code, count = stem, 2
    while code in taken:
        code, count = f"{stem}-{count}", count + 1
    return code
