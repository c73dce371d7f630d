"""What somebody decides about rows: this one, a new one, left out; and which rows would be taken in as it stands."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from common import audit
from common.versions import StaleVersion, save_if_current
from participants.models import ImportRow, Person, SheetImport
from participants.services.asking import require
from participants.services.imports.matching import writable_people

Verdict, Chosen = ImportRow.Verdict, ImportRow.Chosen
#: A row is taken in if it is good, or doubtful and decided; and not if it was left out.
GOES_IN = ~Q(chosen=Chosen.SKIP) & (
    Q(verdict__in=[Verdict.NEW, Verdict.CHANGED])
    | Q(verdict__in=[Verdict.DOUBTFUL, Verdict.UNCHANGED], chosen__in=[Chosen.THIS, Chosen.NEW])
)
UNDECIDED = Q(verdict=Verdict.DOUBTFUL, chosen="")
WRONG = Q(verdict=Verdict.WRONG)


@dataclass(frozen=True)
class Outlook:
    """How many rows go in as it stands, how many wait for somebody, are wrong, left out, or change nothing."""

    going: int
    undecided: int
    wrong: int
    skipped: int
    same: int

    @property
    def is_all(self) -> bool:
        """Whether no row stays out that would do something."""
        return not (self.undecided or self.wrong or self.skipped)


def outlook(sheet: SheetImport) -> Outlook:
    """One query."""
    skipped = Q(chosen=Chosen.SKIP)
    counts = sheet.rows.order_by().aggregate(
        going=Count("pk", filter=GOES_IN),
        undecided=Count("pk", filter=UNDECIDED),
        wrong=Count("pk", filter=WRONG),
        skipped=Count("pk", filter=skipped & ~WRONG),
        same=Count("pk", filter=Q(verdict=Verdict.UNCHANGED, chosen="")),
    )
    return Outlook(**counts)


@transaction.atomic
def decide_rows(*, actor, sheet: SheetImport, expected: int | None, choices: dict[str, str]) -> int:
    """Write what was decided: public id of a row → "" (as found), "new", "skip" or the public id of who is meant; how many.

    What does not fit a row (somebody who may not be meant by it, a new one where the row is wrong) is passed over. Raises
    PermissionDenied; StaleVersion where somebody else decided meanwhile or the sheet is past being decided.
    """
    require(actor, "participants.use_import", sheet)
    if sheet.stage != sheet.Stage.READY:
        raise StaleVersion(sheet)
    sheet.problem = ""
    save_if_current(sheet, expected=expected, fields=["problem"])
    rows = list(sheet.rows.filter(public_id__in=list(choices)))
    people = _meant_people(actor, choices)
    changed = []
    for row in rows:
        before = (row.chosen, row.person_id, row.target, row.seen)
        _choose(row, choices[str(row.public_id)], people)
        if before != (row.chosen, row.person_id, row.target, row.seen):
            changed.append(row)
    ImportRow.objects.bulk_update(changed, ["chosen", "person", "target", "seen"], batch_size=200)
    audit.append(
        actor=actor,
        action="participants.decide_rows",
        subject=sheet,
        programme=sheet.programme,
        details={"rows": len(changed)},
    )
    return len(changed)


def meant_by(row: ImportRow) -> list[str]:
    """Public ids of those who may be meant by it."""
    return [one[0] for one in json.loads(row.findings or "{}").get("meant", [])]


def _choose(row, choice, people):
    if row.verdict == Verdict.WRONG:
        return
    if row.verdict == Verdict.DOUBTFUL:
        # Who was chosen before stands in the row; whoever is chosen now is put there.
        row.person = row.target = row.seen = None
        if choice in people and choice in meant_by(row):
            person = people[choice]
            row.chosen, row.person = Chosen.THIS, person
            row.target, row.seen = person.public_id, person.version
            return
    row.chosen = choice if choice in (Chosen.NEW, Chosen.SKIP, "") else ""


def _meant_people(actor, choices) -> dict[str, Person]:
    ids = {choice for choice in choices.values() if len(choice) == 36}
    people = writable_people(actor).filter(public_id__in=ids) if ids else []
    return {str(person.public_id): person for person in people}
