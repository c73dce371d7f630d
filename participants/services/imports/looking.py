"""A sheet is looked through once, all rows together: what each would do is kept beside it."""

import json
from collections import Counter

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participants.models import ImportRow, SheetImport
from participants.services.imports.content import Content
from participants.services.imports.kinds import kind_of

_BATCH = 500
#: How long it is remembered how far a run is, in seconds.
_KEPT = 3600


def look_through(*, public_id: str) -> str:
    """Look through the sheet with this public id unless that was done; its stage. May be called again at any moment."""
    sheet = SheetImport.objects.filter(public_id=public_id).select_related("made_by").first()
    if sheet is None or sheet.stage != sheet.Stage.READING:
        return "" if sheet is None else str(sheet.stage)
    content = Content.of(sheet)
    step = stepper(sheet, len(content.rows))
    findings = kind_of(sheet).look(
        actor=sheet.made_by, sheet=sheet, rows=content.cells(sheet.columns), step=step
    )
    _keep(sheet, findings)
    sheet.refresh_from_db(fields=["looked_at"])
    return str(sheet.stage)


def stepper(sheet: SheetImport, total: int):
    """A call that remembers how far a run is, for the page that waits for it."""

    def step(done: int) -> None:
        cache.set(_key(sheet), (done, total), _KEPT)

    step(0)
    return step


def reached(sheet: SheetImport) -> tuple[int, int] | None:
    """(rows done, of so many); None where nothing is under way."""
    return cache.get(_key(sheet))


@transaction.atomic
def _keep(sheet, findings):
    # Of two runs, or after other columns were chosen, the first that ends or the one that was asked for last stands.
    mine = SheetImport.objects.filter(pk=sheet.pk, version=sheet.version, looked_at=None)
    counts = Counter(str(finding.verdict) for finding in findings)
    if not mine.update(looked_at=timezone.now(), counts=dict(counts), version=F("version") + 1):
        return
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                sheet=sheet,
                place=place,
                verdict=finding.verdict,
                findings=packed(finding),
                person_id=finding.person_id,
                target=finding.target,
                seen=finding.seen,
            )
            for place, finding in enumerate(findings)
        ],
        batch_size=_BATCH,
    )


def packed(finding) -> str:
    """What is kept encrypted of a finding; nothing where the verdict says it all."""
    kept = {
        "problems": [[one.column, one.code, one.params] for one in finding.problems],
        "changes": [[one.name, one.old, one.new] for one in finding.changes],
        "meant": [[one.public_id, one.score, one.why] for one in finding.meant],
        "twin": finding.twin,
        "like": finding.like,
    }
    kept = {name: value for name, value in kept.items() if value not in ([], None, "")}
    return json.dumps(kept, ensure_ascii=False, default=str) if kept else ""


def _key(sheet):
    return f"muntada:import:{sheet.public_id}"
