"""Institutions of a sheet, all together: entered and changed. Taken back: `bodies_undoing.py`."""

import json

from django.utils import timezone

from common.arabic import fold
from participants.models import ImportRow, Institution, InstitutionName
from participants.services.imports.kinds import Change, Planned
from participants.services.imports.persons import Overtaken, Undecided
from participants.services.institutions import matching_keys, next_codes

Act = ImportRow.Act
WORDS = ("name_ar", "name_en", "kind", "public_contact")
_BATCH = 500


def changed_words(body, values) -> list[str]:
    """A name is another one where the code says which body is meant; else it is what the body was known by."""
    by_code = values.get("code", "").casefold() == body.code.casefold()
    return [
        name
        for name in WORDS
        if values.get(name) and values[name] != getattr(body, name) and (by_code or name != "name_ar")
    ]


def changes_of(body, values) -> list[Change]:
    """What the row would change in it; an empty cell changes nothing, spellings are added only."""
    found = [Change(name, getattr(body, name), values[name]) for name in changed_words(body, values)]
    parent = values.get("parent")
    by_pk = parent and not isinstance(parent, str)
    old_parent = body.parent.code if body.parent_id else ""
    if parent and (parent.code if by_pk else parent).casefold() != old_parent.casefold():
        found.append(Change("parent", old_parent, parent.code if by_pk else parent))
    place = values.get("place")
    if place and place.pk != body.place_id:
        found.append(Change("place", body.place.code if body.place_id else "", place.code))
    if new := _new_spellings(body, values):
        found.append(Change("spellings", "", "، ".join(new)))
    return found


def write_bodies(planned: list[Planned]) -> None:
    """New ones first; then parents, which may be among them; then what changes. Raises Overtaken."""
    new = [plan for plan in planned if plan.is_new]
    known = [plan for plan in planned if not plan.is_new]
    if Institution.objects.filter(code__in=[plan.values.get("code", "") for plan in new]).exists():
        raise Overtaken
    numbers = iter(next_codes(sum(not plan.values.get("code") for plan in new)))
    made = [_new_body(plan.values, plan.values.get("code") or next(numbers)) for plan in new]
    Institution.objects.bulk_create(made, batch_size=_BATCH)
    names = [
        _spelling(body, text)
        for plan, body in zip(new, made, strict=True)
        for text in plan.values["spellings"]
    ]
    InstitutionName.objects.bulk_create(names, batch_size=_BATCH)
    bodies = locked_bodies({plan.row.target for plan in known})
    for plan in known:
        body = bodies.get(plan.row.target)
        if body is None or body.version != plan.row.seen:
            raise Overtaken
    by_code = {body.code.casefold(): body for body in Institution.objects.all()}
    with_parents = []
    for plan, body in zip(new, made, strict=True):
        plan.row.act, plan.row.target, plan.row.seen = Act.CREATED, body.public_id, body.version
        parent = _parent(plan.values, by_code)
        if parent is not None:
            body.parent = parent
            with_parents.append(body)
    Institution.objects.bulk_update(with_parents, ["parent"], batch_size=_BATCH)
    _change(known, bodies, by_code)
    _require_tree([*new, *known], [*made, *(bodies[plan.row.target] for plan in known)])


def _new_spellings(body, values):
    known = {name.text for name in body.names.all()}
    return [text for text in dict.fromkeys(values.get("spellings", ())) if text not in known]


def _new_body(values, code):
    fields = {name: values[name] for name in WORDS if values.get(name)}
    body = Institution(code=code, place=values.get("place"), **fields)
    body.folded = matching_keys(body.name_ar, body.name_en, *values["spellings"])
    return body


def _spelling(body, text):
    return InstitutionName(institution=body, text=text, folded=fold(text)[:200])


def locked_bodies(targets) -> dict:
    """public id → body with its names, held until the transaction ends."""
    rows = Institution.objects.select_for_update(of=("self",), no_key=True).filter(public_id__in=targets)
    return {body.public_id: body for body in rows.order_by("pk").prefetch_related("names")}


def _parent(values, by_code):
    parent = values.get("parent")
    return by_code.get(parent.casefold()) if isinstance(parent, str) else parent


def _change(known, bodies, by_code) -> None:
    changed: dict[int, Institution] = {}
    added: dict[int, list[str]] = {}
    for plan in known:
        body, values = bodies[plan.row.target], plan.values
        before = {name: getattr(body, name) for name in changed_words(body, values)}
        for name in before:
            setattr(body, name, values[name])
        for name, row in (("parent_id", _parent(values, by_code)), ("place_id", values.get("place"))):
            if row is not None and row.pk != getattr(body, name):
                before[name] = getattr(body, name)
                setattr(body, name, row.pk)
        new = [text for text in _new_spellings(body, values) if text not in added.get(body.pk, ())]
        if new:
            before["spellings"] = new
            added.setdefault(body.pk, []).extend(new)
        if before:
            plan.row.act, plan.row.before = Act.CHANGED, json.dumps(before)
            changed[body.pk] = body
    for body in changed.values():
        refold(body, [*(name.text for name in body.names.all()), *added.get(body.pk, ())])
    for plan in known:
        plan.row.seen = bodies[plan.row.target].version
    InstitutionName.objects.bulk_create(
        [_spelling(body, text) for pk, body in changed.items() for text in added.get(pk, ())],
        batch_size=_BATCH,
    )
    save_bodies(changed.values())


def _require_tree(planned, bodies) -> None:
    """Raise Undecided where something would be a part of itself, by whatever way."""
    above = dict(Institution.objects.values_list("pk", "parent_id"))
    for plan, body in zip(planned, bodies, strict=True):
        seen, at = set(), body.pk
        while at is not None:
            if at in seen:
                raise Undecided("loop", plan.row.place)
            seen.add(at)
            at = above.get(at)


def refold(body, spellings) -> None:
    """Its key for matching and its version, of names as they are now."""
    body.folded = matching_keys(body.name_ar, body.name_en, *spellings)
    body.version += 1
    body.updated_at = timezone.now()


def save_bodies(bodies) -> None:
    """What an import may have changed in them."""
    Institution.objects.bulk_update(
        bodies, [*WORDS, "parent", "place", "folded", "version", "updated_at"], batch_size=_BATCH
    )
