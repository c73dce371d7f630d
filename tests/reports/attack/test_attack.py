"""Small counts under attack: all documents of a programme together (T4)."""

import os
import random

import pytest

from tests import factories
from tests.reports.attack.attacker import Found, attack
from tests.reports.attack.history import History

pytestmark = pytest.mark.django_db


def run(histories, record_property, acts=9):
    """So many histories, each attacked once it is over."""
    seed = int(os.environ["MUNTADA_TEST_SEED"])
    categories = [factories.CategoryFactory(code=code) for code in "abcde"]
    total, recovered = Found(), []
    for number in range(histories):
        rng = random.Random(f"{seed}-{number}")
        history = History(rng, categories[: rng.randint(2, 5)])
        history.go_on(acts)
        found, told = attack(history, rng)
        total += found
        recovered += [f"history {number}, limit {history.k}: {one}; {history.in_words()}" for one in told]
    record_property("T4 histories", histories)
    record_property("T4 tables", total.tables)
    record_property("T4 tables withheld", total.withheld)
    record_property("T4 lines", total.lines)
    record_property("T4 lines hidden", total.hidden)
    record_property("T4 small counts attacked", total.asked)
    record_property("T4 held to less than the limit's width", total.narrow)
    record_property("T4 recovered", total.exact)
    assert not recovered, "\n".join(recovered)


def test_no_small_count_follows_from_all_documents_together(record_property):
    run(25, record_property)


@pytest.mark.slow
def test_none_in_three_hundred_histories(record_property):
    run(300, record_property)
