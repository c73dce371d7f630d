"""People of a sheet, taken back all together: who was entered goes, what was changed is put back."""

import json

from participants.models import ImportRow, Person
from participants.services.imports.kinds import Staying
from participants.services.imports.matching import in_chunks
from participants.services.imports.persons import hanging_on, known_people, save_people

Act = ImportRow.Act
#: Rows that an entry brings along and that go with it.
OWN = {"participants.NameKey", "participants.ImportRow", "forums.Standing"}


def take_back_people(rows: list[ImportRow], programme_id: int) -> list[Staying]:
    """Take away entries that are as they were made and on which nothing hangs; put back what was changed."""
    people = known_people({row.person_id for row in rows if row.person_id}, lock=True)
    made = [row for row in rows if row.act == Act.CREATED and row.person_id in people]
    held = hanging_on(Person, [row.person_id for row in made], OWN)
    elsewhere = _standing_elsewhere([row.person_id for row in made], programme_id)
    staying, going = [], []
    for row in made:
        if people[row.person_id].version != row.seen:
            staying.append(Staying(row, "later"))
        elif row.person_id in held or row.person_id in elsewhere:
            staying.append(Staying(row, "held", held.get(row.person_id, "forums.Standing")))
        else:
            going.append(row.person_id)
    for some in in_chunks(going):
        Person.objects.filter(pk__in=some).delete()
    return staying + _put_back([row for row in rows if row.act == Act.CHANGED], people, programme_id)


def _standing_elsewhere(pks, programme_id) -> set[int]:
    standings = Person._meta.get_field("standings").related_model.objects
    found: set[int] = set()
    for some in in_chunks(sorted(pks)):
        rows = standings.filter(person__in=some).exclude(programme=programme_id)
        found.update(rows.values_list("person_id", flat=True))
    return found


def _put_back(rows, people, programme_id) -> list[Staying]:
    staying, fields = [], set()
    changed: dict[int, Person] = {}
    standings: list[int] = []
    # The last first: of two rows about one person the first knows what stood there.
    for row in sorted(rows, key=lambda one: -one.place):
        person = people.get(row.person_id)
        if person is None:
            continue
        if person.version != row.seen:
            staying.append(Staying(row, "later"))
            continue
        before = json.loads(row.before or "{}")
        if before.pop("standing", None):
            standings.append(person.pk)
        for column, value in before.items():
            setattr(person, column, value)
            fields.add(column)
        if before:
            changed[person.pk] = person
    save_people(changed.values(), fields)
    related = Person._meta.get_field("standings").related_model.objects
    for some in in_chunks(standings):
        related.filter(person__in=some, programme=programme_id).delete()
    return staying
