"""Whether the audit record is what it was: the chain itself, and heads of it that are known from elsewhere.

An entry that was changed, taken out, put in or moved breaks the chain. A cut tail, or a chain that was computed anew
from some entry on, holds in itself: only a head that left the house (mailed, printed, frozen in a released report)
finds it, and only as far back as the newest such head.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from common.audit import GENESIS, digest
from common.audit_triggers import missing_triggers
from common.models import AuditEntry, AuditHead

#: So many digits of a head are enough to know it by; documents print sixteen.
SHORTEST_HEAD = 8
BATCH = 2000


class Kind(StrEnum):
    """What is wrong."""

    EDITED = "edited"
    MISSING = "missing"
    REORDERED = "reordered"
    INSERTED = "inserted"
    EXCHANGED = "exchanged"
    CUT = "cut"
    REWRITTEN = "rewritten"
    WITNESS = "witness"
    TRIGGERS = "triggers"
    REVISION_MISSING = "revision_missing"
    REVISION_CHANGED = "revision_changed"
    REVISION_ERASED = "revision_erased"
    REVISION_EXTRA = "revision_extra"
    REVISION_TRIGGERS = "revision_triggers"


WORDS = {
    Kind.EDITED: _("The entry was changed: what it says does not belong to its hash."),
    Kind.MISSING: _("At least one entry before this one was taken out."),
    Kind.REORDERED: _("The entry stands in another place than it was written."),
    Kind.INSERTED: _("The entry was put in: without it the chain is whole."),
    Kind.EXCHANGED: _("The entry before this one was exchanged, or this one was put in."),
    Kind.CUT: _("The end of the record was cut off: a head that was known is not there any more."),
    Kind.REWRITTEN: _("The record was computed anew from some entry on: a head that was known is not in it."),
    Kind.WITNESS: _("A known head stands in another place than it was noted: the note was changed."),
    Kind.TRIGGERS: _("The database does not refuse changes of the record: its triggers are missing."),
    Kind.REVISION_MISSING: _("A revision of minutes that was approved is not there any more."),
    Kind.REVISION_CHANGED: _(
        "An approved revision of minutes was changed: it is not what the record vouches for."
    ),
    Kind.REVISION_ERASED: _("Words of an approved revision were taken out without an entry of an erasure."),
    Kind.REVISION_EXTRA: _("A revision of minutes stands there that nobody approved."),
    Kind.REVISION_TRIGGERS: _(
        "The database does not refuse changes of approved minutes: its triggers are missing."
    ),
}


@dataclass(frozen=True)
class Witness:
    """A head that was known outside the chain. `head`: the hash or its first digits; `at`: known since;
    `entries`: how many there were; `source`: where it is known from, for the report.
    """

    head: str
    source: str
    at: datetime | None = None
    entries: int | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `entry`: number of the first entry that is concerned, or after which it is."""

    kind: Kind
    entry: int | None = None
    source: str = ""

    @property
    def words(self) -> str:
        """In the language in force."""
        return str(WORDS[self.kind])


@dataclass
class Verdict:
    """What was found. `known`: how many of the heads from outside stand in the chain."""

    entries: int = 0
    head: str = GENESIS
    witnesses: int = 0
    known: int = 0
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True)
class _Place:
    position: int
    entry: int
    at: datetime


def daily_witnesses() -> list[Witness]:
    """The heads that went out day by day."""
    rows = AuditHead.objects.order_by("day")
    return [Witness(row.hash, f"daily {row.day}", row.at, row.entries) for row in rows]


def verify(witnesses: Iterable[Witness] = ()) -> Verdict:
    """Go through the whole record once; the first broken link, and each known head that is not in its place.

    Seconds grow with the number of entries (docs/operations.md says how); nothing is locked and nothing written.
    Raises ValueError for a head that is too short to be known by.
    """
    asked = [witness for witness in witnesses if witness.head != GENESIS]
    if any(len(witness.head) < SHORTEST_HEAD for witness in asked):
        raise ValueError(f"A head is known by at least {SHORTEST_HEAD} digits.")
    started, verdict = time.monotonic(), Verdict(witnesses=len(asked))
    wanted: dict[str, list[Witness]] = {}
    for witness in asked:
        wanted.setdefault(witness.head[:SHORTEST_HEAD], []).append(witness)
    places: dict[Witness, _Place] = {}
    last, broken = 0, False
    for entry in _entries():
        if not broken and (entry.prev != verdict.head or digest(entry) != entry.hash):
            broken = True
            verdict.findings.append(Finding(_kind_of(entry, last, verdict.head), entry.id))
        verdict.entries += 1
        verdict.head, last = entry.hash, entry.id
        for witness in wanted.get(entry.hash[:SHORTEST_HEAD], ()):
            if entry.hash.startswith(witness.head):
                places[witness] = _Place(verdict.entries, entry.id, entry.at)
    verdict.findings += _judge(asked, places, verdict, broken)
    if missing_triggers():
        verdict.findings.append(Finding(Kind.TRIGGERS))
    verdict.known = len(places)
    verdict.seconds = time.monotonic() - started
    return verdict


def _entries() -> Iterator[AuditEntry]:
    """All, in batches: a cursor that stays open would keep SQLite's writers waiting."""
    last = 0
    while batch := list(AuditEntry.objects.filter(id__gt=last).order_by("id")[:BATCH]):
        yield from batch
        last = batch[-1].id


def _kind_of(entry, last, head) -> Kind:
    """What broke the chain at this entry; `last` and `head` are number and hash of the one before it."""
    whole = digest(entry) == entry.hash
    if entry.prev == head:
        return Kind.EDITED
    if AuditEntry.objects.filter(hash=entry.prev).exists():
        return Kind.REORDERED
    follower = AuditEntry.objects.filter(id__gt=entry.id).order_by("id").first()
    if follower is not None and follower.prev == head:
        return Kind.INSERTED
    if not whole:
        return Kind.EDITED
    # PostgreSQL leaves out numbers of acts that failed, so this is what is likely, not what is sure.
    return Kind.MISSING if entry.id > last + 1 else Kind.EXCHANGED


def _judge(asked, places, verdict, broken) -> list[Finding]:
    """The known heads that are not there, or not where they were; each kind once, by the earliest that shows it."""
    found: dict[Kind, Finding] = {}
    sure = 0
    for witness in sorted(asked, key=lambda one: (one.entries or 0, one.at.timestamp() if one.at else 0.0)):
        place = places.get(witness)
        if place is not None:
            sure = max(sure, place.entry)
            moved = witness.entries is not None and witness.entries != place.position and not broken
            if moved or (witness.at is not None and place.at > witness.at):
                found.setdefault(Kind.WITNESS, Finding(Kind.WITNESS, place.entry, witness.source))
            continue
        kind = Kind.CUT if _is_cut(witness, verdict) else Kind.REWRITTEN
        found.setdefault(kind, Finding(kind, sure, witness.source))
    return list(found.values())


def _is_cut(witness, verdict) -> bool:
    """Whether the record is shorter than it was; where nobody noted its length, whether nothing came since."""
    if witness.entries is not None:
        return verdict.entries < witness.entries
    if witness.at is not None:
        return not AuditEntry.objects.filter(at__gt=witness.at).exists()
    return False
