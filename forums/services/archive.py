"""Archiving a programme, by two persons; and taking it out again, by one with a reason."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, ask_second_person, use_permission
from common import audit
from common.versions import StaleVersion, save_if_current
from common.workflow import NotAllowedHere
from forums.models import Minutes, Programme

ARCHIVING = TwoPersonAct.Act.ARCHIVE_PROGRAMME


@transaction.atomic
def ask_to_archive_programme(*, actor, programme: Programme, reason: str, path: str) -> TwoPersonAct:
    """Ask a second person. Raises PermissionDenied, NotAllowedHere where it is archived, ValidationError."""
    _require(actor, programme, archived=False, action="ask")
    return ask_second_person(
        actor=actor,
        act=ARCHIVING,
        subject=programme,
        reason=reason,
        label=programme.code,
        path=path,
        programme=programme,
    )


@transaction.atomic
def archive_programme(*, actor, programme: Programme) -> None:
    """Make it read-only for everybody, which uses up the second person's word.

    What is in work stays as it is. Raises PermissionDenied, NotAllowedHere, SecondPersonMissing.
    """
    _require(actor, programme, archived=False, action="archive")
    try:
        use_permission(actor=actor, act=ARCHIVING, subject=programme)
    except StaleVersion as error:
        raise SecondPersonMissing(ARCHIVING) from error
    programme.archived_at = timezone.now()
    _save(actor, programme, "archive_programme", ["archived_at"])


@transaction.atomic
def unarchive_programme(*, actor, programme: Programme, reason: str) -> None:
    """Let it be written in again. Nothing comes into sight by it, so one manager suffices.

    Raises PermissionDenied, NotAllowedHere, ValidationError without a reason.
    """
    _require(actor, programme, archived=True, action="unarchive")
    if not reason.strip():
        raise ValidationError({"reason": _("Please write the reason.")})
    programme.archived_at, programme.unarchived_because = None, reason.strip()
    _save(actor, programme, "unarchive_programme", ["archived_at", "unarchived_because"])


def left_open(programme: Programme) -> int:
    """How many minutes are not approved: what archiving would leave as it is."""
    rows = Minutes.objects.filter(forum__programme=programme)
    return rows.exclude(state=Minutes.State.APPROVED).count()


def _require(actor, programme, *, archived: bool, action: str):
    if not actor.has_perm("forums.archive_programme", programme):
        raise PermissionDenied("forums.archive_programme")
    if programme.purged_at or bool(programme.archived_at) != archived:
        raise NotAllowedHere("archived" if programme.archived_at else "current", action)


def _save(actor, programme, action, fields):
    save_if_current(programme, expected=programme.version, fields=fields)
    audit.append(actor=actor, action=f"forums.{action}", subject=programme, programme=programme)
