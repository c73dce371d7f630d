"""Who was there: rows of the attendance list, and whom the minutes thank."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from common.versions import save_if_current
from forums.models import Acknowledgement, Attendance
from forums.services.writing import begin_writing, touch
from participants.models import Consent, Person
from participants.services.consents import ensure_consent

FIELDS = {
    "rank", "rank_qualifier", "honorific", "post", "institution", "represents", "category", "age_band",
    "home_district", "presence", "presence_reason", "represented_by", "part", "may_be_named",
}  # fmt: skip


@transaction.atomic
def record_attendance(*, actor, forum, person, category, consent_manner="", **fields) -> Attendance:
    """Put a person on the list of a forum, as of that day.

    Age band and home district are taken from the person unless given: snapshots that later changes of the
    directory do not touch. `may_be_named` records the person's consent, given as `consent_manner` says, unless one
    stands. Raises ValidationError where the person is on the list already, and as `ensure_consent` does;
    PermissionDenied, MinutesClosed.
    """
    begin_writing(actor=actor, minutes=forum.minutes)
    _require_known(fields)
    _require_in_the_room(fields, forum)
    _require_current(person)
    if Person.objects.filter(pk=person.pk, merged_into__isnull=False).exists():
        # Chosen from a page that was opened before he was merged into another.
        raise ValidationError(_("This person's entry is closed."), code="closed")
    if forum.attendances.kept().filter(person=person).exists():
        raise ValidationError({"name": _("This person is on the list already.")})
    fields.setdefault("age_band", person.age_band)
    fields.setdefault("home_district", person.home_district)
    last = forum.attendances.aggregate(last=Max("position"))["last"]
    attendance = Attendance.objects.create(
        forum=forum, person=person, category=category, position=(last or 0) + 1, **fields
    )
    if attendance.may_be_named:
        _consent_to_naming(actor, attendance, consent_manner)
    touch(forum.minutes)
    _record(actor, "record_attendance", attendance, {"person": person.public_id})
    return attendance


@transaction.atomic
def edit_attendance(*, actor, attendance, expected, consent_manner="", **fields) -> Attendance:
    """Write one row, if it is still at version `expected`; a new `may_be_named` as in `record_attendance`.

    Taking the tick off withdraws no consent: that is done on the person's page.
    Raises StaleVersion, PermissionDenied, MinutesClosed, ValidationError.
    """
    begin_writing(actor=actor, minutes=attendance.forum.minutes)
    _require_known(fields)
    _require_in_the_room(fields, attendance.forum, attendance)
    changed = sorted(name for name, value in fields.items() if getattr(attendance, name) != value)
    if changed:
        _require_current(attendance.person)
    for name in changed:
        setattr(attendance, name, fields[name])
    save_if_current(attendance, expected=expected, fields=changed)
    if "may_be_named" in changed and attendance.may_be_named:
        _consent_to_naming(actor, attendance, consent_manner)
    touch(attendance.forum.minutes)
    _record(actor, "edit_attendance", attendance, {"fields": changed})
    return attendance


@transaction.atomic
def remove_attendance(*, actor, attendance) -> None:
    """Take a row off the list; it can be put back until approval. Doing it twice changes nothing."""
    _set_removed(actor, attendance, timezone.now(), "remove_attendance")


@transaction.atomic
def restore_attendance(*, actor, attendance) -> None:
    """Put a row back. Raises ValidationError where the person came onto the list again meanwhile."""
    others = attendance.forum.attendances.kept().filter(person=attendance.person).exclude(pk=attendance.pk)
    if others.exists():
        raise ValidationError(_("This person is on the list already."))
    _set_removed(actor, attendance, None, "restore_attendance")


@transaction.atomic
def acknowledge(*, actor, forum, reason, person=None, institution=None) -> Acknowledgement:
    """Thank a person or a body in the minutes. Whom a text thanks without listing is *not listed*, not absent."""
    begin_writing(actor=actor, minutes=forum.minutes)
    if (person is None) == (institution is None):
        raise ValidationError(_("Please name either a person or an institution."))
    thanks = Acknowledgement.objects.create(
        forum=forum,
        person=person,
        institution=institution,
        reason=reason,
        position=forum.acknowledgements.count() + 1,
        recorded_by=actor,
    )
    touch(forum.minutes)
    _record(actor, "acknowledge", thanks)
    return thanks


@transaction.atomic
def withdraw_acknowledgement(*, actor, acknowledgement) -> None:
    """Take the thanks out of a draft."""
    begin_writing(actor=actor, minutes=acknowledgement.forum.minutes)
    touch(acknowledgement.forum.minutes)
    _record(actor, "withdraw_acknowledgement", acknowledgement)
    acknowledgement.delete()


def _set_removed(actor, attendance, moment, action) -> None:
    begin_writing(actor=actor, minutes=attendance.forum.minutes)
    if bool(attendance.removed_at) == bool(moment):
        return
    attendance.removed_at = moment
    save_if_current(attendance, expected=attendance.version, fields=["removed_at"])
    touch(attendance.forum.minutes)
    _record(actor, action, attendance)


def _consent_to_naming(actor, attendance, manner) -> None:
    """What was agreed to in the room counts from its day; for a forum that is still to come, from today."""
    today = timezone.localdate()
    ensure_consent(
        actor=actor,
        person=attendance.person,
        purpose=Consent.Purpose.NAMING,
        manner=manner,
        given_on=min(attendance.forum.date or today, today),
    )


def _require_current(person) -> None:
    """Nobody writes a rank or a post about somebody erased: they would name him again."""
    if Person.objects.filter(pk=person.pk, erased_at__isnull=False).exists():
        raise ValidationError(_("This person's entry is closed."), code="closed")


def _require_in_the_room(fields, forum, row=None) -> None:
    """Whoever came in somebody's place is another line of the same list."""
    stand_in = fields.get("represented_by")
    if stand_in and (stand_in.forum_id != forum.pk or (row and stand_in.pk == row.pk)):
        raise ValidationError({"represented_by": _("Please choose somebody else of this list.")})


def _require_known(fields) -> None:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"Unknown fields of an attendance: {sorted(unknown)}")


def _record(actor, action, row, details=None) -> None:
    audit.append(
        actor=actor,
        action=f"forums.{action}",
        subject=row,
        programme=row.forum.programme,
        details={"forum": row.forum.public_id, **(details or {})},
    )
