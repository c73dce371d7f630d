"""Two entries and what may hang on them, for the tests of merging."""

import datetime
import uuid

from participants.models import Consent, ContactReading, FocalPoint
from participants.movers import movers
from participants.services.merging import merge_persons

from .. import factories

DAY = datetime.date(2022, 7, 1)


def stand_in(programme, person, **fields):
    """An attendance in the programme, at a forum of its own."""
    forum = factories.MinutesFactory(forum__programme=programme).forum
    return factories.AttendanceFactory(forum=forum, person=person, **fields)


def hang_on(world, person, kind, number):
    """One more row that points at the person; `number` tells two of a kind apart."""
    forum = factories.MinutesFactory(forum__programme=world.programme).forum
    if kind == "attendance":
        return factories.AttendanceFactory(forum=forum, person=person)
    if kind == "thanks":
        return factories.AcknowledgementFactory(forum=forum, person=person, recorded_by=world.staff)
    if kind == "focal":
        return FocalPoint.objects.create(institution=world.institution, person=person)
    if kind == "reading":
        return ContactReading.objects.create(
            person=person,
            reader=world.staff,
            field="phone",
            reason="سبب",
            programme=world.programme.public_id,
            day=DAY + datetime.timedelta(days=ContactReading.objects.count()),
            number=1,
            asked=uuid.uuid4(),
        )
    purpose = Consent.Purpose.values[number % 4]
    is_standing = kind == "standing"
    if is_standing and Consent.objects.filter(person=person, purpose=purpose, withdrawn_on=None).exists():
        return None
    given = DAY + datetime.timedelta(days=number)
    return factories.ConsentFactory(
        person=person,
        purpose=purpose,
        given_on=given,
        recorded_by=world.staff,
        withdrawn_on=None if is_standing else given + datetime.timedelta(days=5),
    )


def where_everything_is() -> dict:
    """Every row that points at a person, and when each consent ended."""
    found = {
        (key, pk): person
        for key, mover in movers().items()
        for pk, person in mover.model._base_manager.values_list("pk", mover.field)
    }
    return found | {("ends", pk): day for pk, day in Consent.objects.values_list("pk", "withdrawn_on")}


def values_of(person) -> dict:
    """What is written in an entry, without what counts its writings."""
    person = type(person)._base_manager.get(pk=person.pk)
    without = {"version", "updated_at"}
    return {
        one.attname: getattr(person, one.attname)
        for one in person._meta.concrete_fields
        if one.name not in without
    }


def merged(world, keep, absorb, *, actor=None, **options):
    """Merge the entries as they stand now."""
    keep.refresh_from_db()
    absorb.refresh_from_db()
    return merge_persons(
        actor=actor or world.staff,
        keep=keep,
        absorb=absorb,
        expected=keep.version,
        expected_absorb=absorb.version,
        reason="الاسم نفسه والمنصب نفسه",
        **options,
    )
