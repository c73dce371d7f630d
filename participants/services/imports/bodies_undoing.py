"""Institutions of a sheet, taken back all together."""

import json

from participants.models import ImportRow, Institution, InstitutionName
from participants.services.imports.bodies_writing import locked_bodies, refold, save_bodies
from participants.services.imports.kinds import Staying
from participants.services.imports.matching import in_chunks
from participants.services.imports.persons import hanging_on

Act = ImportRow.Act
#: Parts are looked at apart: they may go along.
_OWN = {"participants.InstitutionName", "participants.Institution"}


def take_back_bodies(rows: list[ImportRow]) -> list[Staying]:
    """Bodies that nothing points at go; what was changed is put back."""
    bodies = locked_bodies({row.target for row in rows})
    staying, going = [], []
    made = [row for row in rows if row.act == Act.CREATED and row.target in bodies]
    held = hanging_on(Institution, [bodies[row.target].pk for row in made], _OWN)
    as_made = {bodies[row.target].pk for row in made if bodies[row.target].version == row.seen}
    parts = _with_parts_staying(as_made - set(held))
    for row in made:
        body = bodies[row.target]
        if body.pk not in as_made:
            staying.append(Staying(row, "later"))
        elif body.pk in held or body.pk in parts:
            staying.append(Staying(row, "held", held.get(body.pk, "participants.Institution")))
        else:
            going.append(body.pk)
    for some in in_chunks(going):
        Institution.objects.filter(pk__in=some).update(parent=None)
        Institution.objects.filter(pk__in=some).delete()
    return staying + _put_back([row for row in rows if row.act == Act.CHANGED], bodies)


def _with_parts_staying(going: set[int]) -> set[int]:
    """Bodies of these of which a part stays, and those above them."""
    parts = list(Institution.objects.filter(parent__in=going).values_list("pk", "parent_id"))
    staying: set[int] = set()
    while more := {
        parent for pk, parent in parts if (pk not in going or pk in staying) and parent not in staying
    }:
        staying |= more
    return staying


def _put_back(rows, bodies) -> list[Staying]:
    staying, changed, gone = [], {}, {}
    # The last first: of two rows about one body the first knows what stood there.
    for row in sorted(rows, key=lambda one: -one.place):
        body = bodies.get(row.target)
        if body is None:
            continue
        if body.version != row.seen:
            staying.append(Staying(row, "later"))
            continue
        before = json.loads(row.before)
        gone.setdefault(body.pk, set()).update(before.pop("spellings", ()))
        for name, value in before.items():
            setattr(body, name, value)
        changed[body.pk] = body
    spellings = []
    for body in changed.values():
        names = list(body.names.all())
        spellings += [name.pk for name in names if name.text in gone[body.pk]]
        refold(body, [name.text for name in names if name.text not in gone[body.pk]])
    InstitutionName.objects.filter(pk__in=spellings).delete()
    save_bodies(changed.values())
    return staying
