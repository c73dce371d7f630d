"""A backup from before a purge, restored: the programme does not come back."""

import pytest
from django.conf import settings

from common.tombstones import read_tombstones
from forums.models import Programme
from reports.services.purge.stones import write_stone

from .. import factories
from .test_restore import back_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.turns(2)]
WORD = "كلمة من برنامج محذوف"


@pytest.mark.parametrize("listed", ["outside", "nowhere"])
def test_a_purged_programme_stays_purged_through_a_restore(world, place, empty, listed):
    minutes = factories.MinutesFactory(forum__programme=world.programme)
    output = factories.OutputFactory(minutes=minutes, text=WORD)
    other = factories.OutputFactory(minutes__forum__programme=world.other_programme)
    factories.AttendanceFactory(forum=minutes.forum)
    file = back_up(place)
    write_stone(
        settings.TOMBSTONES_FILE, programme=world.programme, number="1", at="2026-01-01T00:00:00+00:00"
    )
    more = ["--tombstones", settings.TOMBSTONES_FILE] if listed == "outside" else []
    result = empty.restore(file, place, *more)
    assert result.returncode == 0, result.stderr
    tables = empty.tables()
    rows = " ".join(row for name, found in tables.items() if name != "common_auditentry" for row in found)
    assert (WORD in rows) is (listed == "nowhere")
    assert str(other.public_id) in rows or other.public_id.hex in rows
    assert (str(output.public_id) in rows or output.public_id.hex in rows) is (listed == "nowhere")
    if listed == "outside":
        assert [line["public_id"] for line in read_tombstones(empty.tombstones)] == [
            str(world.programme.public_id)
        ]
        assert any("reports.replay_purge" in row for row in tables["common_auditentry"])
        assert Programme.objects.count() == len(tables["forums_programme"]), "the shell stays, for its code"
