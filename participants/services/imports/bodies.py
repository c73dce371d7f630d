"""Sheets of institutions, for whoever writes them or keeps the lists: known by their codes, else by a name or spelling."""

from django.core.exceptions import PermissionDenied
from rapidfuzz import fuzz, process

from common.arabic import fold, fold_bare
from participants.models import ImportRow, Institution
from participants.services.imports.bodies_columns import FIELDS, BodyReader
from participants.services.imports.bodies_undoing import take_back_bodies
from participants.services.imports.bodies_writing import changes_of, write_bodies
from participants.services.imports.cells import Problem
from participants.services.imports.kinds import Finding, Meant, Staying
from participants.services.imports.remembering import remembered_targets

Verdict = ImportRow.Verdict
#: Likeness of a name from which a body may be meant by it.
_LIKE, _MOST = 88, 4


class BodyKind:
    """See `kinds.Kind`."""

    fields = FIELDS
    hidden: frozenset[str] = frozenset()
    titles = ("name_ar", "code", "name_en")

    def require(self, *, actor, sheet) -> None:
        """Whoever writes institutions or keeps the lists."""
        if not actor.has_perm("participants.import_institutions"):
            raise PermissionDenied("participants.import_institutions")

    def read(self, *, actor, sheet, rows):
        """By the bodies as they are now."""
        reader = BodyReader(rows)
        return [reader.read(cells) for cells in rows]

    def look(self, *, actor, sheet, rows, step):
        """By code, else by name; of a name that is nearly one that is known somebody decides."""
        reader = BodyReader(rows)
        readings = [reader.read(cells) for cells in rows]
        step(len(rows) // 2)
        finder = _Finder(reader.bodies, remembered_targets(sheet=sheet))
        return [finder.find(place, values, wrong) for place, (values, wrong) in enumerate(readings)]

    def write(self, *, actor, sheet, planned):
        """New bodies first; then parents, which may be among them; then what changes."""
        write_bodies(planned)

    def take_back(self, *, actor, sheet, rows) -> list[Staying]:
        """Bodies that nothing points at go; what was changed is put back."""
        return take_back_bodies(rows)

    def names_of(self, *, user, ids):
        """With their codes."""
        rows = Institution.objects.filter(public_id__in=list(ids))
        return {str(row.public_id): (row.name, row.code) for row in rows}


class _Finder:
    """Which body a row is."""

    def __init__(self, bodies, remembered):
        self.bodies, self.remembered = bodies, remembered
        self.by_code = {body.code.casefold(): body for body in bodies}
        self.by_id = {body.public_id: body for body in bodies}
        self.by_key: dict[str, dict] = {}
        for body in bodies:
            for key in body.folded.split("\n"):
                self.by_key.setdefault(key, {})[body.pk] = body
        self.by_key.pop("", None)
        self.seen: dict[str, int] = {}

    def find(self, place, values, problems):
        """The finding of a row."""
        if problems:
            return Finding(Verdict.WRONG, problems=problems)
        code, name = values.get("code", ""), values.get("name_ar", "")
        twins = [
            self.seen.setdefault(key, place) for key in (code.casefold(), f"={fold(name)}") if key.strip("=")
        ]
        twin = next((one for one in twins if one != place), None)
        if twin is not None:
            return Finding(Verdict.DOUBTFUL, twin=twin)
        body = self.by_id.get(self.remembered.get(place)) or self.by_code.get(code.casefold())
        named = self.by_key.get(fold(name)) or self.by_key.get(fold_bare(name)) or {}
        if body is None and not code and len(named) == 1:
            body = next(iter(named.values()))
        if body is not None:
            changes = changes_of(body, values)
            verdict = Verdict.CHANGED if changes else Verdict.UNCHANGED
            return Finding(verdict, changes=changes, target=body.public_id, seen=body.version)
        meant = self._like(name, named)
        if meant:
            return Finding(Verdict.DOUBTFUL, meant=meant)
        if not name:
            return Finding(Verdict.WRONG, problems=[Problem("name_ar", "missing")])
        return Finding(Verdict.NEW)

    def _like(self, name, named):
        if named:
            return [Meant(str(body.public_id), 100.0, "same name") for body in named.values()]
        near = process.extract(
            fold(name), self.by_key.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_MOST
        )
        found = {}
        for key, score, _place in near:
            for body in self.by_key[key].values():
                found.setdefault(body.pk, Meant(str(body.public_id), score, "similar spelling"))
        return list(found.values())[:_MOST]
