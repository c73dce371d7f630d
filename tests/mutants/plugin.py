"""Runs chosen tests, each once as the code is and once more for every mutant that it passes and nobody has caught.

A test's preparation is made once; its body runs in children of this process, which hold a copy of everything, the
database in memory too. So a mutant costs a fork and the body up to its first failure.
"""

import gc
import os
import time
from collections import Counter

import pytest
from django.db import connection
from django.urls import get_resolver

from . import source, switches, tables
from .children import ALIVE, fork, is_caught, run_as_it_is
from .equivalent import EQUIVALENT
from .memory import Memory

#: Which tests, those that catch most for least time first. The rest of the portal's tests say nothing about rights.
ORDER = (
    "tests/access/test_rights_by_hand.py",
    "tests/access/test_rights_of_pages.py",
    "tests/access/test_edges.py",
    "tests/access/test_permissions.py",
    "tests/access/test_visible_to.py",
    "tests/access/test_arrows.py",
    "tests/access/test_services.py",
    "tests/access/test_of_another_side.py",
    "tests/accounts",
    "tests/admin",
    "tests/common/test_access.py",
    "tests/common/test_middleware.py",
    "tests/common/test_busy_database.py",
    "tests/common/test_compressed_pages.py",
    "tests/defences/test_proxies.py",
    "tests/participants",
    "tests/recommendations",
    "tests/forums",
    "tests/reports",
    # It asks most and says least: of 448 mutants that the others had let pass it caught 5, in an hour.
    "tests/access/test_matrix.py",
    "tests/access/test_archive.py",
    "tests/access/test_two_worlds.py",
    "tests/access/test_offered.py",
)
WORKERS = int(os.environ.get("WORKERS", "2"))


