"""What hangs on a programme: found by following foreign keys, so that a model that is added later goes with it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from common.checks import OUR_APPS
from common.sealed_files import sealed_models
from forums.models import Acknowledgement, Attendance, Programme, Standing
from participants.models import FocalPoint, Person
from recommendations.models import Attachment
from reports.models import Report
from reports.services.files import pdf_path

#: Keys that may be empty and by which a row hangs on another all the same.
FOLLOWED = {(Attachment, "letter"), (Attachment, "evidence")}
#: By what people stand in a programme.
_STANDS = (Attendance, Acknowledgement, Standing)
#: So many keys in one question: databases limit them.
_AT_ONCE = 500

Rows = dict[type, set[int]]


@dataclass(frozen=True)
class Findings:
    """Primary keys by model, of what goes; the released reports of which number, hash and dates stay; the files."""

    programme: Programme
    rows: Rows
    reports: list[int]
    files: tuple[Path, ...]

    def count(self, label: str) -> int:
        """How many rows of a model («forums.Forum») go."""
        return len(self.rows.get(apps.get_model(label), ()))

    @property
    def counts(self) -> dict[str, int]:
        """Model → number, of all that go."""
        return {model._meta.label: len(keys) for model, keys in sorted(self.rows.items(), key=_label) if keys}


def find_programme(programme: Programme) -> Findings:
    """Look for all of it; changes nothing."""
    released = Q(released_at__isnull=False, audience__in=[Report.Audience.DONOR, Report.Audience.PUBLIC])
    kept = list(Report.objects.filter(released, programme=programme).values_list("pk", flat=True))
    rows = hanging_on({Programme: {programme.pk}}, without={Report: set(kept)})
    people = _only_here(rows)
    if people:
        rows = hanging_on({Programme: {programme.pk}, Person: people}, without={Report: set(kept)})
    del rows[Programme]
    reports = Report.objects.filter(programme=programme).exclude(file_name="")
    files = [pdf_path(name) for name in reports.values_list("file_name", flat=True)]
    for model in sealed_models():
        sealed = model._base_manager.filter(pk__in=rows.get(model, ()))
        files += [Path(settings.MEDIA_ROOT) / name for name in sealed.values_list("name", flat=True)]
    return Findings(programme, rows, kept, tuple(files))


def hanging_on(start: Rows, *, without: Rows) -> Rows:
    """`start` and all rows that cannot be without it: whose key to it, or to one of those, may not be empty."""
    found: Rows = defaultdict(set)
    waiting = list(start.items())
    while waiting:
        model, keys = waiting.pop()
        keys = keys - found[model] - without.get(model, set())
        if not keys:
            continue
        found[model] |= keys
        for child, field in _keys_to(model):
            if not field.null or (child, field.name) in FOLLOWED:
                waiting.append((child, _pointing(child, field, keys)))
    return dict(found)


def pointing_from_outside(rows: Rows) -> Iterator[tuple[type, str, set[int]]]:
    """(model, field, primary keys) of rows that stay and whose key to something that goes has to be emptied."""
    for model, keys in rows.items():
        for child, field in _keys_to(model):
            if field.null and (outside := _pointing(child, field, keys) - rows.get(child, set())):
                yield child, field.name, outside


def in_batches(keys: set[int]) -> Iterator[list[int]]:
    """The keys in lists that a database takes at once."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _keys_to(model):
    """(model, field) of each key of ours that points to the model, those of the tables of many-to-many among them."""
    for relation in model._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if points_here and not relation.concrete and relation.related_model._meta.app_label in OUR_APPS:
            yield relation.related_model, relation.field


def _pointing(child, field, keys) -> set[int]:
    found: set[int] = set()
    for some in in_batches(keys):
        rows = child._base_manager.filter(**{f"{field.name}__in": some})
        found.update(rows.values_list("pk", flat=True))
    return found


def _only_here(rows: Rows) -> set[int]:
    """People who stand in this programme and in nothing else; who were merged stay or go together."""
    here: set[int] = set()
    for model in _STANDS:
        found = model._base_manager.filter(pk__in=rows.get(model, ()), person__isnull=False)
        here.update(found.values_list("person_id", flat=True))
    groups = {frozenset(_merged_with(key)) for key in here}
    return {key for group in groups if not _stands_elsewhere(group, rows) for key in group}


def _merged_with(key) -> set[int]:
    group: set[int] = set()
    new = {key}
    while new:
        group |= new
        near = Person._base_manager.filter(Q(merged_into__in=new) | Q(pk__in=new))
        pairs = near.values_list("pk", "merged_into_id")
        new = {one for pair in pairs for one in pair if one is not None} - group
    return group


def _stands_elsewhere(group, rows) -> bool:
    if FocalPoint.objects.filter(person__in=group).exists():
        return True
    return any(
        _pointing(model, model._meta.get_field("person"), group) - rows.get(model, set()) for model in _STANDS
    )


def _label(item):
    return item[0]._meta.label
