"""Asking a second person, his word, and the act itself, which is done once.

A service whose act takes two calls `ask_second_person` to begin and `use_permission` in the transaction of the act.
Both leave it to that service to ask for the right to the act itself.
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Role, TwoPersonAct
from accounts.states import TWO_PERSON_ACT
from common import audit
from common.workflow import walk


class SecondPersonMissing(Exception):
    """Nobody has allowed this act, or the permission was used or has run out."""


@transaction.atomic
def ask_second_person(
    *, actor, act: str, subject, reason: str, label: str, path: str, programme=None
) -> TwoPersonAct:
    """Ask for an act on `subject`; asking again while a request is open returns that one.

    `label` names the subject by code or user name, never by a person's name; `path` leads back to where the act is
    done. Raises ValidationError without a reason.
    """
    _close_those_whose_time_is_over(actor, act, subject)
    open_states = [TwoPersonAct.State.ASKED, TwoPersonAct.State.ALLOWED]
    earlier = TwoPersonAct.objects.filter(
        act=act, subject=subject.public_id, asked_by=actor, state__in=open_states
    ).first()
    if earlier:
        return earlier
    request = TwoPersonAct(
        act=act,
        subject_type=subject._meta.label_lower,
        subject=subject.public_id,
        programme=programme.public_id if programme is not None else None,
        label=label,
        path=path,
        reason=reason.strip(),
        asked_by=actor,
    )
    request.full_clean(exclude=["decided_by", "decided_at"])
    request.save()
    audit.append(
        actor=actor,
        action="accounts.ask_second_person",
        subject=request,
        programme=programme,
        details={"act": act, "subject": subject.public_id},
    )
    return request


def allow_act(*, actor, request: TwoPersonAct, expected: int | None = None) -> TwoPersonAct:
    """The second person's yes. Raises PermissionDenied, NotAllowedHere, StaleVersion."""
    request.decided_by, request.decided_at = actor, timezone.now()
    return _walk(request, "allow", actor, expected=expected, fields=["decided_by", "decided_at"])


def refuse_act(*, actor, request: TwoPersonAct, reason: str, expected: int | None = None) -> TwoPersonAct:
    """The second person's no. Raises NoteMissing without a reason, and as `allow_act` does."""
    request.decided_by, request.decided_at, request.answer = actor, timezone.now(), reason.strip()
    fields = ["decided_by", "decided_at", "answer"]
    return _walk(request, "refuse", actor, expected=expected, note=reason, fields=fields)


def take_back_act(*, actor, request: TwoPersonAct, expected: int | None = None) -> TwoPersonAct:
    """The one who asked does not want it any more. Raises as `allow_act` does."""
    return _walk(request, "take_back", actor, expected=expected)


def has_second_person(*, actor, programme=None) -> bool:
    """Whether anybody could allow what the actor asks for in this programme, or, without one, on an account.

    Where nobody could, pages show the act as impossible and say why.
    """
    others = Membership.objects.current().who_may_be_second().filter(user__is_active=True).exclude(user=actor)
    if programme is None:
        return others.filter(role=Role.ADMINISTRATOR).exists()
    return others.filter(programme=programme).exists()


def is_permitted(*, actor, act: str, subject) -> bool:
    """Whether `use_permission` would go through now: for what a page offers."""
    return TwoPersonAct.objects.usable_by(actor).filter(act=act, subject=subject.public_id).exists()


def use_permission(*, actor, act: str, subject) -> TwoPersonAct:
    """Use up the second person's word, in the transaction of the act. Raises SecondPersonMissing."""
    request = TwoPersonAct.objects.usable_by(actor).filter(act=act, subject=subject.public_id).first()
    if request is None:
        raise SecondPersonMissing(act)
    return _walk(request, "do", actor)


def _walk(request, action, actor, *, expected=None, note="", fields=()):
    walk(
        subject=request,
        action=action,
        actor=actor,
        table=TWO_PERSON_ACT,
        programme=request.programme,
        expected=expected,
        note=note,
        fields=fields,
        details={"act": request.act, "subject": request.subject},
    )
    return request


def _close_those_whose_time_is_over(actor, act, subject):
    mine = TwoPersonAct.objects.filter(act=act, subject=subject.public_id, asked_by=actor)
    for request in mine.filter(state__in=[TwoPersonAct.State.ASKED, TwoPersonAct.State.ALLOWED]):
        if request.is_over:
            _walk(request, "take_back", actor)
