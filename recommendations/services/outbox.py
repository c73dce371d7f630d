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


def tell_office(*, programme, roles, kind, key: str, path: str) -> int:
    """One message for each account with one of the roles in the programme; how many are new.

    `key` tells what it is about: the same kind, key and account is one message, whoever asks again.
    """
    readers = {user.pk: user for user in _accounts(role__in=roles, programme=programme.pk)}
    return sum(
        _write_once(programme, kind, f"{kind}:{key}:{reader.public_id}", path, reader=reader)
        for reader in readers.values()
    )


def tell_representatives(*, programme, institution, kind, key: str, path: str) -> int:
    """One message for each account that speaks for an institution, or one to hand over on paper; how many are new."""
    readers = _accounts(role=Role.REVIEWER, institution=institution.pk) or [None]
    return sum(
        _write_once(
            programme,
            kind,
            f"{kind}:{key}:{reader.public_id if reader else 'paper'}",
            path,
            reader=reader,
            institution=institution,
        )
        for reader in readers
    )


def key_of(addressee, kind) -> str:
    """What a message is about: the same ask may wait for an answer again, in another round or until another day."""
    about = f"{kind}:{addressee.public_id}:{addressee.round}"
    return f"{about}:{addressee.answer_due_on}" if kind in OutboxMessage.OF_A_DAY else about


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
    _write_once(
        recommendation.programme,
        kind,
        f"{key_of(addressee, kind)}:{whom}",
        reverse("recommendations:detail", args=[recommendation.public_id]),
        reader=reader,
        institution=addressee.institution,
    )


def _write_once(programme, kind, dedupe, path, *, reader, institution=None) -> bool:
    message, is_new = OutboxMessage.objects.get_or_create(
        dedupe=dedupe,
        defaults={
            "programme": programme,
            "kind": kind,
            "institution": institution,
            "recipient": reader,
            "path": path,
        },
    )
    if is_new and reader:
        deliver_message.enqueue(str(message.public_id))
    return is_new
