"""T13: a backup restored on an empty machine is the same portal; what was erased since stays erased."""

import json
import re
import shutil

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from common import audit
from common.backup import BackupRefused
from common.backup.load import require_same_kind
from common.backup.unpack import Unpacked
from common.tombstones import append_tombstone
from common.uploads import Clean
from forums.models import OutputSpeaker
from participants.models import Person
from recommendations.models import Attachment
from recommendations.services.attachments import keep_file

from .. import factories
from .backups import ON_POSTGRESQL, Empty, live_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.turns(3)]

NAME, PHONE = "كناري عبدالباسط", "+967700123123"
SCAN = b"%PDF-1.7 canary of a scan %%EOF"
#: Emptied, or added to, by the restore itself.
OWN = {"django_session", "cache", "common_backup", "common_auditentry"}


@pytest.fixture
def filled(world, place):
    """A world with people, minutes, an attachment and somebody who said something."""
    person = factories.PersonFactory(name_ar=NAME, phone=PHONE, notes=f"يُتصل به {NAME}")
    minutes = factories.MinutesFactory(forum__programme=world.programme, state="approved", revision=1)
    factories.AttendanceFactory(forum=minutes.forum, person=person)
    output = factories.OutputFactory(minutes=minutes, text=f"قال {NAME} كلمة")
    OutputSpeaker.objects.create(output=output, person=str(person.public_id))
    letter = factories.LetterFactory(programme=world.programme, institution=world.institution)
    with transaction.atomic():
        keep_file(actor=world.staff, clean=Clean("pdf", SCAN), programme=world.programme, letter=letter)
        audit.append(actor=world.staff, action="test.act", subject=person)
    # Argon2, since the other machine has the real settings.
    hasher = "django.contrib.auth.hashers.Argon2PasswordHasher"
    place.person = person
    with override_settings(PASSWORD_HASHERS=[hasher]):
        world.staff.password = make_password(factories.PASSWORD)
    world.staff.save()
    return place


def media(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def back_up(place):
    call_command("backup", verbosity=0)
    return place.backups[-1]


def test_every_row_and_every_file_comes_back(filled, empty, settings):
    before, files = live_rows(), media(settings.MEDIA_ROOT)
    assert len(before) > 40
    assert len(files) == 1
    result = empty.restore(back_up(filled), filled)
    assert result.returncode == 0, result.stderr
    after = empty.tables()
    assert set(after) == set(before)
    assert {name: rows for name, rows in after.items() if name not in OWN} == {
        name: rows for name, rows in before.items() if name not in OWN
    }
    assert set(before["common_auditentry"]) < set(after["common_auditentry"])
    assert len(after["common_auditentry"]) == len(before["common_auditentry"]) + 1
    assert after["django_session"] == []
    assert media(empty.media) == files
    assert audit_head(before) in result.stdout


def audit_head(tables):
    hashes = {re.search(r"'hash': '(\w+)'", row)[1] for row in tables["common_auditentry"]}
    previous = {re.search(r"'prev': '(\w+)'", row)[1] for row in tables["common_auditentry"]}
    (head,) = hashes - previous
    return head


READER = """
import django; django.setup()
import json
from django.core.checks import run_checks
from django.test import Client
from common.audit_triggers import missing_triggers
from forums.models import OutputSpeaker
from participants.models import Person
from recommendations.models import Attachment
from recommendations.services.attachments import read_file
client = Client(HTTP_HOST="localhost")
answer = client.post("/accounts/login/", {"login": "staff", "password": "%s"})
print(json.dumps({
    "signed_in": [answer.status_code, client.get("/").status_code, "_auth_user_id" in client.session],
    "phone": [person.phone for person in Person.objects.all() if person.phone],
    "said": OutputSpeaker.objects.get().person,
    "scan": read_file(Attachment.objects.get()).decode(),
    "triggers": sorted(missing_triggers()),
    "errors": [str(problem) for problem in run_checks(databases=["default"]) if problem.level >= 40],
}))
"""


def test_people_sign_in_and_contacts_are_read_with_the_keyring(filled, empty):
    assert empty.restore(back_up(filled), filled).returncode == 0
    result = empty.run(code=READER % factories.PASSWORD)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout.splitlines()[-1])
    assert found == {
        "signed_in": [302, 200, True],
        "phone": [PHONE],
        "said": str(filled.person.public_id),
        "scan": SCAN.decode(),
        "triggers": [],
        "errors": [],
    }


def test_without_its_keyring_the_restore_says_so(filled, empty, tmp_path):
    other = tmp_path / "other-keyring"
    call_command("make_keys", secret=tmp_path / "other-secret", keyring=other, verbosity=0)
    result = empty.restore(back_up(filled), filled, KEYRING_FILE=other)
    assert result.returncode == 9
    assert "THE KEYRING IS NOT THE ONE OF THIS BACKUP" in result.stderr
    assert "participants_person.phone (1)" in result.stderr


def test_a_place_that_is_not_empty_is_left_alone(filled, empty):
    file = back_up(filled)
    empty.media.mkdir()
    (empty.media / "something").write_text("precious")
    result = empty.restore(file, filled, "--into-empty")
    assert result.returncode == 8
    assert "is not empty" in result.stderr
    shutil.rmtree(empty.media)
    assert empty.restore(file, filled).returncode == 0
    before = empty.tables()
    shutil.rmtree(empty.media)
    for arguments in ((), ("--into-empty",)):
        result = empty.restore(file, filled, *arguments)
        assert result.returncode == 8, result.stderr
    assert "somebody's" in result.stderr
    assert empty.tables() == before


