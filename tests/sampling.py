"""Which of many like tests and cases are run, chosen by the seed of the run; all of them in the full run."""

import os
import secrets
from collections import Counter
from pathlib import Path

from django.db import connection

SEED_NAME = "MUNTADA_TEST_SEED"
# At once: what is read before the run is configured may ask for its share. The same each time, so that a change is
# judged by what it changes; the full run, which looks for what nobody thought of, draws a new one.
os.environ.setdefault(SEED_NAME, str(secrets.randbelow(10**9)) if os.environ.get("FULL") else "1")
#: Folders of pages and services that write their own statements for no database: of their tests, in a plain run, every
#: second one asks SQLite and the others ask PostgreSQL. What commits, what is marked, and all other folders ask both.
HALVES = {"admin", "forums", "recommendations", "reports"}


def share(cases, every):
    """Every so many-th of the cases, from a place that the run's seed chooses; the seed is printed, so a failure comes again.

    All of them in the full run (`make test-full`) and for the mutants, which must not depend on luck.
    """
    cases = list(cases)
    if os.environ.get("FULL") or os.environ.get("FIRST_WRONG"):
        return cases
    return cases[int(os.environ[SEED_NAME]) % every :: every]


def take_turns(config, items):
    """Leave out those of the tests marked `turns(n)` whose turn it is not, file by file; on PostgreSQL twice as many. And of
    the folders `HALVES` those tests that the other database is asked.

    Which ones, the run's seed says. `TURNS` is set by `make test` alone, where nobody named the tests he wants.
    """
    is_second = connection.vendor == "postgresql"
    seed, factor = int(os.environ[SEED_NAME]), 2 if is_second else 1
    turns, halves, left_out = Counter(), Counter(), []
    for item in items:
        if marker := item.get_closest_marker("turns"):
            turns[item.path] += 1
            if (turns[item.path] + seed) % (marker.args[0] * factor):
                left_out.append(item)
        elif _is_halved(item):
            halves[item.path] += 1
            if (halves[item.path] + seed) % 2 != is_second:
                left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _is_halved(item) -> bool:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return folder in HALVES and item.get_closest_marker("once") is None and not commits(item)


def commits(item) -> bool:
    """Whether the test writes rows that stay."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames
