"""T13: erased, and yesterday's backup restored: nothing of the person is left, wherever he stood."""

import sys
import time

import pytest
from django.core.management import call_command

from common import audit
from common.tombstones import read_tombstones
from forums.models import MinutesRevision
from forums.services.freezing import revision_holds

from ..reports.erasure.canary import erase, plant, residue, traces
from .backups import live_rows

pytestmark = pytest.mark.django_db(transaction=True)


def test_restored_from_yesterday_nothing_of_him_is_left(world, place, empty, settings, capsys):
    person = plant(world)
    planted = residue(live_rows())
    assert len(planted) > 30, sorted(planted)
    files = sum(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))
    call_command("backup", verbosity=0)
    yesterday = place.backups[-1]

    erase(world, person)
    assert residue(live_rows()) == {}
    assert sum(path.is_file() for path in settings.MEDIA_ROOT.rglob("*")) == files - 3
    stones = settings.TOMBSTONES_FILE.read_text()
    assert [record["public_id"] for record in read_tombstones(settings.TOMBSTONES_FILE)] == [
        str(person.public_id)
    ]
    assert traces(stones) == []
    assert audit.first_broken_link() is None
    assert all(revision_holds(revision) for revision in MinutesRevision.objects.all())

    began = time.monotonic()
    result = empty.restore(yesterday, place, "--tombstones", settings.TOMBSTONES_FILE)
    minutes = (time.monotonic() - began) / 60
    assert result.returncode == 0, result.stderr
    assert "Erasures replayed: 1" in result.stdout
    assert residue(empty.tables()) == {}
    assert traces(empty.tombstones.read_text()) == []
    assert sum(path.is_file() for path in empty.media.rglob("*")) == files - 3
    again = empty.run(code=AGAIN)
    assert again.returncode == 0, again.stderr
    assert again.stdout.split() == ["0", "True", "True"]
    with capsys.disabled():
        sys.stdout.write(f" restored and erased again in {minutes:.2f} minutes ")


AGAIN = """
import django; django.setup()
from django.conf import settings
from common import audit
from forums.models import MinutesRevision
from forums.services.freezing import revision_holds
from reports.services.erasure import replay_erasures
print(replay_erasures(settings.TOMBSTONES_FILE), audit.first_broken_link() is None,
      all(revision_holds(revision) for revision in MinutesRevision.objects.all()))
"""
