"""Panels that reports add to a person's page: released documents that name him, and the way to his erasure."""

from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast

from participants.models import Consent
from participants.services.consents import has_withdrawn
from reports.models import Report


@dataclass(frozen=True)
class Named:
    """The documents, newest first, and whether a consent to be named or listed was taken back since."""

    reports: list[Report]
    is_withdrawn: bool


def named_in(user, person) -> Named | None:
    """Released reports that the reader sees and that carry the person's public id; None without any.

    A projection that names somebody keeps his id beside the name, for this list and for erasure. The donor's
    documents name no participant, so today's released ones are never here.
    """
    found = (
        Report.objects.visible_to(user)
        .filter(state=Report.State.RELEASED)
        .alias(text=Cast("frozen", TextField()))
        .filter(text__contains=str(person.public_id))
        .select_related("programme")
        .defer("frozen")
    )
    reports = list(found)
    if not reports:
        return None
    purposes = [Consent.Purpose.NAMING, Consent.Purpose.LIST]
    return Named(reports, has_withdrawn(person=person, purposes=purposes))


def erasable(user, person):
    """The person, for whoever may have him erased; None for all others and once he is."""
    return person if not person.erased_at and user.has_perm("participants.erase_person", person) else None
