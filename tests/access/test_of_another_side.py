"""What a reader does with a thing of his own side, his like of the other side finds absent.

The matrix says the same, and of everybody; here nothing is said of who may on the own side, so that a page which looks
for the thing among all, and asks for the right alone, is told from one that does both.
"""

import pytest

from . import matrix
from .test_matrix import ADDRESSES, GROUPS, ask, business_counts, cases

pytestmark = pytest.mark.once
LIKE = {"staff": "foreign_staff", "manager": "foreign_manager", "reviewer": "foreign_reviewer"}


def first_that_may(name, subjects):
    """(method, reader, object, row) of each method: the first on the own side who is let in where his like is not."""
    found = {case[:3]: case[3] for case in cases(name, subjects)}
    taken = {}
    for (method, reader, subject), row in found.items():
        if reader not in LIKE or not subject.startswith("own.") or method in taken or row.expect == "404":
            continue
        if found[method, LIKE[reader], subject].expect == "404":
            taken[method] = method, reader, subject, row
    return taken.values()


@pytest.mark.parametrize("group", GROUPS)
def test_the_like_of_the_other_side_finds_nothing(whole_scene, as_role, group):
    wrong = []
    for name in GROUPS[group]:
        subjects = matrix.objects(matrix.kind_of(name, ADDRESSES[name]), whole_scene)
        for method, reader, subject, row in first_that_may(name, subjects):
            path = matrix.path_of(name, ADDRESSES[name], subjects[subject])
            ask(as_role(reader), method, path, row, business_counts())
            _answer, outcome, changed = ask(as_role(LIKE[reader]), method, path, row, business_counts())
            if outcome != "404" or changed:
                wrong.append(f"{method} {path} {LIKE[reader]}: {outcome} {sorted(changed)}")
    assert wrong == []
