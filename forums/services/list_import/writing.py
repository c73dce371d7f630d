"""Lines of a sheet, written all together: new people first, then their lines, then what changes in lines that stand."""

import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common import audit
from forums.models import Attendance
from forums.services.writing import MinutesClosed, begin_writing, touch
from participants.models import ImportRow
from participants.services.candidates import PROPOSED
from participants.services.imports import persons
from participants.services.imports.kinds import Planned
from participants.services.imports.persons import Overtaken, Undecided
from participants.services.posts import attendances_seen

Act, Chosen = ImportRow.Act, ImportRow.Chosen
#: Fields of a line that a sheet writes; an empty cell changes nothing.
WRITTEN = (
    *(
        "rank",
        "rank_qualifier",
        "honorific",
        "post",
        "institution",
        "category",
        "presence",
        "presence_reason",
    ),
    *("part", "represents", "age_band", "home_district"),
)
_BATCH = 500


def changed_in(line: Attendance, values: dict) -> list[str]:
    """Fields of a line that the row says otherwise."""
    return [name for name in WRITTEN if values.get(name) and values[name] != getattr(line, name)]


def last_lines(*, user, people) -> dict[int, Attendance]:
    """The newest line of each that the reader sees."""
    if not people:
        return {}
    return {row.person_id: row for row in attendances_seen(user=user, people=list(people))}


def with_last(values: dict, person, last: Attendance | None) -> dict:
    """The row, and where it says nothing what the last time says; the category of the entry at last."""
    filled = {name: getattr(last, name) for name in PROPOSED if last is not None and getattr(last, name)}
    said = {name: value for name, value in values.items() if value}
    return {"category": person.category if person else None} | filled | said


@transaction.atomic
def write_lines(*, actor, forum, planned: list[Planned]) -> None:
    """All of it or nothing. Raises PermissionDenied; Overtaken where the list or somebody on it has changed or the
    minutes were closed; Undecided where two rows are one person or a category is missing.
    """
    try:
        begin_writing(actor=actor, minutes=forum.minutes)
    except MinutesClosed as closed:
        raise Overtaken from closed
    known = [plan for plan in planned if plan.row.person_id and plan.row.chosen != Chosen.NEW]
    new = [plan for plan in planned if not plan.row.person_id or plan.row.chosen == Chosen.NEW]
    people = persons.known_people({plan.row.person_id for plan in known}, lock=True)
    lines = {line.person_id: line for line in forum.attendances.kept().filter(person__in=people)}
    edited = [plan for plan in known if plan.row.person_id in lines]
    joining = [plan for plan in known if plan.row.person_id not in lines]
    seen: set[int] = set()
    for plan in known:
        if plan.row.person_id in seen:
            raise Undecided("twice", plan.row.place)
        seen.add(plan.row.person_id)
    persons.require_as_seen(joining, people, actor)
    entries = [persons.new_person(plan.values, is_demo=forum.is_demo) for plan in new]
    persons.require_still_new(new, entries, actor)
    persons.enter_people(entries)
    last = last_lines(user=actor, people={plan.row.person_id for plan in joining})
    whom = [(plan, people[plan.row.person_id]) for plan in joining] + list(zip(new, entries, strict=True))
    _create(forum, whom, last, made={id(plan) for plan in new})
    _edit(edited, lines)
    touch(forum.minutes)
    audit.append(
        actor=actor,
        action="forums.enlist_many",
        subject=forum,
        programme=forum.programme,
        details={"rows": len(whom), "edited": len(edited)},
    )


def _create(forum, whom, last, made) -> None:
    position = forum.attendances.aggregate(last=Max("position"))["last"] or 0
    lines = []
    # In the order of the sheet.
    for plan, person in sorted(whom, key=lambda pair: pair[0].row.place):
        position += 1
        values = with_last(plan.values, person, last.get(person.pk))
        fields = {name: values[name] for name in WRITTEN if values.get(name)}
        fields.setdefault("age_band", person.age_band)
        fields.setdefault("home_district", person.home_district)
        if not fields.get("category"):
            raise Undecided("category", plan.row.place)
        lines.append(Attendance(forum=forum, person=person, position=position, **fields))
        plan.row.act, plan.row.person, plan.row.target = Act.CREATED, person, lines[-1].public_id
        plan.row.seen = lines[-1].version
        plan.row.before = json.dumps({"person": True}) if id(plan) in made else ""
    Attendance.objects.bulk_create(lines, batch_size=_BATCH)


def _edit(edited, lines) -> None:
    changed, now = [], timezone.now()
    for plan in edited:
        line = lines[plan.row.person_id]
        # Whoever was chosen by hand may have come onto the list since: then his own version says nothing of his line.
        if plan.row.target == line.public_id and line.version != plan.row.seen:
            raise Overtaken
        before = {}
        for name in WRITTEN:
            column = Attendance._meta.get_field(name).attname
            value = plan.values.get(name)
            if value and getattr(value, "pk", value) != getattr(line, column):
                before[column] = getattr(line, column)
                setattr(line, name, value)
        if before:
            line.version, line.updated_at = line.version + 1, now
            plan.row.act, plan.row.target, plan.row.seen = Act.CHANGED, line.public_id, line.version
            plan.row.before = json.dumps(before)
            changed.append(line)
    Attendance.objects.bulk_update(changed, [*WRITTEN, "version", "updated_at"], batch_size=_BATCH)