class Mutants:
    """The pytest plugin: all mutants, or those whose name holds `only`, or what is `left`; `minutes` ends the run early.

    Three rounds over the tests: what is remembered is tried again; what is left is tried alone; what no test missed
    alone is tried together with a second check off, for it may be a mask.
    """

    def __init__(
        self,
        memory: Memory,
        *,
        only: str = "",
        left: bool = False,
        pairs: bool = False,
        sample: int = 0,
        minutes: float = 0,
    ):
        self.memory, self.only, self.left, self.pairs, self.sample = memory, only, left, pairs, sample
        self.alive: set[str] = set()
        self.reached: set[str] = set()
        self.caught_by: dict[str, str] = {}
        self.guarded: dict[str, str] = {}
        self.rounds = iter(())
        self.passed: dict[str, list[set[str]]] = {}
        self.began = time.monotonic()
        self.ends = self.began + minutes * 60 if minutes else float("inf")

    def pytest_configure(self, config):
        """One process only, so nobody else declares the marker that keeps tests of a kind with one worker."""
        config.addinivalue_line("markers", "xdist_group(name): run by one worker")

    def pytest_sessionstart(self, session):
        """In memory, so that each child has a database of its own."""
        connection.settings_dict["TEST"]["NAME"] = None

    def pytest_collection_modifyitems(self, items):
        """In the order above; without tests that need committed rows, threads, a browser or much time."""
        place = {path: number for number, path in enumerate(ORDER)}

        def rank(item):
            path = item.path.relative_to(source.ROOT).as_posix()
            return min((number for start, number in place.items() if path.startswith(start)), default=None)

        items[:] = sorted((item for item in items if rank(item) is not None and is_plain(item)), key=rank)

    def pytest_collection_finish(self, session):
        """All is loaded now: put the switches in."""
        from tests.access.test_arrows import TABLES

        assert get_resolver().url_patterns
        source.put_in()
        tables.put_in(TABLES)
        if not self.left:
            self.memory.learn(switches.MUTANTS)
        known = self.memory.caught if self.left else {}
        wanted = [name for name in switches.MUTANTS if self.only in name and name not in known]
        if self.sample:
            wanted = wanted[:: max(1, len(wanted) // self.sample)][: self.sample]
        self.alive = set(wanted) - set(EQUIVALENT)
        self.total = len(self.alive)
        known = {self.memory.caught[name][0] for name in self.alive & set(self.memory.caught)}
        again = [item for item in session.items if item.nodeid in known]
        self.rounds = iter(
            [self.again] * len(again)
            + [self.alone] * len(session.items) * (not self.pairs)
            + [self.together] * len(session.items)
        )
        session.items[:] = again + session.items * (1 if self.pairs else 2)
        # What is there now is shared with every child; looking for rubbish in it would copy it.
        gc.freeze()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        """Which round it is; nothing is prepared for a test that has nothing to do."""
        self.round = next(self.rounds)
        if not self.to_try(item.nodeid) or self.is_late():
            pytest.skip("nothing is left")

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        """The body of the test: as it is, then as each mutant."""
        test = pyfuncitem.nodeid
        if test not in self.passed:
            self.passed[test] = run_as_it_is(pyfuncitem)
            passed = set().union(*self.passed[test])
            self.reached |= passed
            self.memory.note_far(test, self.alive - passed)
        before = len(self.alive)
        count = sum(1 for _ in self.round(pyfuncitem))
        self.memory.save()
        if count:
            words = f" {before - len(self.alive)} of {count} {self.round.__name__} {pyfuncitem.name}"
            print(words, flush=True)  # noqa: T201  progress
        return True

    def is_late(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self.ends

    def to_try(self, test) -> set[str]:
        """Those that the test may still catch in this round; whether it passes them is another question."""
        known = {name for name, (by, _) in self.memory.caught.items() if by == test} & self.alive
        if self.round == self.again:
            return known
        near = {name for name in self.alive if not self.memory.is_far_from(test, name)}
        if self.round == self.alone:
            return {name for name in near if not self.memory.is_missed_by(test, name)}
        return near

    def again(self, pyfuncitem):
        """What this test caught the last time, alone or with a partner."""
        for name in sorted(self.to_try(pyfuncitem.nodeid)):
            partner = self.memory.caught[name][1]
            if partner:
                self.try_together(pyfuncitem, name, partner)
                yield name
        singles = [name for name in self.to_try(pyfuncitem.nodeid) if not self.memory.caught[name][1]]
        yield from self.try_alone(pyfuncitem, singles)

    def alone(self, pyfuncitem):
        """What is not caught yet, one at a time."""
        yield from self.try_alone(pyfuncitem, sorted(self.to_try(pyfuncitem.nodeid)))

    def together(self, pyfuncitem):
        """What no test missed alone, with each check beside it off too."""
        test, passed = pyfuncitem.nodeid, self.passed[pyfuncitem.nodeid]
        for name in sorted(self.to_try(test)):
            beside = set().union(*(together for together in passed if name in together)) - {name}
            for partner in sorted(filter(layer_of, beside), key=layer_of):
                known = self.memory.is_missed_by(test, f"{name} + {partner}")
                if not known and name in self.alive and not self.is_late():
                    self.try_together(pyfuncitem, name, partner)
                    yield name

    def try_alone(self, pyfuncitem, waiting):
        """Several children at a time; those that were caught are alive no more."""
        running, missed = {}, set()
        waiting = list(waiting)
        while waiting or running:
            while waiting and len(running) < WORKERS and not self.is_late():
                name = waiting.pop()
                running[fork(pyfuncitem, name)] = name
            if not running:
                break
            child, status = os.wait()
            name = running.pop(child)
            if status == ALIVE:
                missed.add(name)
            else:
                self.alive.remove(name)
                self.caught_by[name] = pyfuncitem.nodeid
                self.memory.note_caught(name, pyfuncitem.nodeid)
            yield name
        self.memory.note_missed(pyfuncitem.nodeid, missed)

    def try_together(self, pyfuncitem, name, partner):
        """Whether the test misses each of the two alone, and not both together."""
        test = pyfuncitem.nodeid
        if not is_caught(pyfuncitem, name, partner) or is_caught(pyfuncitem, partner):
            self.memory.note_missed(test, {f"{name} + {partner}"})
        elif is_caught(pyfuncitem, name):
            self.alive.remove(name)
            self.caught_by[name] = test
            self.memory.note_caught(name, test)
        else:
            self.alive.remove(name)
            self.guarded[name] = partner
            self.memory.note_caught(name, test, partner)

    def pytest_terminal_summary(self, terminalreporter):
        """The figures, and whoever is left with what he is."""
        say = terminalreporter.write_line
        kinds = Counter(kind_of(name) for name in [*self.caught_by, *self.guarded])
        missed = Counter(kind_of(name) for name in self.alive)
        for kind in sorted(kinds | missed):
            say(f"  {kind:<12} {kinds[kind]:>4} of {kinds[kind] + missed[kind]}")
        files = Counter(nodeid.partition("::")[0] for nodeid in self.caught_by.values())
        say("  caught by " + ", ".join(f"{path} {number}" for path, number in files.most_common()))
        for name in [] if self.is_late() else sorted(self.alive):
            say(f"  NOT CAUGHT ({'passed' if name in self.reached else 'passed by no test'}): {name}")
        for name in sorted(set(EQUIVALENT) - set(switches.MUTANTS)):
            say(f"  NO SUCH MUTANT in equivalent.py: {name}")
        minutes = (time.monotonic() - self.began) / 60
        if self.is_late():
            say("  NOT TO ITS END: the time was over before every test had been tried")
        say(f"mutants: {len(self.guarded)} doubly guarded: caught once the other guard is off too")
        say(
            f"mutants: {len(self.caught_by) + len(self.guarded)} caught of {self.total}, "
            f"{len(self.alive)} not caught; "
            f"{len(EQUIVALENT)} change nothing (tests/mutants/equivalent.py); {minutes:.1f} minutes"
        )


def layer_of(name) -> int:
    """Which layer a mutant takes away whole, the likeliest partner of a mask first; 0 if it is no layer."""
    layers = ("page ", "back office ", "arrow ", ".visible_to(", "has_perm(", "require(", "→ always yes")
    return next((number for number, words in enumerate(layers, start=1) if words in name), 0)


def kind_of(name):
    """The kind of a mutant: the first word, "code" for what stands in the code."""
    word = name.split()[0]
    return "code" if word.endswith(".py") else word


def is_plain(item):
    """Whether the test runs in one process on one connection."""
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        return False
    names = {mark.name for mark in item.iter_markers()}
    return not names & {"browser", "slow"} and not {"transactional_db", "live_server"} & set(
        item.fixturenames
    )
