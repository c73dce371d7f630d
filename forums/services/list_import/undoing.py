"""Lines of a sheet, taken back all together, as long as the minutes are open and nothing hangs on them."""

import json

from django.db import transaction
from django.utils import timezone

from common import audit
from common.encryption import RingAbsent, Undecipherable
from forums.models import Attendance, OutputSpeaker
from forums.services.list_import.writing import WRITTEN
from forums.services.writing import MinutesClosed, begin_writing, touch
from participants.models import ImportRow, Person
from participants.services.imports.kinds import Staying
from participants.services.imports.matching import in_chunks
from participants.services.imports.persons import hanging_on, known_people
from participants.services.imports.persons_undoing import OWN

Act = ImportRow.Act
_BATCH = 500


@transaction.atomic
def take_back_lines(*, actor, forum, rows: list[ImportRow]) -> list[Staying]:
    """New lines go, and with them whoever was entered by them and stands nowhere else; changed ones are put back.

    Raises PermissionDenied. Where the minutes are closed everything stays.
    """
    try:
        begin_writing(actor=actor, minutes=forum.minutes)
    except MinutesClosed:
        return [Staying(row, "closed") for row in rows]
    found = Attendance.objects.select_for_update(of=("self",), no_key=True).filter(forum=forum)
    lines = {line.public_id: line for line in found.filter(public_id__in=[row.target for row in rows])}
    rows = [row for row in rows if row.target in lines]
    made = [row for row in rows if row.act == Act.CREATED]
    spoke = _speakers(forum)
    held = hanging_on(Attendance, [lines[row.target].pk for row in made], set())
    staying, going = [], []
    for row in made:
        line = lines[row.target]
        if line.version != row.seen:
            staying.append(Staying(row, "later"))
        elif line.pk in held or spoke is None or str(row.person.public_id) in spoke:
            staying.append(Staying(row, "held", held.get(line.pk, "forums.OutputSpeaker")))
        else:
            going.append(row)
    for some in in_chunks([lines[row.target].pk for row in going]):
        Attendance.objects.filter(pk__in=some).delete()
    _forget_people([row for row in going if json.loads(row.before or "{}").get("person")])
    staying += _put_back([row for row in rows if row.act == Act.CHANGED], lines)
    touch(forum.minutes)
    audit.append(
        actor=actor,
        action="forums.remove_many",
        subject=forum,
        programme=forum.programme,
        details={"rows": len(going)},
    )
    return staying


def _speakers(forum) -> set[str] | None:
    """Public ids of those who are recorded as having spoken; None where nobody can tell without the key."""
    rows = OutputSpeaker.objects.filter(output__minutes__forum=forum)
    try:
        return set(rows.values_list("person", flat=True))
    except (RingAbsent, Undecipherable):
        return None


def _forget_people(rows) -> None:
    """Whoever was entered by these rows and is as he was entered; anybody else stays in the directory."""
    pks = [row.person_id for row in rows if row.person_id]
    people = known_people(pks, lock=True)
    held = hanging_on(Person, pks, OWN - {"forums.Standing"})
    alone = [pk for pk in pks if pk not in held and people[pk].version == 1]
    for some in in_chunks(alone):
        Person.objects.filter(pk__in=some).delete()


def _put_back(rows, lines) -> list[Staying]:
    staying, changed, now = [], [], timezone.now()
    for row in rows:
        line = lines[row.target]
        if line.version != row.seen:
            staying.append(Staying(row, "later"))
            continue
        for column, value in json.loads(row.before).items():
            setattr(line, column, value)
        line.version, line.updated_at = line.version + 1, now
        changed.append(line)
    Attendance.objects.bulk_update(changed, [*WRITTEN, "version", "updated_at"], batch_size=_BATCH)
    return staying
