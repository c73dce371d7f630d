"""Entering people. Audit entries name fields, never what stands in them. Consents: `participants/services/consents.py`."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from common.forms import refuse_bidi_controls
from common.versions import save_if_current
from participants.models import NameKey, Person
from participants.models.persons import CONTACTS
from participants.services.asking import programme_of, require
from participants.services.candidates import Candidate, find_candidates
from participants.services.consents import record_consent, withdraw_consent
from participants.services.names import NameReading, read_name
from participants.services.phones import normal_phone

__all__ = [
    "Candidate",
    "create_person",
    "find_candidates",
    "record_consent",
    "update_person",
    "withdraw_consent",
]

NAMES = ("name_ar", "name_en", "known_as")
TRAITS = ("sex", "sex_source", "age_band", "disability", "displacement")
#: how somebody is reached, written without being seen
REACHED = (*CONTACTS, "prefers_woman_caller")
EDITABLE = (*NAMES, "honorific", *TRAITS, "home_district", "category", "languages", *REACHED)
_NOT_CHECKED = ["folded", "folded_bare"]


@transaction.atomic
def create_person(*, actor, name_ar: str = "", is_demo: bool = False, **fields) -> Person:
    """Enter a person by name, or, without one, by `known_as` («the First Advocate General»).

    Rank and form of address are taken off the typed name; the result carries what was read as `reading`
    (a NameReading, None without a name): the rank belongs to an attendance, not to the person. Nothing here
    looks for duplicates: `find_candidates` does before. The person is seen by nobody until he has an attendance or is thanked.
    Raises PermissionDenied; ValidationError for hidden direction marks, no name, a sex without its source.
    """
    _require_rights(actor, None, {"name_ar", *fields})
    person = Person(is_demo=is_demo)
    person.reading = _write(person, {"name_ar": name_ar, **fields})
    person.full_clean(exclude=_NOT_CHECKED)
    person.save()
    audit.append(
        actor=actor,
        action="participants.create_person",
        subject=person,
        details={"fields": sorted(name for name in EDITABLE if getattr(person, name))},
    )
    return person


@transaction.atomic
def update_person(*, actor, person: Person, expected: int | None, **fields) -> Person:
    """Write the given fields if the person is still at version `expected`. A phone is stored as `normal_phone` gives it.

    Raises PermissionDenied (also for people whom the actor does not see), StaleVersion, ValidationError as
    `create_person` does and for a person who was merged or erased.
    """
    _require_rights(actor, person, set(fields))
    if person.erased_at or person.merged_into_id:
        raise ValidationError(_("This person's entry is closed."), code="closed")
    was_named = person.is_named
    person.reading = _write(person, fields)
    if person.is_named != was_named:
        # His forums stay with him as they are; only what he is called there changes.
        person.named_on = timezone.localdate() if person.is_named else None
    # What was not loaded was not changed: contacts are not deciphered to be checked.
    person.full_clean(exclude=[*_NOT_CHECKED, *person.get_deferred_fields()])
    written = set(fields)
    if written & set(NAMES):
        written |= {"folded", "folded_bare"}
    if person.reading and person.reading.honorific:
        written.add("honorific")
    if "sex" in written:
        written.add("sex_source")
    if person.is_named != was_named:
        written.add("named_on")
    save_if_current(person, expected=expected, fields=sorted(written))
    if "folded" in written:
        NameKey.objects.renew([person])
    audit.append(
        actor=actor,
        action="participants.update_person",
        subject=person,
        programme=programme_of(actor, person, "person", "w"),
        details={"fields": sorted(written - {"folded", "folded_bare", "named_on"})},
    )
    return person


def _require_rights(actor, person, fields) -> None:
    """Each sort of field has its own cell of the rights table."""
    require(actor, "participants.write_person", person)
    if fields & set(TRAITS):
        require(actor, "participants.write_traits", person)
    if fields & set(REACHED):
        require(actor, "participants.write_contacts", person)


def _write(person, fields) -> NameReading | None:
    """Set the fields, the name without what stood before it, and the matching keys; nothing is saved."""
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"These fields of a person are not written here: {sorted(unknown)}")
    for name in NAMES:
        try:
            refuse_bidi_controls(fields.get(name, ""))
        except ValidationError as error:
            raise ValidationError({name: error}) from error
    for name, value in fields.items():
        setattr(person, name, " ".join(value.split()) if name in NAMES else value)
    if fields.get("phone"):
        person.phone = normal_phone(fields["phone"])
    reading = read_name(person.name_ar) if fields.get("name_ar") else None
    if reading:
        person.name_ar = reading.name
        if reading.honorific and "honorific" not in fields:
            person.honorific = reading.honorific
    if not person.name_ar and not person.known_as:
        raise ValidationError(
            {"name_ar": _("Please give a name, or the office by which the person is known.")}
        )
    if person.sex and not person.sex_source:
        raise ValidationError({"sex_source": _("Please say how the sex is known; it is never inferred.")})
    if not person.sex:
        person.sex_source = ""
    person.refold()
    return reading
