"""Sending several asks at once, and what each institution will get by which way, told before anything goes."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Membership, Role
from common.mail import mail_is_configured
from recommendations.models import Addressee, KindRead, OutboxMessage, Recommendation
from recommendations.services.sending import send_recommendation

ASKED = (Addressee.Part.LEAD, Addressee.Part.SUPPORTING)


@dataclass
class Parcel:
    """What one institution will get: (ask, its part in words), and the ways that there are."""

    institution: object
    asks: list[tuple[Recommendation, str]] = field(default_factory=list)
    #: accounts that speak for it, and those of them that a mail can reach
    accounts: int = 0
    mailed: int = 0
    #: of the asks, those that it is to answer; the rest goes through it or by copy
    to_answer: int = 0


def sendable(user):
    """The asks that are ready, with addressees and programme, of those that the user sees.

    What stands against one is told by `sending.sending_obstacle`; who may send it, by its permission.
    """
    ready = Addressee.objects.filter(state=Addressee.State.READY)
    return (
        Recommendation.objects.visible_to(user)
        .standing()
        .filter(number__isnull=True, pk__in=ready.values("recommendation"))
        .select_related("programme")
        .prefetch_related("addressees__institution")
        .order_by("pk")
    )


def parcels(recommendations) -> list[Parcel]:
    """One an institution, by name. One query for any number of asks whose addressees are prefetched."""
    found: dict[int, Parcel] = {}
    for recommendation in recommendations:
        for row in recommendation.addressees.all():
            parcel = found.setdefault(row.institution_id, Parcel(row.institution))
            parcel.asks.append((recommendation, row.get_part_display()))
            parcel.to_answer += row.part in ASKED
    speakers = Membership.objects.current().filter(
        role=Role.REVIEWER, institution__in=list(found), user__is_active=True
    )
    has_mail = mail_is_configured()
    for institution, email in speakers.values_list("institution", "user__email"):
        found[institution].accounts += 1
        found[institution].mailed += bool(email) and has_mail
    return sorted(found.values(), key=lambda parcel: parcel.institution.name)


def mail_waits(recommendations) -> bool:
    """Whether mails to officials would wait in the outbox of a programme, since nobody has read such a message yet."""
    programmes = {recommendation.programme_id for recommendation in recommendations}
    read = KindRead.objects.filter(programme__in=programmes, kind=OutboxMessage.Kind.ANSWER_AWAITED)
    return read.count() < len(programmes)


@transaction.atomic
def send_several(*, actor, seen, today=None) -> list[Recommendation]:
    """Send them all or none. `seen`: (ask, the version that the sender saw) of each.

    Raises as `send_recommendation` does, of the first that cannot go; a ValidationError says which.
    """
    sent = []
    for recommendation, version in seen:
        try:
            sent.append(
                send_recommendation(actor=actor, recommendation=recommendation, expected=version, today=today)
            )
        except ValidationError as error:
            raise ValidationError(f"«{recommendation.text[:60]}» · {' '.join(error.messages)}") from error
    return sent
