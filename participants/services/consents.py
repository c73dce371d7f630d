"""What people agreed to, and taking it back. One standing consent a person and purpose."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import audit
from participants.models import Consent, Person
from participants.services.asking import programme_of, require


@transaction.atomic
def record_consent(*, actor, person: Person, purpose: str, manner: str, given_on) -> Consent:
    """Record one agreement for one purpose on the day that it was given; one does not imply another.

    Raises PermissionDenied, or ValidationError for a day to come, unknown purposes and manners, a purpose for which a
    consent stands already, and a person who was merged or erased.
    """
    require(actor, "participants.write_consents", person)
    if person.erased_at or person.merged_into_id:
        raise ValidationError(_("This person's entry is closed."), code="closed")
    if given_on > timezone.localdate():
        raise ValidationError({"given_on": _("This day has not come yet.")})
    consent = Consent(person=person, purpose=purpose, manner=manner, given_on=given_on, recorded_by=actor)
    consent.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            consent.save()
    except IntegrityError as error:
        raise ValidationError(
            {"purpose": _("A consent for this purpose is on record already.")}, code="standing"
        ) from error
    _log(actor, "participants.record_consent", consent)
    return consent


@transaction.atomic
def ensure_consent(*, actor, person: Person, purpose: str, manner: str, given_on) -> Consent | None:
    """Record the agreement unless one for this purpose stands already; None then.

    Raises as `record_consent` does, and ValidationError on `consent_manner` where it is due and not given.
    """
    if has_consent(person=person, purpose=purpose):
        return None
    if not manner:
        raise ValidationError({"consent_manner": _("Please say how the consent was given.")})
    try:
        return record_consent(actor=actor, person=person, purpose=purpose, manner=manner, given_on=given_on)
    except ValidationError as error:
        if any(one.code == "standing" for one in error.error_dict.get("purpose", [])):
            return None  # Somebody recorded it in this very moment: what was wanted stands.
        raise


@transaction.atomic
def withdraw_consent(*, actor, consent: Consent, withdrawn_on=None) -> Consent:
    """Take a consent back, today unless told; it counts no more from that day on. Doing it twice changes nothing.

    Raises PermissionDenied, or ValidationError for a day to come or before the consent was given.
    """
    require(actor, "participants.write_consents", consent.person)
    day = withdrawn_on or timezone.localdate()
    if not consent.given_on <= day <= timezone.localdate():
        raise ValidationError(
            {"withdrawn_on": _("A consent is withdrawn after it was given, today at the latest.")}
        )
    if Consent.objects.filter(pk=consent.pk, withdrawn_on__isnull=True).update(withdrawn_on=day):
        consent.withdrawn_on = day
        _log(actor, "participants.withdraw_consent", consent)
    else:
        consent.refresh_from_db(fields=["withdrawn_on"])
    return consent


def has_consent(*, person: Person, purpose: str) -> bool:
    """Whether one stands."""
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn_on__isnull=True).exists()


def has_withdrawn(*, person: Person, purposes) -> bool:
    """Whether a consent for one of the purposes was taken back and none was given anew."""
    consents = Consent.objects.filter(person=person, purpose__in=purposes)
    standing = consents.filter(withdrawn_on__isnull=True).values("purpose")
    return consents.exclude(purpose__in=standing).exists()


def who_refuse_contact(people) -> set[int]:
    """Primary keys of those who withdrew their consent to be contacted and have not given it anew."""
    consents = Consent.objects.filter(person__in=people, purpose=Consent.Purpose.CONTACT)
    standing = {consent.person_id for consent in consents if consent.withdrawn_on is None}
    return {consent.person_id for consent in consents} - standing


def _log(actor, action, consent):
    person = consent.person
    audit.append(
        actor=actor,
        action=action,
        subject=consent,
        programme=programme_of(actor, person, "consent", "w"),
        details={"person": person.public_id, "purpose": consent.purpose},
    )
