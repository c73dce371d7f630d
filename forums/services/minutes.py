"""Submitting, returning, approving and reopening minutes."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from common.workflow import walk
from forums.models import Minutes, MinutesRevision, OutputSpeaker
from forums.services.approval import CHECKLIST, approval_warnings, conditions
from forums.services.freezing import freeze, row_hash
from forums.services.own_approval import require_second_word, use_second_word
from forums.states import TRANSITIONS


class ApprovalIncomplete(Exception):
    """The approval lacks reasons, points of the checklist, or something that must be mended first.

    `missing` holds the keys of the warnings and points concerned.
    """

    def __init__(self, missing):
        super().__init__(", ".join(sorted(missing)))
        self.missing = set(missing)


def submit_minutes(*, actor, minutes, expected) -> Minutes:
    """Hand the draft to the manager. Raises ValidationError while the date or all attendance is missing."""
    blocking = [warning.message for warning in approval_warnings(minutes) if warning.blocking]
    if blocking:
        raise ValidationError(blocking)
    minutes.submitted_by, minutes.submitted_at = actor, timezone.now()
    minutes.return_note = ""
    fields = ["submitted_by", "submitted_at", "return_note"]
    return _walk(minutes, "submit", actor, expected, fields=fields)


def take_back_minutes(*, actor, minutes, expected) -> Minutes:
    """Go on writing before the manager has looked."""
    return _walk(minutes, "take_back", actor, expected)


def return_minutes(*, actor, minutes, expected, note) -> Minutes:
    """Give the draft back to its writer with a note."""
    minutes.return_note = note.strip()
    return _walk(minutes, "return", actor, expected, note=note, fields=["return_note"])


@transaction.atomic
def approve_minutes(*, actor, minutes, expected, reasons, checklist) -> MinutesRevision:
    """Approve: freeze the next revision, seal who said what, and let the registered conditions act.

    `reasons` has a reason for each warning's key, `checklist` the keys of CHECKLIST that were looked at.
    Rows that were taken out of the draft are deleted for good. Raises ApprovalIncomplete, PermissionDenied,
    NotAllowedHere, StaleVersion; nothing is written then.
    """
    if not actor.has_perm("forums.approve_minutes", minutes):
        raise PermissionDenied("forums.approve_minutes")
    warnings = approval_warnings(minutes)
    missing = {w.key for w in warnings if w.blocking or not reasons.get(w.key, "").strip()}
    missing |= set(CHECKLIST) - set(checklist)
    if missing:
        raise ApprovalIncomplete(missing)
    takes_two = require_second_word(actor=actor, minutes=minutes)
    minutes.revision += 1
    try:
        revision = MinutesRevision.objects.create(
            minutes=minutes,
            number=minutes.revision,
            **freeze(minutes),
            warnings=[
                {"key": w.key, "message": w.message, "reason": reasons[w.key].strip()} for w in warnings
            ],
            reason=minutes.amendment_reason,
            written_by=minutes.submitted_by,
            approved_by=actor,
            approved_at=timezone.now(),
        )
        minutes.forum.attendances.filter(removed_at__isnull=False).delete()
        minutes.outputs.filter(removed_at__isnull=False).delete()
        OutputSpeaker.objects.filter(output__minutes=minutes, sealed_at=None).update(sealed_at=timezone.now())
        details = {"revision": revision.number, "digest": revision.digest, "state": row_hash(revision)}
        minutes.amendment_reason = ""
        _walk(minutes, "approve", actor, expected, fields=["revision", "amendment_reason"], details=details)
        if takes_two:
            use_second_word(actor=actor, minutes=minutes)
    except Exception:
        minutes.revision -= 1
        raise
    for condition in conditions():
        condition.approved(minutes, actor)
    return revision


def reopen_minutes(*, actor, minutes, expected, note) -> Minutes:
    """Open the next revision with a reason. What was approved stays as it was."""
    minutes.amendment_reason = note.strip()
    return _walk(minutes, "reopen", actor, expected, note=note, fields=["amendment_reason"])


def _walk(minutes, action, actor, expected, **options) -> Minutes:
    walk(
        subject=minutes,
        action=action,
        actor=actor,
        table=TRANSITIONS,
        programme=minutes.forum.programme,
        expected=expected,
        **options,
    )
    return minutes
