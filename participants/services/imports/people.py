"""Sheets of people: who is in them enters the directory and stands in the programme."""

import json

from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from accounts.rights import holds
from participants.models import ImportRow
from participants.privacy import name_of
from participants.services.asking import those_programmes
from participants.services.directory import listed
from participants.services.imports import persons
from participants.services.imports.kinds import Change, Finding, Staying
from participants.services.imports.matching import match_rows, writable_people
from participants.services.imports.people_columns import (
    CONTACT_FIELDS,
    PEOPLE_FIELDS,
    TRAIT_FIELDS,
    PersonReader,
    person_widgets,
    shown_name,
)
from participants.services.imports.persons_undoing import take_back_people
from participants.services.imports.remembering import remembered_rows

Verdict, Act = ImportRow.Verdict, ImportRow.Act
#: Said of somebody known who does not stand in the programme yet.
STANDING = "programme"


class PeopleKind:
    """See `kinds.Kind`."""

    fields = PEOPLE_FIELDS
    hidden = CONTACT_FIELDS
    titles = ("name_ar", "known_as", "name_en")

    def require(self, *, actor, sheet) -> None:
        """Each sort of field has its own cell of the rights table."""
        programme = programme_of_sheet(sheet)
        needed = {"person"} | ({"person traits"} if TRAIT_FIELDS & set(sheet.columns) else set())
        needed |= {"contacts"} if CONTACT_FIELDS & set(sheet.columns) else set()
        for data in sorted(needed):
            if not holds(actor, data, "w", programme):
                raise PermissionDenied(f"participants.import: {data}")

    def read(self, *, actor, sheet, rows):
        """By the lists as they are now."""
        reader = PersonReader(person_widgets())
        return [reader.read(cells) for cells in rows]

    def look(self, *, actor, sheet, rows, step):
        """Names of all rows together; then what the rows would change in those who are known."""
        readings = self.read(actor=actor, sheet=sheet, rows=rows)
        step(len(rows) // 2)
        names = ["" if problems else shown_name(values) for values, problems in readings]
        matches = match_rows(user=actor, names=names, remembered=remembered_rows(user=actor, sheet=sheet))
        people = persons.known_people({match.pk for match in matches if match.pk})
        here = persons.standing_among(people, programme_of_sheet(sheet))
        findings = []
        for (values, problems), match in zip(readings, matches, strict=True):
            person = people.get(match.pk)
            if problems:
                findings.append(Finding(Verdict.WRONG, problems=problems))
            elif person is not None:
                changes = persons.changes_of(person, values)
                if person.pk not in here:
                    changes.append(Change(STANDING, "", ""))
                findings.append(known_finding(person, changes))
            elif match.is_doubtful:
                findings.append(
                    Finding(Verdict.DOUBTFUL, meant=match.meant, twin=match.twin, like=match.like)
                )
            else:
                findings.append(Finding(Verdict.NEW))
        return findings

    def write(self, *, actor, sheet, planned):
        """New entries first, then what changes in those who are known; all stand in the programme."""
        programme = programme_of_sheet(sheet)
        new = [plan for plan in planned if plan.is_new]
        known = [plan for plan in planned if not plan.is_new]
        demo = is_demo(programme)
        entries = [persons.new_person(plan.values, is_demo=demo) for plan in new]
        persons.require_still_new(new, entries, actor)
        persons.enter_people(entries)
        people = persons.known_people({plan.row.person_id for plan in known}, lock=True)
        persons.require_as_seen(known, people, actor)
        changed = persons.change_people(known, people)
        away = set(people) - persons.standing_among(people, programme)
        persons.stand(
            entered_by=actor, people=[*entries, *(people[pk] for pk in away)], programme_id=programme
        )
        for plan, person in zip(new, entries, strict=True):
            persons.mark(plan, person, Act.CREATED)
        done = {id(plan) for plan in changed}
        for plan in known:
            person = people[plan.row.person_id]
            if person.pk in away:
                away.discard(person.pk)
                plan.row.before = json.dumps(json.loads(plan.row.before or "{}") | {"standing": True})
                done.add(id(plan))
            if id(plan) in done:
                persons.mark(plan, person, Act.CHANGED)

    def take_back(self, *, actor, sheet, rows) -> list[Staying]:
        """See `persons`."""
        return take_back_people(rows, programme_of_sheet(sheet))

    def names_of(self, *, user, ids):
        """With rank, post and institution of the newest attendance."""
        return names_of_people(user=user, ids=ids)


def known_finding(person, changes) -> Finding:
    """Of a row about somebody known."""
    verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
    return Finding(
        verdict, changes=changes, person_id=person.pk, target=person.public_id, seen=person.version
    )


def names_of_people(*, user, ids) -> dict[str, tuple[str, str]]:
    """Those of these few (a page) whom the reader may write."""
    people = writable_people(user).filter(public_id__in=list(ids)).without_contacts()
    people = people.select_related("category", "home_district")
    return {
        str(line.person.public_id): (name_of(line.person), " · ".join(line.words))
        for line in listed(user=user, people=list(people))
    }


def programme_of_sheet(sheet) -> int:
    """Primary key. Raises PermissionDenied for one that was purged."""
    found = those_programmes([sheet.programme])
    if not found:
        raise PermissionDenied("participants.import")
    return found[0][1]


def is_demo(programme_id: int) -> bool:
    """Whether the programme is made up for the demonstration."""
    programmes = Membership._meta.get_field("programme").related_model.objects
    return programmes.filter(pk=programme_id, is_demo=True).exists()
