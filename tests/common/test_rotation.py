"""Keys are turned while the portal runs, after any halt, and none is dropped that anything needs."""

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from common import encryption
from common.encryption import decrypt, encrypt
from common.keyring_file import PURPOSES, read_keyring, write_new_keyring
from common.models import AuditEntry
from common.rotation import BATCH, turn
from common.tombstones import append_tombstone, read_tombstones
from common.uploads import Clean
from forums.models import OutputSpeaker
from participants.models import Person
from recommendations.services.attachments import keep_file, read_file

from .. import factories

ROOT = Path(__file__).parents[2]
PHONE, SECRET, SCAN = "+967700123123", "TOTPSECRET234567", b"%PDF-1.7 scan %%EOF"


@pytest.fixture
def ring(tmp_path, settings):
    """A keyring, a media folder and tombstones of this test's own."""
    settings.KEYRING_FILE = tmp_path / "keys" / "keyring"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TOMBSTONES_FILE = tmp_path / "tombstones.jsonl"
    write_new_keyring(settings.KEYRING_FILE)
    return settings.KEYRING_FILE


@pytest.fixture
def held(ring, world, settings):
    """One value of each ring in each sort of place: columns, JSON, a file, a tombstone."""
    person = factories.PersonFactory(phone=PHONE, notes="ملاحظة")
    speaker = OutputSpeaker.objects.create(output=factories.OutputFactory(), person=str(person.public_id))
    secret = Authenticator.objects.create(
        user=world.staff, type="totp", data={"secret": encrypt(SECRET, purpose="accounts"), "n": [1]}
    )
    letter = factories.LetterFactory(programme=world.programme, institution=world.institution)
    with transaction.atomic():
        file = keep_file(
            actor=world.staff, clean=Clean("pdf", SCAN), programme=world.programme, letter=letter
        )
    append_tombstone(settings.TOMBSTONES_FILE, {"text_after": encrypt("نص", purpose="contacts")})

    def check():
        assert Person.objects.get(pk=person.pk).phone == PHONE
        assert Person.objects.get(pk=person.pk).notes == "ملاحظة"
        assert OutputSpeaker.objects.get(pk=speaker.pk).person == str(person.public_id)
        data = Authenticator.objects.get(pk=secret.pk).data
        assert (decrypt(data["secret"], purpose="accounts"), data["n"]) == (SECRET, [1])
        assert read_file(file) == SCAN
        (stone,) = read_tombstones(settings.TOMBSTONES_FILE)
        assert decrypt(stone["text_after"], purpose="contacts") == "نص"

    return check


def age(path, minutes):
    """As if the file had been changed so long ago."""
    moment = time.time() - minutes * 60
    os.utime(path, (moment, moment))


def test_everything_is_renewed_then_the_old_key_goes(held, ring):
    before = read_keyring(ring)
    call_command("rotate_keys", verbosity=0)
    during = read_keyring(ring)
    assert {purpose: keys[1:] for purpose, keys in during.items()} == before
    held()
    age(ring, 16)
    call_command("rotate_keys", "--drop-old", verbosity=0)
    after = read_keyring(ring)
    assert after == {purpose: keys[:1] for purpose, keys in during.items()}
    assert not any(set(after[purpose]) & set(before[purpose]) for purpose in PURPOSES)
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert list(ring.parent.iterdir()) == [ring]
    held()


def test_one_ring_leaves_the_others(held, ring):
    before = read_keyring(ring)
    call_command("rotate_keys", "--ring", "accounts", verbosity=0)
    after = read_keyring(ring)
    assert (after["contacts"], after["speakers"]) == (before["contacts"], before["speakers"])
    assert len(after["accounts"]) == 2
    held()


def test_it_is_on_the_record_without_a_key(held, ring):
    call_command("rotate_keys", "--ring", "contacts", verbosity=0)
    entry = AuditEntry.objects.get(action="common.rotate_keys")
    assert entry.details == {"ring": "contacts", "renewed": 4, "keys": 2}
    record = json.dumps(list(AuditEntry.objects.values_list("details", flat=True)))
    assert not any(key in record for key in read_keyring(ring)["contacts"])


def test_a_key_that_is_needed_is_not_dropped(held, ring, world):
    """A column that nobody told the rotation about: a free text that holds a token."""
    stray = encrypt("verirrt", purpose="contacts")
    call_command("rotate_keys", "--ring", "contacts", verbosity=0)
    world.staff.display_name = stray[:20]
    output = factories.OutputFactory(text=f"a draft of another colour: {stray}")
    before = ring.read_bytes()
    with pytest.raises(CommandError, match=r"old key is still needed.*forums_output.text \(1\)"):
        call_command("rotate_keys", "--ring", "contacts", "--drop-old", "--now", verbosity=0)
    assert ring.read_bytes() == before
    call_command("rotate_keys", "--ring", "contacts", verbosity=0)
    call_command("rotate_keys", "--ring", "contacts", "--drop-old", "--now", verbosity=0)
    output.refresh_from_db()
    assert decrypt(output.text.rpartition(" ")[2], purpose="contacts") == "verirrt"


def test_an_old_key_waits_for_work_in_hand(held, ring):
    call_command("rotate_keys", verbosity=0)
    with pytest.raises(CommandError, match="work in hand"):
        call_command("rotate_keys", "--drop-old", verbosity=0)
    assert {len(keys) for keys in read_keyring(ring).values()} == {2}


def test_called_again_it_goes_on_and_adds_no_third_key(ring, db):
    for _ in range(2):
        call_command("rotate_keys", verbosity=0)
    assert {len(keys) for keys in read_keyring(ring).values()} == {2}


def test_more_rows_than_a_batch_and_a_second_pass_finds_none(ring, db):
    for _ in range(BATCH + 5):
        factories.PersonFactory(phone=PHONE)
    call_command("rotate_keys", "--ring", "contacts", verbosity=0)
    assert AuditEntry.objects.get(action="common.rotate_keys").details["renewed"] == BATCH + 5
    assert turn("contacts") == {}
    newest = Fernet(read_keyring(ring)["contacts"][0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM participants_person WHERE phone <> ''")
        assert {newest.decrypt(phone.encode()) for (phone,) in cursor.fetchall()} == {PHONE.encode()}


def test_what_somebody_writes_meanwhile_stays_his(ring, db, monkeypatch):
    """Between the reading of a batch and its writing somebody corrects the number."""
    person = factories.PersonFactory(phone=PHONE)
    from common import rotation
    from common.keyring_file import add_key

    add_key("contacts")
    replace = rotation._replace

    def late(column, key, before, after):
        if column.name == "phone":
            Person.objects.filter(pk=person.pk).update(phone="+967711")
        replace(column, key, before, after)

    monkeypatch.setattr(rotation, "_replace", late)
    turn("contacts")
    assert Person.objects.get(pk=person.pk).phone == "+967711"


def test_a_running_process_learns_of_the_new_key(ring):
    token = encrypt("vorher", purpose="contacts")
    code = "from common.keyring_file import add_key, drop_old_keys; add_key('contacts')"
    program = f"import django; django.setup(); {code}"
    environment = os.environ | {
        "KEYRING_FILE": str(ring),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
    }
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True)
    newest, old = read_keyring(ring)["contacts"]
    assert decrypt(token, purpose="contacts") == "vorher"
    fresh = encrypt("nachher", purpose="contacts").encode()
    assert Fernet(newest).decrypt(fresh) == b"nachher"
    with pytest.raises(InvalidToken):
        Fernet(old).decrypt(fresh)


def test_a_write_that_fails_leaves_the_old_keyring(ring, db, monkeypatch):
    before = ring.read_bytes()

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        call_command("rotate_keys", verbosity=0)
    assert ring.read_bytes() == before
    assert list(ring.parent.iterdir()) == [ring]


def test_the_speakers_ring_may_be_kept_elsewhere(held, ring, settings, tmp_path):
    apart = tmp_path / "stick" / "speakers"
    call_command("make_keys", secret=tmp_path / "secret", keyring=ring, speakers=apart, verbosity=0)
    assert "speakers" not in json.loads(ring.read_text())
    assert stat.S_IMODE(apart.stat().st_mode) == 0o600
    settings.KEYRING_SPEAKERS_FILE = apart
    held()
    call_command("rotate_keys", "--ring", "speakers", verbosity=0)
    held()
    apart.rename(tmp_path / "taken along")
    with pytest.raises(encryption.RingAbsent):
        list(OutputSpeaker.objects.all())
    with pytest.raises(encryption.RingAbsent):
        encrypt("x", purpose="speakers")
    assert decrypt(encrypt("x", purpose="contacts"), purpose="contacts") == "x"
    with pytest.raises(CommandError, match="not on this machine"):
        call_command("rotate_keys", verbosity=0)
