"""Taking up several asks at once, before it is known who is to answer them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forums.models import Output
from recommendations.models import Recommendation
from recommendations.services.promote import promote_output


@transaction.atomic
def promote_outputs(*, actor, minutes, outputs) -> list[Recommendation]:
    """Make one recommendation of each output of these minutes, in the words as said, to whom is not yet determined.

    All or none; but one that stands on a recommendation already (a second click, somebody faster) is left as it is,
    and those that were made now are returned. Raises PermissionDenied, ValidationError, MinutesClosed.
    """
    if not actor.has_perm("recommendations.promote", minutes):
        raise PermissionDenied("recommendations.promote")
    wanted = Output.objects.filter(minutes=minutes, pk__in=[output.pk for output in outputs])
    # Locked in one order, since two may tick the same ones; on SQLite the transaction itself holds the lock.
    list(wanted.select_for_update().order_by("pk"))
    rows = wanted.select_related("minutes__forum__programme").prefetch_related("themes")
    return [
        promote_output(actor=actor, output=output, addressing="undetermined")
        for output in rows.order_by("position", "id")
        if not output.recommendations.standing().exists()
    ]
