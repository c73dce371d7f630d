"""T10: web and database killed under load, answers lost after the commit. Nothing acknowledged is lost, half or double."""

import os
import random
import time

import pytest

from tests.faults.cluster import Cluster, bin_folder
from tests.faults.own_portal import Load, OwnPortal

SEED = os.environ["MUNTADA_TEST_SEED"]
#: kill -9 of the web process, on each database, and of PostgreSQL. Fewer while developing: T10_KILLS=5.
KILLS = int(os.environ.get("T10_KILLS", "100"))
needs_postgresql = pytest.mark.skipif(bin_folder() is None, reason="PostgreSQL is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kills")]


@pytest.fixture(scope="module")
def cluster():
    """A server of this file's own, with its durability on."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def on_cluster(cluster, tmp_path_factory):
    portal = OwnPortal(tmp_path_factory.mktemp("on-cluster"), cluster.url, writers=4)
    yield portal
    portal.web.stop()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    folder = tmp_path_factory.mktemp("on-sqlite")
    portal = OwnPortal(folder, f"sqlite:///{folder / 'own.sqlite3'}", writers=4)
    yield portal
    portal.web.stop()


def kill_web(portal, kills, record_property, name):
    """Each kill comes at a random moment after at least one save; every 25th takes gunicorn itself."""
    chance = random.Random(SEED)
    with Load(portal.writers(), drop=0.1) as load:
        for number in range(kills):
            load.wait_for_saves(1)
            time.sleep(chance.uniform(0, 0.15))
            if number % 25 == 24:
                portal.web.restart()
            else:
                portal.kill_worker()
    report(portal, record_property, f"web kills on {name}", kills)


def report(portal, record_property, what, kills):
    """The ledger goes on through the tests of one portal; what it counts is counted in each of them."""
    faults, counts = portal.faults(), portal.ledger.counts
    record_property(f"T10 {what}", kills)
    for name in ("saves", "collisions shown", "answers dropped", "sent again"):
        record_property(f"T10 {name}", counts[name] - portal.reported[name])
    portal.reported = counts.copy()
    record_property("T10 lost, half or double", len(faults))
    assert faults == []


def test_web_on_sqlite(on_sqlite, record_property):
    kill_web(on_sqlite, KILLS, record_property, "SQLite")


@needs_postgresql
def test_web_on_postgresql(on_cluster, record_property):
    kill_web(on_cluster, KILLS, record_property, "PostgreSQL")


@needs_postgresql
def test_postgresql_itself(on_cluster, cluster, record_property):
    chance, kills = random.Random(SEED), max(2, KILLS // 5)
    with Load(on_cluster.writers(), drop=0.1) as load:
        for _kill in range(kills):
            load.wait_for_saves(3)
            time.sleep(chance.uniform(0, 0.15))
            cluster.kill()
            time.sleep(chance.uniform(0, 0.5))
            cluster.start()
        load.wait_for_saves(3)
    report(on_cluster, record_property, "kills of PostgreSQL", kills)


@needs_postgresql
def test_its_settings_are_those_of_a_server_that_keeps_what_it_acknowledges(on_cluster):
    assert "muntada.W003" not in on_cluster.manage("check", "--database", "default")
