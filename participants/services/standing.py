"""Which of some people stand in a programme: those of `Person.objects.standing_in`, by questions that a database plans once.

Asked of each row, as that one does, it takes a fifth of a millisecond a person on PostgreSQL; a page asks of a few, a sheet of thousands.
"""

from collections.abc import Iterable

from common.prepared import Prepared
from participants.models import Person
from participants.models.standing import MERGED_DEPTH, STANDS_BY

_AT_ONCE = 1024


def those_standing(keys: Iterable[int], programmes: Iterable[int]) -> set[int]:
    """Of these people (primary keys) those who stand in one of the programmes, or into whom somebody was merged who does."""
    listed, found = sorted(keys), set()
    for start in range(0, len(listed), _AT_ONCE):
        found |= _those_standing(listed[start : start + _AT_ONCE], list(programmes))
    return found


def _those_standing(keys, programmes):
    #: who stands behind whom: those asked for, and who was merged into them
    heads = {pk: pk for pk in keys}
    asked, found = keys, set()
    for depth in range(MERGED_DEPTH + 1):
        found |= {heads[pk] for (pk,) in _standing(people=asked, programmes=programmes)}
        missing = [pk for pk in asked if heads[pk] not in found]
        if not missing or depth == MERGED_DEPTH:
            break
        merged = _merged_into(people=missing)
        heads |= {pk: heads[into] for pk, into in merged}
        asked = [pk for pk, _into in merged]
    return found


@Prepared
def _standing(people, programmes):
    rows = [
        Person._meta.get_field(relation)
        .related_model.objects.filter(**{"person__in": people, f"{path}__in": programmes})
        .order_by()
        .values_list("person")
        for relation, path in STANDS_BY.items()
    ]
    return rows[0].union(*rows[1:])


@Prepared
def _merged_into(people):
    return Person.objects.filter(merged_into__in=people).values_list("pk", "merged_into")