def test_what_set_up_made_is_replaced_when_told_so(filled, empty):
    file, before = back_up(filled), live_rows()
    assert empty.run("migrate", "-v0").returncode == 0
    assert empty.restore(file, filled).returncode == 8
    result = empty.restore(file, filled, "--into-empty")
    assert result.returncode == 0, result.stderr
    after = empty.tables()
    assert after["participants_person"] == before["participants_person"]
    assert after["participants_place"] == before["participants_place"]


def test_a_backup_of_another_kind_of_database_is_refused(filled, empty, tmp_path):
    if ON_POSTGRESQL:
        other = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    else:
        pytest.skip("said by the run on PostgreSQL")
    result = empty.restore(back_up(filled), filled, DATABASE_URL=other)
    assert result.returncode == 8
    assert "does not change from one kind to the other" in result.stderr
    assert not (tmp_path / "other.sqlite3").exists()


def test_erasures_after_the_backup_are_replayed_from_both_lists(filled, empty, settings, tmp_path):
    """One erased before the backup, whose line is inside; one since, in the newer list that lies beside it."""
    second = factories.PersonFactory(name_ar="كناري ثانٍ")
    append_tombstone(settings.TOMBSTONES_FILE, stone(second))
    file = back_up(filled)
    newer = tmp_path / "newer.jsonl"
    append_tombstone(newer, stone(filled.person))
    result = empty.restore(file, filled, "--tombstones", newer)
    assert result.returncode == 0, result.stderr
    assert "Erasures replayed: 2" in result.stdout
    assert [json.loads(line) for line in empty.tombstones.read_text().splitlines()] == [
        stone(second),
        stone(filled.person),
    ]
    everything = "".join(row for rows in empty.tables().values() for row in rows)
    assert NAME not in everything
    assert "كناري ثانٍ" not in everything
    assert any(
        "'erasures_replayed': 2" in row or '"erasures_replayed": 2' in row
        for row in empty.tables()["common_auditentry"]
    )


def stone(person):
    return {"kind": "person", "public_id": str(person.public_id), "erased_at": "2026-01-02T03:04:05+00:00"}


def test_an_unreadable_list_of_erasures_stops_the_restore(filled, empty, tmp_path):
    file, newer = back_up(filled), tmp_path / "newer.jsonl"
    newer.write_text('{"kind": "person"}\nnonsense\n')
    result = empty.restore(file, filled, "--tombstones", newer)
    assert result.returncode == 1
    assert "cannot be read" in result.stderr
    assert empty.is_untouched()
    result = empty.restore(file, filled, "--tombstones", tmp_path / "missing")
    assert "does not exist" in result.stderr
    assert empty.is_untouched()


def test_an_erasure_that_fails_takes_the_restore_back(filled, empty, tmp_path):
    """Nobody who was erased may stand in a portal that could be opened by mistake."""
    file, newer = back_up(filled), tmp_path / "newer.jsonl"
    append_tombstone(newer, {"kind": "person", "public_id": "no public id", "erased_at": ""})
    result = empty.restore(file, filled, "--tombstones", newer)
    assert result.returncode == 1
    assert "taken back" in result.stderr
    assert empty.is_untouched()


def test_an_erasure_of_a_kind_that_is_not_known_stops_the_restore(filled, empty, tmp_path):
    file, newer = back_up(filled), tmp_path / "newer.jsonl"
    append_tombstone(newer, {"kind": "of next year"})
    result = empty.restore(file, filled, "--tombstones", newer)
    assert result.returncode == 1
    assert "cannot replay (of next year)" in result.stderr
    assert "taken back" not in result.stderr
    assert empty.is_untouched()


def test_erasures_are_not_replayed_with_a_keyring_that_opens_nothing(filled, empty, tmp_path):
    """Notes of others may name him, and nobody could look."""
    file, newer = back_up(filled), tmp_path / "newer.jsonl"
    append_tombstone(newer, stone(filled.person))
    other = tmp_path / "other-keyring"
    call_command("make_keys", secret=tmp_path / "other-secret", keyring=other, verbosity=0)
    result = empty.restore(file, filled, "--tombstones", newer, KEYRING_FILE=other)
    assert result.returncode == 1
    assert "this keyring does not open" in result.stderr
    assert empty.is_untouched()


def test_an_older_backup_is_brought_up_to_date_and_a_newer_refused(filled, empty, tmp_path):
    assert empty.restore(back_up(filled), filled).returncode == 0
    assert empty.run("migrate", "common", "0001", "-v0").returncode == 0
    shutil.copy(filled.folder / "backup-key.pub", empty.media.parent)
    # The file is whole; only its own row has no table any more.
    assert empty.run("backup").returncode == 1
    (older,) = (empty.media.parent / "backups").glob("*.age")
    machine = Empty(tmp_path / "third")
    try:
        result = machine.restore(older, filled)
        assert result.returncode == 0, result.stderr
        assert {"common_backup", "common_keyringstate"} <= set(machine.tables())
    finally:
        machine.remove()
    facts = {"engine": connection.vendor, "server": "0", "migrations": ["common.0999_of_next_year"]}
    with pytest.raises(BackupRefused, match="newer release"):
        require_same_kind(Unpacked(tmp_path, facts, 0, ""))


def test_a_check_reads_everything_and_writes_nothing(filled, empty):
    result = empty.restore(back_up(filled), filled, "--check")
    assert result.returncode == 0, result.stderr
    assert "can be restored here" in result.stdout
    assert empty.is_untouched()
    assert Person.objects.count() > 0
    assert Attachment.objects.count() == 1
