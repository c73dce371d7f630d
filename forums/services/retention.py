"""Speakers whose time is over: they go after the programme's retention time, unless they asked to be named."""

from dataclasses import dataclass, field

from django.db.models.functions import Coalesce, TruncDate

from common.dates import months_before
from common.encryption import RingAbsent, Undecipherable
from forums.models import OutputSpeaker, Programme
from participants.models import Consent, Person
from participants.services.consents import has_consent


@dataclass
class OldSpeakers:
    """Of one programme: primary keys of the rows that go; how many stay because the speaker asked to be named; how
    many wait because the key is not here, without which nobody can tell.
    """

    programme: Programme
    rows: list[int] = field(default_factory=list)
    named: int = 0
    waiting: int = 0


def old_speakers(today) -> list[OldSpeakers]:
    """Programmes with speakers that were sealed longer ago than their retention time; from the writing on, where the
    draft was never approved.
    """
    found = []
    for programme in Programme.objects.order_by("code"):
        until = months_before(today, programme.retention_months)
        since = TruncDate(Coalesce("sealed_at", "output__created_at"))
        rows = OutputSpeaker.objects.filter(output__minutes__forum__programme=programme)
        keys = list(rows.alias(since=since).filter(since__lte=until).values_list("pk", flat=True))
        if keys:
            found.append(_sorted_out(programme, keys))
    return found


def delete_speakers(rows: list[int]) -> int:
    """How many of them were still there, in the caller's transaction."""
    return OutputSpeaker.objects.filter(pk__in=rows).delete()[0]


def _sorted_out(programme, keys):
    result = OldSpeakers(programme)
    for key in keys:
        try:
            person = OutputSpeaker.objects.values_list("person", flat=True).get(pk=key)
        except (RingAbsent, Undecipherable):
            result.waiting += 1
            continue
        if _asked_to_be_named(person):
            result.named += 1
        else:
            result.rows.append(key)
    return result


def _asked_to_be_named(public_id) -> bool:
    person = Person.objects.without_contacts().behind(public_id)
    return (
        person is not None
        and not person.erased_at
        and has_consent(person=person, purpose=Consent.Purpose.NAMING)
    )
