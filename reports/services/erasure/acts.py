"""Asking for the erasure of a person, and doing it: two persons, one transaction, a line on the list."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import TwoPersonAct
from accounts.services import SecondPersonMissing, ask_second_person, use_permission
from common import audit
from common.files import remove_files
from common.versions import StaleVersion
from forums.models import Programme
from participants.models import Person
from participants.services.asking import programme_of
from reports.services.erasure.carrying_out import Erasure, carry_out
from reports.services.erasure.documents import keep_because
from reports.services.erasure.looking import Findings, Subject, find_person, is_beyond
from reports.services.erasure.stones import new_key, void_stone, write_stone

ACT = TwoPersonAct.Act.ERASE_PERSON


class ErasureRefused(Exception):
    """It is not done. `reason`: erased (already), beyond (the entry is used where the actor may not erase),
    outdated (what was looked at is not what stands there now)."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Decision:
    """What the one who erases decided on what he saw.

    `ticked`: keys of the places that are replaced; `deleted`: public ids of the files that go, for the others
    `kept_because` says why they stay; `seen`: the state of `Findings` that he looked at.
    """

    ticked: Collection[str]
    deleted: Collection[str]
    kept_because: str
    seen: str


@transaction.atomic
def ask_to_erase_person(*, actor, person: Person, reason: str, path: str) -> TwoPersonAct:
    """Ask a second person. Raises PermissionDenied, ErasureRefused, ValidationError without a reason."""
    _require(actor, person)
    return ask_second_person(
        actor=actor,
        act=ACT,
        subject=person,
        reason=reason,
        # The beginning of his public id: a name would stay behind on the record of the act.
        label=str(person.public_id)[:8],
        path=path,
        programme=_programme(actor, person),
    )


def erase_person(*, actor, person: Person, decision: Decision) -> dict[str, int]:
    """Erase, which uses up the second person's word; how many rows and texts, by model and column.

    The line of the list is on the disk before the transaction ends. Where it then fails after all, a second line takes
    the first one back; where the machine halts in between, the line stays, so that a restore would do what two persons
    decided, and the act can be done again by the same permission.
    Raises PermissionDenied, ErasureRefused, SecondPersonMissing, ValidationError where the reason for keeping files is
    missing, SpeakersLocked, Undecipherable.
    """
    number, written = str(uuid.uuid4()), False
    try:
        with transaction.atomic():
            done, line = _erase(actor, person, decision)
            written = True
            write_stone(settings.TOMBSTONES_FILE, number=number, at=timezone.now().isoformat(), **line)
            # Now rather than after the commit: a file that nobody took away would show him for ever.
            remove_files(done.files)
    except BaseException:
        if written:
            void_stone(settings.TOMBSTONES_FILE, number)
        raise
    return done.counts


def _erase(actor, person, decision):
    """(what was done, what the line of it says)."""
    # On SQLite the transaction itself holds the lock.
    person = Person._base_manager.select_for_update().get(pk=person.pk)
    _require(actor, person)
    findings = find_person(user=actor, person=person)
    if findings.seen != decision.seen:
        raise ErasureRefused("outdated")
    deleted = findings.file_ids & set(decision.deleted)
    kept = findings.file_ids - deleted
    because = decision.kept_because.strip()
    if kept and not because:
        raise ValidationError({"kept_because": _("Please say why the files that are not deleted stay.")})
    programme = _programme(actor, person)
    try:
        use_permission(actor=actor, act=ACT, subject=person)
    except StaleVersion as error:
        raise SecondPersonMissing(ACT) from error
    keep_because(kept, because)
    key = new_key()
    subject = Subject.of(person, key)
    erasure = Erasure(
        people=subject.ids,
        programmes=tuple(sorted(subject.programmes)),
        exceptions=frozenset(findings.exceptions(set(decision.ticked))),
        files=frozenset(deleted),
    )
    done = carry_out(erasure, subject.spellings, actor=actor)
    audit.append(
        actor=actor,
        action="reports.erase_person",
        subject=person,
        programme=programme,
        details={
            "counts": done.counts,
            "reports": done.reports,
            "kept_files": len(kept),
            **_left(findings, decision),
        },
    )
    return done, {"erasure": erasure, "spellings": subject.spellings, "key": key}


def _require(actor, person) -> None:
    if not actor.has_perm("participants.erase_person", person):
        raise PermissionDenied("participants.erase_person")
    if person.erased_at or person.merged_into_id:
        raise ErasureRefused("erased")
    if is_beyond(user=actor, person=person):
        raise ErasureRefused("beyond")


def _programme(actor, person) -> Programme:
    return Programme.objects.get(public_id=programme_of(actor, person, "erasure", "w"))


def _left(findings: Findings, decision: Decision) -> dict[str, int]:
    """Places that were looked at and left alone: another person's, or no name of anybody."""
    left = sum(place.is_shown and place.key not in decision.ticked for place in findings.places)
    return {"places": len(findings.places), "left": left}
