"""Small counts under attack: all documents of a programme together (T4)."""

import os
import random
from collections import Counter

import pytest

from reports.projection.period import people
from tests import factories
from tests.reports.attack.attacker import Found, attack
from tests.reports.attack.history import History
from tests.reports.attack.persons import KEYS, Period, equations_of, targets_of

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
    return recovered


def attack_periods(periods, record_property):
    """So many programmes whose people come again, each attacked once it was told of."""
    seed = int(os.environ["MUNTADA_TEST_SEED"])
    recovered, tables, asked, once = [], Counter(), 0, Counter()
    for number in range(periods):
        rng = random.Random(f"{seed}-persons-{number}")
        period = Period(rng, f"P{number:05d}")
        period.tell()
        equations, told = equations_of(period)
        tables += told
        for _forum, figures in period.told:
            if "persons" in figures:
                once["withheld" if figures["persons"] is None else "told"] += 1
        solved, targets = equations.solve(), list(targets_of(period))
        for name, unknowns, amount in rng.sample(targets, min(len(targets), 40)):
            low, high = solved.whole_bounds(unknowns)
            assert low <= amount <= high, f"{name} is {amount}, not in {low} … {high}"
            asked += 1
            if low == high:
                recovered.append(f"period {number}: {name} = {amount}; {period.in_words()}")
    record_property("T4 periods with persons", periods)
    for name in KEYS:
        told, withheld = tables[name, "told"], tables[name, "withheld"]
        record_property(f"T4 tables of a period by {name}", told + withheld)
        record_property(f"T4 of them withheld, by {name}", withheld)
    record_property("T4 persons each once, told", once["told"])
    record_property("T4 persons each once, withheld", once["withheld"])
    record_property("T4 small groups of a period attacked", asked)
    record_property("T4 small groups of a period recovered", len(recovered))
    return recovered


def test_nobody_who_came_again_or_came_only_there_follows_from_a_period(record_property):
    recovered = attack_periods(12, record_property)
    assert not recovered, "\n".join(recovered)


@pytest.mark.slow
def test_nobody_does_in_two_hundred_periods(record_property):
    recovered = attack_periods(200, record_property)
    assert not recovered, "\n".join(recovered)


def test_the_attacker_finds_them_where_the_rule_is_not_kept(monkeypatch):
    monkeypatch.setattr(people, "apart_from_forums", lambda *_given: True)
    assert attack_periods(12, lambda _name, _value: None)


def test_no_small_count_follows_from_all_documents_together(record_property):
    recovered = run(25, record_property)
    assert not recovered, "\n".join(recovered)


def test_the_attacker_finds_some_where_a_period_does_not_look_at_its_forums(monkeypatch):
    for name in ("rest_survives", "table_survives"):
        monkeypatch.setattr(people, name, lambda *_given: True)
    assert run(25, lambda _name, _value: None)


@pytest.mark.slow
def test_none_in_three_hundred_histories(record_property):
    recovered = run(300, record_property)
    assert not recovered, "\n".join(recovered)
