"""Undoing a merge: each row that moved goes back, what came since stays, and the entries have their own values again."""

import json

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.rights import programmes_where
from common import audit
from participants.models import Merge, NameKey, Person
from participants.movers import movers
from participants.privacy import name_of
from participants.services.asking import programme_of, require, those_programmes
from participants.services.merged_consents import part_consents
from participants.services.merging import MergeRefused, locked


def merges_seen(*, user, people: list[Person]) -> list[Merge]:
    """The merges into these that stand, newest first, as far as the reader sees all that the other stood in.

    Each carries the other's `name`, and whether it `may_be_undone` by this reader.
    """
    rows = Merge.objects.filter(kept__in=people, undone_at__isnull=True).select_related(
        "absorbed", "merged_by"
    )
    rows = rows.defer("replaced", "absorbed__phone", "absorbed__email", "absorbed__notes")
    merges, may = list(rows.order_by("-pk")), {}
    for person in people if merges else ():
        may[person.pk] = user.has_perm("participants.merge_persons", person)
    known = {str(one): pk for one, pk in those_programmes({one for row in merges for one in row.programmes})}
    mine, written = programmes_where(user, "person", "r"), programmes_where(user, "person", "w")
    seen = []
    for merge in merges:
        needed = {known[one] for one in merge.programmes if one in known}
        if needed <= mine:
            merge.name = name_of(merge.absorbed)
            merge.may_be_undone = needed <= written and may[merge.kept_id]
            seen.append(merge)
    return seen


def covers(user, merge: Merge, letter: str) -> bool:
    """Whether the reader holds the letter for people in every programme in which the absorbed person stood."""
    needed = {pk for _public_id, pk in those_programmes(merge.programmes)}
    return needed <= programmes_where(user, "person", letter)


@transaction.atomic
def undo_merge(*, actor, merge: Merge) -> Merge:
    """Part the two again. Rows that were added to the kept entry since stay with it; so do values written since.

    Merges are undone in order, the latest first. Raises PermissionDenied, MergeRefused (undone, closed where one of the
    two was erased since, later).
    """
    merge = Merge.objects.get(pk=merge.pk)
    kept, absorbed = locked(merge.kept, merge.absorbed)
    require(actor, "participants.merge_persons", _head(kept))
    if not covers(actor, merge, "w"):
        raise PermissionDenied("participants.merge_persons")
    _require_undoable(actor, merge, kept, absorbed)
    now = timezone.now()
    if not Merge.objects.filter(pk=merge.pk, undone_at__isnull=True).update(
        undone_at=now, undone_by=actor, replaced=""
    ):
        raise MergeRefused("undone")
    programme = programme_of(actor, kept, "person", "w")
    counts = {key: _back(key, rows, kept, absorbed) for key, rows in merge.moved.items()}
    part_consents(kept, absorbed, merge.consents)
    fields = _restore(kept, json.loads(merge.replaced or "{}"))
    absorbed.merged_into = None
    _save(absorbed, ["merged_into"], now)
    merge.refresh_from_db()
    audit.append(
        actor=actor,
        action="participants.undo_merge",
        subject=kept,
        programme=programme,
        details={
            "absorbed": absorbed.public_id,
            "merge": merge.public_id,
            "moved": counts,
            "fields": fields,
        },
    )
    return merge


def _require_undoable(actor, merge, kept, absorbed) -> None:
    if merge.undone_at:
        raise MergeRefused("undone")
    if kept.erased_at or absorbed.erased_at:
        raise MergeRefused("closed")
    hanging = Merge.objects.filter(Q(kept=kept) | Q(absorbed=kept), undone_at__isnull=True, pk__gt=merge.pk)
    if later := list(hanging):
        # A later one that the actor does not see is not spoken of.
        raise MergeRefused("later" if all(covers(actor, one, "r") for one in later) else "beyond")


def _head(person) -> Person:
    while person.merged_into_id:
        person = person.merged_into
    return person


def _back(key, rows, kept, absorbed) -> int:
    """How many went back; those that are gone since do not."""
    mover = movers()[key]
    found = mover.model._base_manager.filter(pk__in=rows, **{mover.field: kept})
    return found.update(**{mover.field: absorbed})


def _restore(kept, replaced) -> list[str]:
    """What the merge put there becomes what it was before, unless somebody wrote it since; names of the fields."""
    fields = [name for name, (_before, put) in replaced.items() if getattr(kept, name) == put]
    # A sex and how it is known belong together.
    if not {"sex", "sex_source"} <= set(fields):
        fields = [name for name in fields if name not in {"sex", "sex_source"}]
    for name in fields:
        setattr(kept, name, replaced[name][0])
    if not kept.name_ar and not kept.known_as:
        fields = [name for name in fields if name not in {"name_ar", "known_as"}]
        for name in {"name_ar", "known_as"} & set(replaced):
            setattr(kept, name, replaced[name][1])
    kept.refold()
    _save(kept, [*fields, "folded", "folded_bare"], timezone.now())
    NameKey.objects.renew([kept])
    return sorted(fields)


def _save(person, fields, now) -> None:
    values = {name: getattr(person, name) for name in fields}
    Person._base_manager.filter(pk=person.pk).update(**values, version=F("version") + 1, updated_at=now)
