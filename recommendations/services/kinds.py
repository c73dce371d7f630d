"""Nothing goes to an official before a manager has read one message of its kind. Until then it waits in the outbox."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common import audit
from recommendations.models import KindRead, OutboxMessage
from recommendations.tasks import deliver_message


@transaction.atomic
def confirm_kind(*, actor, programme, kind) -> int:
    """Say that one has read what such a message says; how many that waited for it go now.

    Once a programme and kind; a second click does nothing. Raises PermissionDenied; ValueError for a kind that
    does not go to officials.
    """
    if not actor.has_perm("recommendations.read_kind", programme):
        raise PermissionDenied("recommendations.read_kind")
    if kind not in OutboxMessage.OFFICIAL:
        raise ValueError(kind)
    _row, is_new = KindRead.objects.get_or_create(programme=programme, kind=kind, defaults={"read_by": actor})
    if not is_new:
        return 0
    waiting = OutboxMessage.objects.filter(programme=programme, kind=kind, state=OutboxMessage.State.WAITING)
    mailed = list(waiting.filter(recipient__isnull=False))
    for message in mailed:
        deliver_message.enqueue(str(message.public_id))
    audit.append(
        actor=actor,
        action="recommendations.confirm_kind",
        subject=programme,
        programme=programme,
        details={"kind": str(kind), "messages": len(mailed)},
    )
    return len(mailed)


def unread_kinds(programmes) -> dict[tuple[int, str], int]:
    """(programme, kind) → how many messages of a kind that nobody has read wait there, most first. Two queries."""
    read = set(KindRead.objects.filter(programme__in=programmes).values_list("programme", "kind"))
    found: dict[tuple[int, str], int] = {}
    waiting = OutboxMessage.objects.filter(
        programme__in=programmes, kind__in=OutboxMessage.OFFICIAL, state=OutboxMessage.State.WAITING
    )
    for key in waiting.values_list("programme", "kind"):
        if key not in read:
            found[key] = found.get(key, 0) + 1
    return found
