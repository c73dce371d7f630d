"""Attendance sheets as a kind of sheet: who is meant by each row, and what it says of the list as it stands."""

from django.core.exceptions import PermissionDenied

from forums.models import Attendance, Forum
from forums.services.list_import.columns import FIELDS, ListReader
from forums.services.list_import.undoing import take_back_lines
from forums.services.list_import.writing import WRITTEN, changed_in, last_lines, with_last, write_lines
from participants.models import ImportRow
from participants.privacy import name_of
from participants.services.imports.cells import Problem
from participants.services.imports.kinds import Change, Finding
from participants.services.imports.matching import match_rows
from participants.services.imports.people import names_of_people
from participants.services.imports.people_columns import shown_name
from participants.services.imports.persons import known_people
from participants.services.imports.remembering import remembered_rows

Verdict = ImportRow.Verdict


class AttendanceKind:
    """See `participants.services.imports.kinds.Kind`."""

    fields = FIELDS
    hidden: frozenset[str] = frozenset()
    titles = ("name_ar", "known_as", "name_en")

    def require(self, *, actor, sheet) -> None:
        """Whoever writes these minutes, as long as they are open."""
        minutes = forum_of(sheet).minutes
        if not actor.has_perm("forums.write_minutes", minutes) or not minutes.is_open:
            raise PermissionDenied("forums.write_minutes")

    def read(self, *, actor, sheet, rows):
        """By the lists as they are now."""
        reader = ListReader()
        return [reader.read(cells) for cells in rows]

    def look(self, *, actor, sheet, rows, step):
        """Who is meant; who is on the list already; what the last time says where the row says nothing."""
        readings = self.read(actor=actor, sheet=sheet, rows=rows)
        step(len(rows) // 2)
        names = ["" if problems else shown_name(values) for values, problems in readings]
        matches = match_rows(user=actor, names=names, remembered=remembered_rows(user=actor, sheet=sheet))
        people = known_people({match.pk for match in matches if match.pk})
        forum = forum_of(sheet)
        lines = {line.person_id: line for line in lines_of(forum)}
        last = last_lines(user=actor, people=set(people) - set(lines))
        findings = []
        for (values, problems), match in zip(readings, matches, strict=True):
            person, line = people.get(match.pk), lines.get(match.pk)
            if problems:
                findings.append(Finding(Verdict.WRONG, problems=problems))
            elif line is not None:
                changes = changed_in(line, values)
                verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
                findings.append(
                    Finding(
                        verdict,
                        changes=[
                            Change(name, _code(getattr(line, name)), _code(values[name])) for name in changes
                        ],
                        person_id=match.pk,
                        target=line.public_id,
                        seen=line.version,
                    )
                )
            elif match.is_doubtful:
                findings.append(_asked(values, meant=match.meant, twin=match.twin, like=match.like))
            elif person is not None:
                filled = with_last(values, person, last.get(person.pk))
                known = {"person_id": person.pk, "target": person.public_id, "seen": person.version}
                findings.append(_asked(filled, verdict=Verdict.NEW, **known))
            else:
                findings.append(_asked(values, verdict=Verdict.NEW))
        return findings

    def write(self, *, actor, sheet, planned):
        """See `writing`."""
        write_lines(actor=actor, forum=forum_of(sheet), planned=planned)

    def take_back(self, *, actor, sheet, rows):
        """See `undoing`."""
        return take_back_lines(actor=actor, forum=forum_of(sheet), rows=rows)

    def names_of(self, *, user, ids):
        """Of people, and of lines by their people."""
        ids = list(ids)
        found = names_of_people(user=user, ids=ids)
        lines = Attendance.objects.visible_to(user).filter(public_id__in=ids).select_related("person")
        return found | {str(line.public_id): (name_of(line.person), line.post) for line in lines}


def forum_of(sheet) -> Forum:
    """The forum of the sheet, with its minutes. Raises PermissionDenied for one that is gone."""
    forum = Forum.objects.filter(public_id=sheet.forum).select_related("minutes", "programme").first()
    if forum is None:
        raise PermissionDenied("forums.write_minutes")
    forum.minutes.forum = forum
    return forum


def lines_of(forum):
    """The list as it stands."""
    lists = [name for name in WRITTEN if Attendance._meta.get_field(name).is_relation]
    return forum.attendances.kept().select_related(*lists)


def _asked(values, *, verdict=Verdict.DOUBTFUL, **known) -> Finding:
    """A line without a category is wrong, whoever is meant; of a doubtful one the last time may know it."""
    if verdict == Verdict.NEW and not values.get("category"):
        return Finding(Verdict.WRONG, problems=[Problem("category", "category")])
    return Finding(verdict, **known)


def _code(value) -> str:
    return str(getattr(value, "code", value) or "")
