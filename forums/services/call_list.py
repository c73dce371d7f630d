"""The call list of one forum: its invitees' telephone numbers, shortly before it, for one reason, on the record."""

import datetime
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import TwoPersonAct
from accounts.services import ask_second_person, use_permission
from common import audit
from forums.models import Attendance, CallListReading, Forum
from participants.privacy import name_of
from participants.services.consents import who_refuse_contact

#: How long before the forum begins (before its day, where the time is not known) the list opens.
OPENS_BEFORE = datetime.timedelta(hours=72)
PRINTING = TwoPersonAct.Act.PRINT_CALL_LIST


class Standing(StrEnum):
    """Why the list is open or closed now."""

    NO_DATE = "no_date"
    APPROVED = "approved"
    EARLY = "early"
    OPEN = "open"
    OVER = "over"


class CallListClosed(Exception):
    """It is not the time, or (shown_already) the page was sent twice. Carries `standing`, empty in the second case."""

    def __init__(self, standing: str = ""):
        super().__init__(standing)
        self.standing = standing


@dataclass(frozen=True)
class Callee:
    """One invitee. `phone` is empty where none is recorded and where he does not want to be called."""

    name: str
    phone: str
    by_a_woman: bool
    refuses: bool


def opens_at(forum: Forum) -> datetime.datetime:
    """The moment from which the list can be opened; the forum must have a date."""
    begins = datetime.datetime.combine(forum.date, forum.starts_at or datetime.time.min)
    return timezone.make_aware(begins) - OPENS_BEFORE


def standing_of(forum: Forum) -> Standing:
    """Whether the list is open now. It closes when the forum's last day is over, and once minutes are approved."""
    if forum.minutes.revision:
        return Standing.APPROVED
    if forum.date is None:
        return Standing.NO_DATE
    if timezone.now() < opens_at(forum):
        return Standing.EARLY
    last_day = forum.date + datetime.timedelta(days=max(forum.days, 1) - 1)
    return Standing.OPEN if timezone.localdate() <= last_day else Standing.OVER


def is_coming(forum: Forum) -> bool:
    """Whether the list is open or will be: for the link on the forum's record."""
    return standing_of(forum) in (Standing.EARLY, Standing.OPEN)


@transaction.atomic
def open_call_list(*, actor, forum: Forum, reason: str, asked: uuid.UUID) -> list[Callee]:
    """The list, once its opening stands on the record. `asked` is a UUID made by the page that asks.

    Raises PermissionDenied, CallListClosed, ValidationError without a reason.
    """
    _require_open(actor, forum)
    if not reason.strip():
        raise ValidationError({"reason": _("Please write the reason.")})
    reading = CallListReading(forum=forum, reader=actor, reason=reason.strip(), asked=asked)
    return _show(reading, "open_call_list")


@transaction.atomic
def ask_to_print_call_list(*, actor, forum: Forum, reason: str, path: str) -> TwoPersonAct:
    """Ask a second person for a printed copy. Raises PermissionDenied, CallListClosed, ValidationError."""
    _require_open(actor, forum)
    return ask_second_person(
        actor=actor,
        act=PRINTING,
        subject=forum,
        reason=reason,
        label=forum.code,
        path=path,
        programme=forum.programme,
    )


@transaction.atomic
def print_call_list(*, actor, forum: Forum) -> list[Callee]:
    """The list for paper, which uses up the second person's word.

    Raises PermissionDenied, CallListClosed, SecondPersonMissing.
    """
    _require_open(actor, forum)
    request = use_permission(actor=actor, act=PRINTING, subject=forum)
    reading = CallListReading(
        forum=forum, reader=actor, reason=request.reason, asked=request.public_id, is_printed=True
    )
    return _show(reading, "print_call_list")


def _require_open(actor, forum):
    if not actor.has_perm("forums.open_call_list", forum):
        raise PermissionDenied("forums.open_call_list")
    standing = standing_of(forum)
    if standing != Standing.OPEN:
        raise CallListClosed(standing)


def _show(reading, action):
    """Record the reading, then decipher the numbers: whatever is shown stands on the record."""
    try:
        with transaction.atomic():
            reading.save(force_insert=True)
    except IntegrityError as error:
        raise CallListClosed from error
    # Without the numbers: who they are is known before they are deciphered.
    invited = list(_invitees(reading.forum).values_list("pk", flat=True))
    audit.append(
        actor=reading.reader,
        action=f"forums.{action}",
        subject=reading.forum,
        programme=reading.forum.programme,
        details={"rows": len(invited), "reason_given": True, "reading": reading.public_id},
    )
    return _callees(Attendance.objects.filter(pk__in=invited))


def _invitees(forum):
    """Rows of the list as it stands; nobody erased."""
    return forum.attendances.kept().filter(person__erased_at__isnull=True)


def _callees(rows):
    unread = [f"person__{path}{name}" for path in ("", "merged_into__") for name in ("email", "notes")]
    rows = rows.select_related("person__merged_into").defer(*unread)
    people = [row.person.merged_into or row.person for row in rows]
    refusing = who_refuse_contact(people)
    return [
        Callee(
            name=name_of(person),
            phone="" if person.pk in refusing else person.phone,
            by_a_woman=person.prefers_woman_caller,
            refuses=person.pk in refusing,
        )
        for person in sorted(people, key=lambda person: (person.folded, person.pk))
    ]
