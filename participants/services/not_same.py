"""That two entries are two people, so that they are not proposed again; and taking that back."""

from django.db import transaction
from django.db.models import Q

from common import audit
from participants.models import NotSame, Person
from participants.services.asking import programme_of, require


@transaction.atomic
def remember_not_same(*, actor, first: Person, second: Person) -> NotSame:
    """Record it, in whichever order the two are given; doing it twice changes nothing.

    Raises PermissionDenied, ValueError for one entry with itself.
    """
    _require(actor, first, second)
    if first.pk == second.pk:
        raise ValueError("One entry is the same as itself.")
    standing = _rows(first, second).first()
    if standing is not None:
        return standing
    older, younger = sorted((first, second), key=lambda one: one.pk)
    row, is_new = NotSame.objects.get_or_create(first=older, second=younger, defaults={"recorded_by": actor})
    if is_new:
        _log(actor, "participants.remember_not_same", first, second)
    return row


@transaction.atomic
def forget_not_same(*, actor, first: Person, second: Person) -> None:
    """Take it back, also where it was said of an entry that was merged into one of the two since.

    Raises PermissionDenied; where nothing is recorded nothing happens.
    """
    _require(actor, first, second)
    if _rows(first, second).delete()[0]:
        _log(actor, "participants.forget_not_same", first, second)


def are_not_same(first: Person, second: Person) -> bool:
    """Whether it is recorded of these two, or of those who were merged into them."""
    return _rows(first, second).exists()


def not_same_pairs(people=None) -> set[frozenset[int]]:
    """Pairs of primary keys of whom it is recorded, each as who it is today; among these people (primary keys) or all."""
    rows = NotSame.objects.all()
    if people is not None:
        rows = rows.filter(_one_of("first", people) & _one_of("second", people))
    heads = rows.values_list(
        *("first", "first__merged_into", "first__merged_into__merged_into"),
        *("second", "second__merged_into", "second__merged_into__merged_into"),
    )
    return {frozenset((row[2] or row[1] or row[0], row[5] or row[4] or row[3])) for row in heads}


def _one_of(name, people) -> Q:
    return (
        Q(**{f"{name}__in": people})
        | Q(**{f"{name}__merged_into__in": people})
        | Q(**{f"{name}__merged_into__merged_into__in": people})
    )


def _rows(first, second):
    one, other = first.ids_with_merged(), second.ids_with_merged()
    return NotSame.objects.filter(Q(first__in=one, second__in=other) | Q(first__in=other, second__in=one))


def _require(actor, *people) -> None:
    for person in people:
        require(actor, "participants.merge_persons", person)


def _log(actor, action, first, second) -> None:
    audit.append(
        actor=actor,
        action=action,
        subject=first,
        programme=programme_of(actor, first, "person", "w"),
        details={"second": second.public_id},
    )
