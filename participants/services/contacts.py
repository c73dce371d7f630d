"""Showing one contact of one person: with a reason, so many a day, on the record before it is seen."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from participants.models import ContactReading, Person
from participants.models.persons import CONTACTS
from participants.services.asking import programme_of, require
from participants.services.consents import who_refuse_contact


class ContactRefused(Exception):
    """It is not shown. `reason`: too_many (of this day), shown_already (the page was sent twice), empty,
    withdrawn (the consent to be contacted; notes are for the office and stay).
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def reveal_contact(*, actor, person: Person, field: str, reason: str, asked) -> str:
    """The value of `field` ("phone", "email" or "notes"), once the reading stands on the record.

    `asked` is a UUID made by the page that asks; a second sending of the same page shows nothing. The value goes into the
    answer to the request and nowhere else. Raises PermissionDenied, ContactRefused, ValidationError without a reason.
    """
    if field not in CONTACTS:
        raise ValueError(field)
    require(actor, "participants.reveal_contacts", person)
    if not reason.strip():
        raise ValidationError({"reason": _("Please write the reason.")})
    if person.erased_at or not Person.objects.exclude_empty(field).filter(pk=person.pk).exists():
        raise ContactRefused("empty")
    if field != "notes" and who_refuse_contact([person]):
        raise ContactRefused("withdrawn")
    reading = ContactReading(
        person=person,
        reader=actor,
        field=field,
        reason=reason.strip(),
        programme=programme_of(actor, person, "contacts", "x"),
        day=timezone.localdate(),
        asked=asked,
    )
    _take_a_number(reading)
    audit.append(
        actor=actor,
        action="participants.reveal_contact",
        subject=person,
        programme=reading.programme,
        details={
            "field": field,
            "reason_given": True,
            "number": reading.number,
            "reading": reading.public_id,
        },
    )
    return Person.objects.values_list(field, flat=True).get(pk=person.pk)


def readings_left(*, user) -> int:
    """How many contacts may still be shown to this reader today."""
    return ContactReading.A_DAY - _taken(user, timezone.localdate())


def _take_a_number(reading) -> None:
    """The next number of the reader's day. Two at once get the same one; the database lets one of them through."""
    for _attempt in range(ContactReading.A_DAY + 1):
        taken = _taken(reading.reader, reading.day)
        if taken >= ContactReading.A_DAY:
            raise ContactRefused("too_many")
        reading.number = taken + 1
        try:
            with transaction.atomic():
                reading.save(force_insert=True)
        except IntegrityError:
            if ContactReading.objects.filter(asked=reading.asked).exists():
                raise ContactRefused("shown_already") from None
        else:
            return
    raise ContactRefused("too_many")


def _taken(user, day) -> int:
    found = ContactReading.objects.filter(reader=user, day=day).aggregate(last=Max("number"))
    return found["last"] or 0
