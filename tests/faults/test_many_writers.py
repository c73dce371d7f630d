"""T11: many writers on one minutes, over HTTP, with real server processes."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.faults.minutes_scene import described, make_scene, state_of
from tests.faults.writers import Ledger, Writer, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.turns(2)]
SEED = os.environ["MUNTADA_TEST_SEED"]


def one_round(webs, record_property, *, writers, saves, drop=0.0):
    """Everybody writes at once; nothing that was acknowledged may be missing."""
    scene = described(*make_scene(writers))
    connection.close()
    ledger = Ledger()
    people = [
        Writer(number, visitors=signed_in(webs, cookies), path=scene["path"], ledger=ledger, seed=SEED)
        for number, cookies in enumerate(scene["cookies"])
    ]
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(lambda writer: writer.write(saves, drop), people))
    faults = ledger.faults(state_of(scene["minutes"]), scene["first"])
    done = ledger.counts["saves"] + ledger.counts["collisions shown"] + ledger.counts["refused"]
    for name in ("saves", "collisions shown", "refused", "answers dropped", "sent again"):
        record_property(f"T11 {name}", ledger.counts[name])
    record_property("T11 lost", len(faults))
    assert faults == []
    assert done == writers * saves
    assert ledger.counts["saves"] > done / 3, "they hardly wrote at all"
    return ledger


def test_four_at_once(webs, world, record_property):
    assert one_round(webs, record_property, writers=4, saves=12).counts["collisions shown"]


def test_answers_that_get_lost(webs, world, record_property):
    """Each change is sent twice under one key, the second time often while the first is still at work."""
    assert one_round(webs, record_property, writers=2, saves=8, drop=1.0).counts["answers dropped"] == 16


@pytest.mark.slow
def test_eight_at_once_twenty_times(webs, world, record_property):
    for _round in range(20):
        one_round(webs, record_property, writers=8, saves=50)
