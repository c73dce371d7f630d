"""Entering people and what they agreed to. Audit entries name fields, never what stands in them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from common.forms import refuse_bidi_controls
from common.versions import save_if_current
from participants.models import Consent, Person
from participants.services.candidates import Candidate, find_candidates
from participants.services.names import NameReading, read_name

__all__ = [
    "Candidate",
    "create_person",
    "find_candidates",
    "record_consent",
    "update_person",
    "withdraw_consent",
]

NAMES = ("name_ar", "name_en", "known_as")
EDITABLE = (
    *NAMES,
    "honorific",
    "sex",
    "sex_source",
    "age_band",
    "disability",
    "displacement",
    "home_district",
    "category",
    "phone",
    "email",
    "languages",
    "notes",
)


@transaction.atomic
def create_person(*, actor, name_ar: str = "", is_demo: bool = False, **fields) -> Person:
    """Enter a person by name, or, without one, by `known_as` («the First Advocate General»).

    Rank and form of address are taken off the typed name; the result carries what was read as `reading`
    (a NameReading, None without a name): the rank belongs to an attendance, not to the person. Nothing here
    looks for duplicates: `find_candidates` does before. The person is seen by nobody until he has an attendance or is thanked.
    Raises PermissionDenied; ValidationError for hidden direction marks, no name, a sex without its source.
    """
    _require(actor, "participants.write_person")
    person = Person(is_demo=is_demo)
    person.reading = _write(person, {"name_ar": name_ar, **fields})
    person.full_clean(exclude=["folded", "folded_bare"])
    person.save()
    audit.append(
        actor=actor,
        action="participants.create_person",
        subject=person,
        details={"fields": sorted(name for name in EDITABLE if getattr(person, name))},
    )
    return person


@transaction.atomic
def update_person(*, actor, person: Person, expected: int, **fields) -> Person:
    """Write the given fields if the person is still at version `expected`.

    Raises PermissionDenied (also for people whom the actor does not see), StaleVersion, ValidationError as
    `create_person` does and for a person who was merged or erased.
    """
    _require(actor, "participants.write_person", person)
    if person.erased_at or person.merged_into_id:
        raise ValidationError(_("This person's entry is closed."), code="closed")
    person.reading = _write(person, fields)
    person.full_clean(exclude=["folded", "folded_bare"])
    written = set(fields)
    if written & set(NAMES):
        written |= {"folded", "folded_bare"}
    if person.reading and person.reading.honorific:
        written.add("honorific")
    save_if_current(person, expected=expected, fields=sorted(written))
    audit.append(
        actor=actor,
        action="participants.update_person",
        subject=person,
        details={"fields": sorted(written - {"folded", "folded_bare"})},
    )
    return person


@transaction.atomic
def record_consent(*, actor, person: Person, purpose: str, manner: str, given_on) -> Consent:
    """Record one agreement for one purpose on the day that it was given; one does not imply another.

    Raises PermissionDenied, or ValidationError for a day to come and unknown purposes and manners.
    """
    _require(actor, "participants.write_person", person)
    if given_on > timezone.localdate():
        raise ValidationError({"given_on": _("This day has not come yet.")})
    consent = Consent(person=person, purpose=purpose, manner=manner, given_on=given_on, recorded_by=actor)
    consent.full_clean()
    consent.save()
    _log_consent(actor, "participants.record_consent", consent)
    return consent


@transaction.atomic
def withdraw_consent(*, actor, consent: Consent, withdrawn_on=None) -> Consent:
    """Take a consent back, today unless told; it counts no more from that day on. Doing it twice changes nothing.

    Raises PermissionDenied, or ValidationError for a day to come or before the consent was given.
    """
    _require(actor, "participants.write_person", consent.person)
    day = withdrawn_on or timezone.localdate()
    if not consent.given_on <= day <= timezone.localdate():
        raise ValidationError(
            {"withdrawn_on": _("A consent is withdrawn after it was given, today at the latest.")}
        )
    if Consent.objects.filter(pk=consent.pk, withdrawn_on__isnull=True).update(withdrawn_on=day):
        consent.withdrawn_on = day
        _log_consent(actor, "participants.withdraw_consent", consent)
    else:
        consent.refresh_from_db(fields=["withdrawn_on"])
    return consent


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


def _require(actor, permission, subject=None):
    if not actor.has_perm(permission, subject):
        raise PermissionDenied(permission)


def _log_consent(actor, action, consent):
    audit.append(
        actor=actor,
        action=action,
        subject=consent,
        details={"person": consent.person.public_id, "purpose": consent.purpose},
    )
