"""Messages that an act owes somebody, written in the act's own transaction. They hold a link and nothing else."""

from django.urls import reverse

from accounts.models import Membership, Role
from recommendations.models import OutboxMessage


def tell_institution(*, addressee, kind) -> None:
    """One message for each account that speaks for the institution; without any, one to hand over on paper."""
    readers = _accounts(role=Role.REVIEWER, institution=addressee.institution_id)
    for reader in readers or [None]:
        _write(addressee, kind, reader)


def tell_managers(*, addressee, kind) -> None:
    """One message for each manager of the programme."""
    for reader in _accounts(role=Role.MANAGER, programme=addressee.recommendation.programme_id):
        _write(addressee, kind, reader)


def _accounts(**scope):
    memberships = Membership.objects.current().filter(user__is_active=True, **scope).select_related("user")
    return [membership.user for membership in memberships.order_by("pk")]


def _write(addressee, kind, reader):
    recommendation = addressee.recommendation
    whom = reader.public_id if reader else "paper"
    # The round is part of the key: the same ask may wait for an answer again.
    OutboxMessage.objects.get_or_create(
        dedupe=f"{kind}:{addressee.public_id}:{addressee.round}:{whom}",
        defaults={
            "programme": recommendation.programme,
            "kind": kind,
            "institution": addressee.institution,
            "recipient": reader,
            "path": reverse("recommendations:detail", args=[recommendation.public_id]),
        },
    )
