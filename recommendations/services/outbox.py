"""Messages that an act owes somebody, written in the act's own transaction, each with the task that sends it.

They hold a link and nothing else.
"""

from django.db import transaction
from django.urls import reverse

from accounts.models import Membership, Role
from common.workflow import walk
from recommendations.models import OutboxMessage
from recommendations.states import MESSAGES
from recommendations.tasks import deliver_message


def tell_institution(*, addressee, kind) -> None:
    """One message for each account that speaks for the institution; without any, one to hand over on paper."""
    readers = _accounts(role=Role.REVIEWER, institution=addressee.institution_id)
    for reader in readers or [None]:
        _write(addressee, kind, reader)


def tell_managers(*, addressee, kind) -> None:
    """One message for each manager of the programme."""
    for reader in _accounts(role=Role.MANAGER, programme=addressee.recommendation.programme_id):
        _write(addressee, kind, reader)


def hand_over_on_paper(*, actor, message, expected) -> None:
    """Settle a message that somebody carries there printed. Raises as `common.workflow.walk` does."""
    _keep(actor, message, "hand_over_on_paper", expected)


@transaction.atomic
def send_again(*, actor, message, expected) -> None:
    """Let a message that failed, or of which nobody knows, be sent once more. Raises as `walk` does.

    Somebody decides this: of an uncertain one the reader may get a second copy.
    """
    message.attempts = 0
    deliver_message.enqueue(str(message.public_id))
    _keep(actor, message, "send_again", expected, fields=["attempts"])


def _keep(actor, message, action, expected, fields=()):
    walk(
        subject=message,
        action=action,
        actor=actor,
        table=MESSAGES,
        programme=message.programme,
        expected=expected,
        fields=fields,
    )


def _accounts(**scope):
    memberships = Membership.objects.current().filter(user__is_active=True, **scope).select_related("user")
    return [membership.user for membership in memberships.order_by("pk")]


def _write(addressee, kind, reader):
    recommendation = addressee.recommendation
    whom = reader.public_id if reader else "paper"
    # The round is part of the key: the same ask may wait for an answer again.
    message, is_new = OutboxMessage.objects.get_or_create(
        dedupe=f"{kind}:{addressee.public_id}:{addressee.round}:{whom}",
        defaults={
            "programme": recommendation.programme,
            "kind": kind,
            "institution": addressee.institution,
            "recipient": reader,
            "path": reverse("recommendations:detail", args=[recommendation.public_id]),
        },
    )
    if is_new and reader:
        deliver_message.enqueue(str(message.public_id))
