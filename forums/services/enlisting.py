"""Putting somebody on the list who may not be in the directory yet, and counts where names were not taken."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from forums.models import Attendance, AttendanceTotal
from forums.services.attendance import acknowledge, record_attendance
from forums.services.writing import begin_writing, touch
from participants.services.people import create_person, update_person

PERSON_FIELDS = ("sex", "sex_source", "age_band", "home_district")


@transaction.atomic
def enlist(
    *, actor, forum, category, person=None, name_ar="", known_as="", thanked_for="", **fields
) -> Attendance:
    """Put `person` on the list, or somebody new by name or office; thank him where `thanked_for` says for what.

    `fields` are those of `record_attendance` and sex with its source, which belong to the person and are written only
    where they are not known yet. Raises what `create_person`, `update_person` and `record_attendance` raise.
    """
    begin_writing(actor=actor, minutes=forum.minutes)
    known = {name: fields[name] for name in PERSON_FIELDS if fields.get(name)}
    sex = {name: fields.pop(name, "") for name in ("sex", "sex_source")}
    is_known = person is not None
    if person is None:
        honorific = fields.get("honorific")
        person = create_person(
            actor=actor,
            name_ar=name_ar,
            known_as=known_as,
            category=category,
            is_demo=forum.is_demo,
            **({"honorific": honorific} if honorific else {}),
            **known,
        )
        fields.setdefault("honorific", person.honorific)
    for snapshot in ("age_band", "home_district"):
        if not fields.get(snapshot):
            fields.pop(snapshot, None)
    row = record_attendance(actor=actor, forum=forum, person=person, category=category, **fields)
    if is_known and sex["sex"] and not person.sex:
        # After the row, by which the person stands in this programme and may be written.
        update_person(actor=actor, person=person, expected=person.version, **sex)
    if thanked_for:
        acknowledge(actor=actor, forum=forum, person=person, reason=thanked_for)
    return row


@transaction.atomic
def record_total(*, actor, forum, dimension, key, count) -> AttendanceTotal | None:
    """Write how many of one sort were there without names; 0 takes the number out again.

    Raises PermissionDenied, MinutesClosed, ValidationError for a dimension that does not exist.
    """
    begin_writing(actor=actor, minutes=forum.minutes)
    if dimension not in AttendanceTotal.Dimension.values:
        raise ValidationError({"key": _("Please choose what was counted.")})
    if count:
        row, _created = AttendanceTotal.objects.update_or_create(
            forum=forum, dimension=dimension, key=key, defaults={"count": count}
        )
    else:
        row = AttendanceTotal.objects.filter(forum=forum, dimension=dimension, key=key).first()
        if row is not None:
            AttendanceTotal.objects.filter(pk=row.pk).delete()
    touch(forum.minutes)
    audit.append(
        actor=actor,
        action="forums.record_total",
        subject=forum,
        programme=forum.programme,
        details={"dimension": dimension},
    )
    return row
