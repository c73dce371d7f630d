"""The lines about purged programmes on the list outside of the database, and their replay on a restored one.

A line holds the programme's public id and nothing of what was in it. Its kinds are told from those of erasures.
"""

from pathlib import Path

from django.db import transaction

from common import audit
from common.files import remove_files
from common.tombstones import append_tombstone, read_tombstones
from forums.models import Programme
from reports.services.purge.carrying_out import carry_out
from reports.services.purge.rows import find_programme

PROGRAMME, VOID = "programme", "void_programme"
PURGE_KINDS = (PROGRAMME, VOID)


def write_stone(path: Path, *, programme: Programme, number: str, at: str) -> None:
    """Add the line of one purge, on the disk when this returns. `number` tells it from an earlier attempt."""
    public_id = str(programme.public_id)
    append_tombstone(path, {"kind": PROGRAMME, "purge": number, "public_id": public_id, "purged_at": at})


def void_stone(path: Path, number: str) -> None:
    """Say of a purge that it did not come about after its line was written."""
    append_tombstone(path, {"kind": VOID, "purge": number})


def replay_purges(path: Path) -> int:
    """Purge again every programme that stands on the list and is in this database; how many. Repeating is harmless."""
    records = [record for record in read_tombstones(path) if record.get("kind") in PURGE_KINDS]
    void = {record["purge"] for record in records if record["kind"] == VOID}
    wanted = [
        record["public_id"]
        for record in records
        if record["kind"] == PROGRAMME and record["purge"] not in void
    ]
    back = Programme.objects.filter(public_id__in=wanted, purged_at__isnull=True)
    programmes = list(back.order_by("pk"))
    for programme in programmes:
        with transaction.atomic():
            findings = find_programme(programme)
            carry_out(findings)
            audit.append(
                actor=None,
                action="reports.replay_purge",
                subject=programme,
                programme=programme,
                details=findings.counts,
            )
        remove_files(findings.files)
    return len(programmes)
