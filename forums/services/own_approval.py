"""Approving minutes in which one wrote oneself: only with the word of a second person who did not."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, ask_second_person, use_permission
from common.versions import StaleVersion
from forums.models import Minutes
from forums.rules.authorship import is_allowed_own, wrote

OWN = TwoPersonAct.Act.APPROVE_OWN


@transaction.atomic
def ask_to_approve_own(*, actor, minutes: Minutes, reason: str, path: str) -> TwoPersonAct:
    """Ask a second person. Raises PermissionDenied, ValidationError without a reason."""
    if not actor.has_perm("forums.ask_own_approval", minutes):
        raise PermissionDenied("forums.ask_own_approval")
    forum = minutes.forum
    return ask_second_person(
        actor=actor,
        act=OWN,
        subject=minutes,
        reason=reason,
        label=forum.code,
        path=path,
        programme=forum.programme,
    )


def require_second_word(*, actor, minutes: Minutes) -> bool:
    """Whether the approval takes a second person's word, since the approver wrote in them himself.

    Raises PermissionDenied where it does and nobody who did not write in them gave it.
    """
    if not wrote(actor, minutes):
        return False
    if not is_allowed_own(actor, minutes):
        raise PermissionDenied("forums.approve_minutes")
    return True


def use_second_word(*, actor, minutes: Minutes) -> None:
    """Use the word up, in the transaction of the approval. Raises PermissionDenied where somebody was faster."""
    try:
        use_permission(actor=actor, act=OWN, subject=minutes)
    except (SecondPersonMissing, StaleVersion) as error:
        raise PermissionDenied("forums.approve_minutes") from error
