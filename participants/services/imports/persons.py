"""People of a sheet, all together: entered, changed and taken back without a question a row.

Names and sex are written as `participants/services/people.py` writes them; nothing is inferred here either.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from participants.models import ImportRow, NameKey, Person
from participants.models.persons import CONTACTS
from participants.services.imports.kinds import Change, Planned
from participants.services.imports.matching import in_chunks, writable_among, writable_people
from participants.services.standing import those_standing

Act, Verdict = ImportRow.Act, ImportRow.Verdict
LISTS = ("honorific", "category", "home_district")
WORDS = ("name_en", "languages", "age_band", "disability", "displacement")
_BATCH = 500


class Overtaken(Exception):
    """Something is not as it was looked at. Nothing is written; the sheet is looked through once more."""


class Undecided(Exception):
    """A row (`place`) that was decided cannot be written as it stands; `code` says why. Nothing is written."""

    def __init__(self, code: str, place: int):
        super().__init__(code)
        self.code, self.place = code, place


def new_person(values: dict, *, is_demo: bool) -> Person:
    """An entry that is not saved yet, of values that were read."""
    fields = {name: values[name] for name in ("name_ar", "known_as", *WORDS, *LISTS) if values.get(name)}
    fields |= {name: values[name] for name in CONTACTS if values.get(name)}
    if values.get("sex"):
        fields |= {"sex": values["sex"], "sex_source": "recorded"}
    if "honorific" not in fields and values.get("read_honorific"):
        fields["honorific"] = values["read_honorific"]
    person = Person(is_demo=is_demo, **fields)
    person.refold()
    return person


def enter_people(people: list[Person]) -> None:
    """Save them with the keys of their names."""
    Person.objects.bulk_create(people, batch_size=_BATCH)
    NameKey.objects.make(people)


def stand(*, entered_by, people: Iterable[Person], programme_id: int) -> None:
    """Let them be seen in the programme."""
    standings = Person._meta.get_field("standings").related_model
    standings.objects.bulk_create(
        [standings(person=one, programme_id=programme_id, entered_by=entered_by) for one in people],
        batch_size=_BATCH,
    )


def standing_among(pks: Iterable[int], programme_id: int) -> set[int]:
    """Those of them who stand in the programme."""
    return those_standing(pks, [programme_id])


def known_people(pks: Iterable[int], *, lock: bool = False) -> dict[int, Person]:
    """By primary key, without contacts; `lock` holds them until the transaction ends."""
    found: dict[int, Person] = {}
    rows = Person.objects.without_contacts()
    if lock:
        rows = Person.objects.without_contacts().select_for_update(of=("self",), no_key=True).order_by("pk")
    else:
        rows = rows.select_related("honorific", "category", "home_district")
    for some in in_chunks(sorted(pks)):
        found |= rows.in_bulk(some)
    return found


def changed_names(person: Person, values: dict) -> list[str]:
    """Fields that the values would change: an empty cell changes nothing, a contact is taken only where none is on record."""
    found = [name for name in (*WORDS, "sex") if values.get(name) and values[name] != getattr(person, name)]
    found += [name for name in LISTS if values.get(name) and values[name].pk != getattr(person, f"{name}_id")]
    contacts = (name for name in ("phone", "email") if values.get(name))
    return found + [name for name in contacts if not getattr(person, f"{name}_length")]


def changes_of(person: Person, values: dict) -> list[Change]:
    """The same with what stands and what comes; rows of lists by their codes, contacts not at all."""
    changes = []
    for name in changed_names(person, values):
        old, new = ("", "") if name in CONTACTS else (getattr(person, name), values[name])
        changes.append(Change(name, *(getattr(one, "code", one) or "" for one in (old, new))))
    return changes


def change_people(planned: list[Planned], people: dict[int, Person]) -> list[Planned]:
    """Write what the rows change in these entries, which are locked; those rows of which something was written."""
    fields: set[str] = set()
    changed: dict[int, Person] = {}
    done = []
    for plan in planned:
        person = people[plan.row.person_id]
        names = changed_names(person, plan.values)
        before = {}
        for name in names:
            column = Person._meta.get_field(name).attname
            before[column] = "" if name in CONTACTS else getattr(person, column)
            setattr(person, name, plan.values[name])
            if name in CONTACTS:
                setattr(person, f"{name}_length", 1)
            if name == "sex":
                before["sex_source"], person.sex_source = person.sex_source, "recorded"
        if names:
            fields |= set(before)
            changed[person.pk] = person
            plan.row.before = json.dumps(before)
            done.append(plan)
    save_people(changed.values(), fields)
    return done


def mark(plan: Planned, person: Person, act: str) -> None:
    """Say in the row what was done."""
    plan.row.act, plan.row.person, plan.row.target = act, person, person.public_id
    plan.row.seen = person.version


def require_as_seen(planned: list[Planned], people: dict[int, Person], writer) -> None:
    """Raise Overtaken where somebody was changed, closed or is no longer for the writer to change."""
    mine = writable_among(writer, people)
    for plan in planned:
        person = people.get(plan.row.person_id)
        if person is None or person.pk not in mine or person.version != plan.row.seen:
            raise Overtaken


def require_still_new(planned: list[Planned], entries: list[Person], writer) -> None:
    """Raise Overtaken where somebody of the very name came into the directory since the sheet was looked through."""
    found_new = zip(planned, entries, strict=True)
    names = {
        entry.folded for plan, entry in found_new if plan.row.verdict == Verdict.NEW and not plan.row.chosen
    }
    for some in in_chunks(sorted(names)):
        if writable_people(writer).filter(folded__in=some).exists():
            raise Overtaken


def hanging_on(model, pks: list[int], own: set[str]) -> dict[int, str]:
    """Primary key → label of a model of which rows point at it."""
    found: dict[int, str] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and not relation.concrete and relation.one_to_many
        if not points_here or relation.related_model._meta.label in own:
            continue
        column = relation.field.name
        for some in in_chunks(sorted(pks)):
            rows = relation.related_model._base_manager.filter(**{f"{column}__in": some}).order_by()
            for pk in rows.values_list(column, flat=True).distinct():
                found.setdefault(pk, relation.related_model._meta.label)
    return found


def save_people(people, fields) -> None:
    """All of them with these columns and a new version."""
    people = list(people)
    if not people:
        return
    # A contact that was not loaded is not written: it is put among the fields only where it was set.
    by_fields = defaultdict(list)
    now = timezone.now()
    for person in people:
        person.version += 1
        person.updated_at = now
        deferred = person.get_deferred_fields()
        by_fields[frozenset(fields - deferred)].append(person)
    names = {field.attname: field.name for field in Person._meta.concrete_fields}
    for some, group in by_fields.items():
        columns = [names[column] for column in sorted(some)]
        Person.objects.bulk_update(group, [*columns, "version", "updated_at"], batch_size=_BATCH)
