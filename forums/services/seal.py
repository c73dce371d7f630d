"""Opening the seal over who said one thing: a manager, a reason, a second person; once, on screen, on the record."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, ask_second_person, use_permission
from common import audit
from common.versions import StaleVersion
from forums.models import Output, OutputSpeaker
from forums.services.speakers import is_sealed
from participants.models import Person
from participants.privacy import name_of

OPENING = TwoPersonAct.Act.OPEN_SEAL


class NothingSealed(Exception):
    """No speaker is recorded for this output, or its minutes were not approved since."""


@transaction.atomic
def ask_to_open_seal(*, actor, output: Output, reason: str, path: str) -> TwoPersonAct:
    """Ask a second person. Raises PermissionDenied, NothingSealed, ValidationError without a reason."""
    _require_sealed(actor, output)
    forum = output.minutes.forum
    return ask_second_person(
        actor=actor,
        act=OPENING,
        subject=output,
        reason=reason,
        label=f"{forum.code} / {_number_of(output)}",
        path=path,
        programme=forum.programme,
    )


@transaction.atomic
def open_seal(*, actor, output: Output) -> str:
    """The speaker's name, which uses up the second person's word; empty if he is in the directory no more.

    Raises PermissionDenied, NothingSealed, SecondPersonMissing; RingAbsent and Undecipherable, after which the word
    still holds.
    """
    _require_sealed(actor, output)
    try:
        request = use_permission(actor=actor, act=OPENING, subject=output)
    except StaleVersion as error:
        raise SecondPersonMissing(OPENING) from error
    forum = output.minutes.forum
    audit.append(
        actor=actor,
        action="forums.open_seal",
        subject=output,
        programme=forum.programme,
        details={"forum": forum.public_id, "request": request.public_id, "reason_given": True},
    )
    # Only now: whatever is deciphered stands on the record, and what cannot be takes all of this back.
    return _name_behind(OutputSpeaker.objects.get(output=output).person)


def _require_sealed(actor, output):
    if not actor.has_perm("forums.open_seal", output):
        raise PermissionDenied("forums.open_seal")
    if not is_sealed(output):
        raise NothingSealed


def _number_of(output) -> int:
    """Its place in the minutes, as pages count."""
    rows = output.minutes.outputs.kept().values_list("pk", flat=True)
    return list(rows).index(output.pk) + 1


def _name_behind(public_id) -> str:
    person = Person.objects.without_contacts().behind(public_id)
    return name_of(person) if person is not None else ""
