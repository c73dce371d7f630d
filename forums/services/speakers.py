"""Who said it: written apart and encrypted while the minutes are open, by whoever writes them; sealed at approval.

From then on nobody reads or changes it, also not when the minutes are reopened; opening a seal: `seal.py`.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from forums.models import Attendance, OutputSpeaker
from forums.services.writing import begin_writing, touch


def who_may_have_spoken(forum):
    """Attendances of whoever was in the room and is not erased."""
    present = forum.attendances.kept().filter(presence=Attendance.Presence.PRESENT)
    return present.filter(person__erased_at__isnull=True)


def is_sealed(output) -> bool:
    """Whether a speaker is recorded under a seal. Asks without the key."""
    return OutputSpeaker.objects.filter(output=output, sealed_at__isnull=False).exists()


def read_speaker(*, actor, output) -> str:
    """Public id of the person whom the draft has as the speaker; empty where there is none or the seal is on it.

    Raises PermissionDenied, RingAbsent, Undecipherable.
    """
    _require_writer(actor, output)
    rows = OutputSpeaker.objects.filter(output=output, sealed_at__isnull=True)
    return rows.values_list("person", flat=True).first() or ""


@transaction.atomic
def record_speaker(*, actor, output, person) -> None:
    """Write down who said it. Saying it twice changes nothing.

    Raises PermissionDenied, MinutesClosed, RingAbsent; ValidationError once it is sealed, where the attribution does
    not allow it, and for somebody who was not in the room.
    """
    _begin(actor, output)
    if not output.may_have_speaker:
        raise ValidationError({"speaker": _("With this attribution nobody is recorded as the speaker.")})
    if not who_may_have_spoken(output.minutes.forum).filter(person=person).exists():
        raise ValidationError({"speaker": _("Only somebody who was present can be the speaker.")})
    if read_speaker(actor=actor, output=output) == str(person.public_id):
        return
    if not OutputSpeaker.objects.filter(output=output).update(person=str(person.public_id)):
        OutputSpeaker.objects.create(output=output, person=str(person.public_id))
    _finish(actor, output, "record_speaker")


@transaction.atomic
def forget_speaker(*, actor, output) -> None:
    """Take it out of the draft; where nobody is recorded nothing happens. Raises as `record_speaker` does."""
    _begin(actor, output)
    if drop_unsealed(output):
        _finish(actor, output, "forget_speaker")


def drop_unsealed(output) -> bool:
    """Delete what is not sealed, in the caller's transaction; whether there was anything."""
    return bool(OutputSpeaker.objects.filter(output=output, sealed_at__isnull=True).delete()[0])


def _begin(actor, output):
    _require_writer(actor, output)
    begin_writing(actor=actor, minutes=output.minutes)
    if is_sealed(output):
        raise ValidationError({"speaker": _("Who said it is sealed and cannot be changed.")})


def _require_writer(actor, output):
    if not actor.has_perm("forums.record_speaker", output):
        raise PermissionDenied("forums.record_speaker")


def _finish(actor, output, action):
    # The approval seals what it finds: one that ran at the same moment is refused by this version.
    touch(output.minutes)
    forum = output.minutes.forum
    audit.append(
        actor=actor,
        action=f"forums.{action}",
        subject=output,
        programme=forum.programme,
        details={"forum": forum.public_id},
    )
