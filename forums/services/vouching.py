"""Whether each approved revision is what the audit record vouches for.

The entry of an approval holds the digest of the content and the hash of the whole row; the entry of an erasure holds the
hash of the row as the erasure left it. The newest of them is what the row must be. So a change by whatever way (a page, an
importer, SQL with the triggers dropped) is found as long as the chain of the record itself holds.
"""

from collections.abc import Iterator

from common import audit
from common.audit_verification import Finding, Kind
from common.models import AuditEntry
from forums.models import MinutesRevision
from forums.revision_triggers import missing_revision_triggers
from forums.services.freezing import content_digest, revision_holds, row_hash

APPROVED, ERASED = "forums.minutes.approve", "forums.erase_in_revision"
PURGED = ("reports.purge_programme", "reports.replay_purge")
_BATCH = 200


def salts_of(programmes) -> dict[int, str]:
    """{primary key: salt} of the revisions of these programmes."""
    rows = MinutesRevision.objects.filter(minutes__forum__programme__in=programmes)
    return dict(rows.values_list("pk", "salt"))


def record_erased(*, actor, before: dict[int, str], programmes) -> None:
    """An entry for each revision that an erasure changed since `before`, in its transaction."""
    changed = [pk for pk, salt in salts_of(programmes).items() if before.get(pk) != salt]
    rows = MinutesRevision.objects.filter(pk__in=changed).order_by("pk")
    for revision in rows.select_related("minutes__forum__programme", "written_by", "approved_by"):
        audit.append(
            actor=actor,
            action=ERASED,
            subject=revision.minutes,
            programme=revision.minutes.forum.programme,
            details={
                "revision": revision.number,
                "digest": revision.digest,
                "state": row_hash(revision),
            },
        )


def find_altered() -> list[Finding]:
    """Every revision that is not what was approved, each once, and whether the triggers stand. Writes nothing."""
    vouched = _vouched()
    purged = set(AuditEntry.objects.filter(action__in=PURGED).values_list("subject", flat=True))
    findings = []
    for revision in _revisions():
        entry = vouched.pop((revision.minutes.public_id, revision.number), None)
        name = f"revision {revision.minutes.forum.code}/{revision.number}"
        if entry is None:
            findings.append(Finding(Kind.REVISION_EXTRA, source=name))
        elif kind := _wrong(revision, entry):
            findings.append(Finding(kind, entry.id, name))
    for (minutes, number), entry in vouched.items():
        if entry.programme not in purged:
            findings.append(Finding(Kind.REVISION_MISSING, entry.id, f"revision {str(minutes)[:8]}/{number}"))
    if missing_revision_triggers():
        findings.append(Finding(Kind.REVISION_TRIGGERS))
    return findings


def _vouched() -> dict[tuple, AuditEntry]:
    """{(public id of the minutes, number): the newest entry about that revision}; the approval's digest stays in it."""
    found: dict[tuple, AuditEntry] = {}
    for entry in AuditEntry.objects.filter(action__in=[APPROVED, ERASED]).order_by("id"):
        if "revision" not in entry.details:
            continue
        key = (entry.subject, entry.details["revision"])
        # Of two approvals under one number the first is the true one: a number is given once.
        if entry.action == ERASED or key not in found:
            found[key] = entry
    return found


def _revisions() -> Iterator[MinutesRevision]:
    """All, in batches: a cursor that stays open would keep SQLite's writers waiting."""
    last = 0
    rows = MinutesRevision.objects.select_related("minutes__forum", "written_by", "approved_by").order_by(
        "pk"
    )
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        yield from batch
        last = batch[-1].pk


def _wrong(revision, entry) -> Kind | None:
    details = entry.details
    # Approved before the record vouched for the whole row; `was` is what was printed before contents were committed.
    old = "state" not in details
    digests = {revision.digest, revision.content.get("was")} if old else {revision.digest}
    if details.get("digest") not in digests or content_digest(revision.content) != revision.digest:
        return Kind.REVISION_CHANGED
    if not revision_holds(revision):
        return Kind.REVISION_CHANGED
    if old or row_hash(revision) == details["state"]:
        return None
    return Kind.REVISION_ERASED if _is_emptied(revision) else Kind.REVISION_CHANGED


def _is_emptied(revision) -> bool:
    """Whether a value stands there without its salt, or none where one was committed to: as after an erasure."""
    pairs = [pair for values in revision.words.values() for pair in values.values()]
    people = {row["id"] for row in revision.content.get("attendance", []) if row.get("committed")}
    return any("salt" not in pair for pair in pairs) or bool(people - revision.personal.keys())
