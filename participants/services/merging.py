"""Two entries of the directory become one, which somebody decides; nobody and nothing is merged by itself.

Undoing it: `unmerging.py`. That two entries are two people: `not_same.py`.
"""

import json
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.rights import programmes_where
from common import audit
from common.versions import save_if_current
from participants.models import Consent, Merge, NameKey, Person
from participants.models.persons import CONTACTS
from participants.movers import movers
from participants.services.asking import programme_of, programmes_of, require
from participants.services.merged_consents import settle_consents
from participants.services.not_same import are_not_same
from participants.services.people import NAMES

#: What of an entry is chosen where both have it; the source of the sex goes with the sex.
CHOSEN = (
    *NAMES,
    *("honorific", "category", "home_district", "languages"),
    *("sex", "age_band", "disability", "displacement"),
    *CONTACTS,
)


class MergeRefused(Exception):
    """It is not done. `reason`: same (one entry), closed (merged or erased), not_same (recorded as two people), clash
    (`words` say on which list both stand), beyond (they are used where the actor may not write), undone (already),
    later (a later merge hangs on it).
    """

    def __init__(self, reason: str, words: str = ""):
        super().__init__(reason)
        self.reason, self.words = reason, words


@transaction.atomic
def merge_persons(
    *,
    actor,
    keep: Person,
    absorb: Person,
    expected: int | None,
    expected_absorb: int | None,
    reason: str,
    take: Collection[str] = (),
) -> Merge:
    """Make one of two: all that points at `absorb` points at `keep` from now on; `absorb` keeps its own values.

    `expected` and `expected_absorb`: the versions of the entries that were looked at. `take`: which of CHOSEN are taken
    from `absorb`; what stands empty in `keep` is filled from it without being named. Whoever asked to be called by a
    woman under either entry is. Consents: `merged_consents.py`.
    Raises PermissionDenied for people whom the actor does not see, MergeRefused, StaleVersion, ValidationError without a
    reason.
    """
    if unknown := set(take) - set(CHOSEN):
        raise TypeError(f"These fields of a person are not chosen here: {sorted(unknown)}")
    keep, absorb = locked(keep, absorb)
    for person in (keep, absorb):
        require(actor, "participants.merge_persons", person)
    if not reason.strip():
        raise ValidationError({"reason": _("Please write the reason.")})
    _require_mergeable(actor, keep, absorb)
    merge = Merge(
        kept=keep,
        absorbed=absorb,
        reason=reason.strip(),
        programme=programme_of(actor, keep, "person", "w"),
        programmes=sorted(map(str, programmes_of(absorb))),
        merged_by=actor,
    )
    values = _values(keep, absorb, set(take))
    merge.replaced = json.dumps({name: [getattr(keep, name), value] for name, value in values.items()})
    merge.consents = settle_consents(keep, absorb)
    merge.moved = _move(keep, absorb, merge.consents["left"])
    _write(keep, values, expected)
    absorb.merged_into = keep
    save_if_current(absorb, expected=expected_absorb, fields=["merged_into"])
    merge.save(force_insert=True)
    audit.append(
        actor=actor,
        action="participants.merge_persons",
        subject=keep,
        programme=merge.programme,
        details={
            "absorbed": absorb.public_id,
            "merge": merge.public_id,
            "moved": {key: len(rows) for key, rows in merge.moved.items()},
            "fields": sorted(values),
            **{f"consents_{name}": len(rows) for name, rows in merge.consents.items()},
        },
    )
    return merge


def locked(*people) -> list[Person]:
    """The entries as they stand now, with contacts; on SQLite the transaction itself is the lock."""
    keys = {person.pk for person in people}
    rows = {
        row.pk: row for row in Person._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    return [rows[person.pk] for person in people]


def _require_mergeable(actor, keep, absorb) -> None:
    if keep.pk == absorb.pk:
        raise MergeRefused("same")
    if any(person.erased_at or person.merged_into_id for person in (keep, absorb)):
        raise MergeRefused("closed")
    # Before anything is looked at: no later refusal may speak of what the actor does not see.
    if not keep.programme_ids | absorb.programme_ids <= programmes_where(actor, "person", "w"):
        raise MergeRefused("beyond")
    if are_not_same(keep, absorb):
        raise MergeRefused("not_same")
    for mover in movers().values():
        if words := mover.clash(keep, absorb):
            raise MergeRefused("clash", words)


def _values(keep, absorb, take) -> dict:
    """Column → what is put into the entry that stays."""
    found = {}
    for name in CHOSEN:
        column = Person._meta.get_field(name).attname
        mine, other = getattr(keep, column), getattr(absorb, column)
        if other and other != mine and (name in take or not mine):
            found[column] = other
            if name == "sex":
                found["sex_source"] = absorb.sex_source
    if absorb.prefers_woman_caller and not keep.prefers_woman_caller:
        found["prefers_woman_caller"] = True
    return found


def _move(keep, absorb, left) -> dict[str, list[int]]:
    """Point the rows at the entry that stays; their primary keys by `Mover.key`."""
    moved = {}
    for key, mover in movers().items():
        rows = mover.rows_of(absorb)
        if mover.model is Consent:
            rows = rows.exclude(pk__in=left)
        if keys := sorted(rows.values_list("pk", flat=True)):
            mover.model._base_manager.filter(pk__in=keys).update(**{mover.field: keep})
            moved[key] = keys
    return moved


def _write(keep, values, expected) -> None:
    for name, value in values.items():
        setattr(keep, name, value)
    keep.refold()
    save_if_current(keep, expected=expected, fields=[*values, "folded", "folded_bare"])
    NameKey.objects.renew([keep])
