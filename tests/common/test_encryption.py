"""Keys outside the database, and columns that hold nothing readable."""

import json
import stat

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection

from common.encryption import EncryptedTextField, Undecipherable, decrypt, encrypt
from common.keyring_file import PURPOSES, read_keyring, write_new_keyring
from forums.models import OutputSpeaker
from participants.models import Person

from ..factories import OutputFactory, PersonFactory

SECRET = "كلمة لا يقرؤها أحد 777123456"


@pytest.fixture
def ring(tmp_path, settings):
    """A keyring of this test's own."""
    path = tmp_path / "keys" / "keyring"
    write_new_keyring(path)
    settings.KEYRING_FILE = path
    return path


def test_a_new_ring_is_for_its_owner_alone(ring):
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert set(read_keyring(ring)) == set(PURPOSES)


def test_an_existing_ring_is_never_overwritten(ring):
    before = ring.read_bytes()
    with pytest.raises(FileExistsError):
        write_new_keyring(ring)
    assert ring.read_bytes() == before


def test_make_keys_makes_what_is_missing_and_keeps_what_is_there(tmp_path):
    secret, keyring = tmp_path / "a" / "secret", tmp_path / "a" / "keyring"
    call_command("make_keys", secret=secret, keyring=keyring, verbosity=0)
    kept = secret.read_bytes(), keyring.read_bytes()
    call_command("make_keys", secret=secret, keyring=keyring, verbosity=0)
    assert (secret.read_bytes(), keyring.read_bytes()) == kept
    assert len(kept[0]) >= 50
    assert {stat.S_IMODE(path.stat().st_mode) for path in (secret, keyring)} == {0o600}


def test_make_keys_brings_a_keyring_of_before_up_to_date(tmp_path, ring):
    """Its keys stay; a ring of the first ones that is missing is a damage and is not papered over."""
    before = read_keyring(ring)
    del before["drafts"]
    ring.write_text(json.dumps(before), encoding="ascii")
    call_command("make_keys", secret=tmp_path / "secret", keyring=ring, verbosity=0)
    after = read_keyring(ring)
    assert len(after.pop("drafts")) == 1
    assert after == before
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    del before["accounts"]
    ring.write_text(json.dumps(before), encoding="ascii")
    with pytest.raises(ValueError, match="no key for «accounts»"):
        call_command("make_keys", secret=tmp_path / "secret", keyring=ring, verbosity=0)


@pytest.mark.parametrize("content", ["{}", '{"contacts": []}', "not json"])
def test_an_incomplete_ring_is_refused(tmp_path, content):
    path = tmp_path / "keyring"
    path.write_text(content, encoding="ascii")
    with pytest.raises(ValueError, match=r"no key for|Expecting value"):
        read_keyring(path)


def test_a_missing_ring_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_keyring(tmp_path / "nothing")


def test_rings_do_not_open_each_other(ring):
    token = encrypt(SECRET, purpose="contacts")
    assert decrypt(token, purpose="contacts") == SECRET
    with pytest.raises(Undecipherable):
        decrypt(token, purpose="speakers")


def test_the_same_text_has_another_token_each_time(ring):
    assert encrypt(SECRET, purpose="contacts") != encrypt(SECRET, purpose="contacts")


def test_an_old_key_still_opens_and_a_new_one_closes(ring):
    token = encrypt(SECRET, purpose="contacts")
    rings = json.loads(ring.read_text())
    rings["contacts"].insert(0, Fernet.generate_key().decode())
    ring.write_text(json.dumps(rings))
    assert decrypt(token, purpose="contacts") == SECRET
    fresh = encrypt(SECRET, purpose="contacts")
    with pytest.raises(InvalidToken):
        Fernet(rings["contacts"][1]).decrypt(fresh.encode())


@pytest.mark.parametrize("token", ["gibberish", "حروف", ""])
def test_an_altered_token_raises_and_gives_nothing(ring, token):
    with pytest.raises(Undecipherable):
        decrypt(token, purpose="contacts")


def test_an_unknown_ring_is_a_typing_error():
    with pytest.raises(ValueError, match="Unknown ring"):
        EncryptedTextField(purpose="contact")


def _raw(model, row):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
        return json.dumps([str(value) for value in cursor.fetchone()], ensure_ascii=False)


def encrypted_fields():
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, EncryptedTextField)
    ]


def test_contacts_and_speakers_are_the_encrypted_columns():
    assert {(model.__name__, field.name) for model, field in encrypted_fields()} == {
        ("Person", "phone"),
        ("Person", "email"),
        ("Person", "notes"),
        ("Merge", "replaced"),
        ("OutputSpeaker", "person"),
        ("KeptForm", "content"),
        ("DraftKey", "key"),
        ("DraftKey", "earlier"),
        ("WitnessVoice", "words"),
        *(("SheetImport", name) for name in ("file_name", "content")),
        *(("ImportRow", name) for name in ("findings", "before")),
    }


def test_the_database_holds_no_contact_in_clear(db):
    person = PersonFactory(phone=SECRET, email=SECRET, notes=SECRET)
    row = _raw(Person, person)
    assert "777123456" not in row
    assert "كلمة" not in row
    assert Person.objects.get(pk=person.pk).phone == SECRET


def test_the_database_does_not_tell_who_said_it(db):
    person = PersonFactory()
    speaker = OutputSpeaker.objects.create(output=OutputFactory(), person=str(person.public_id))
    row = _raw(OutputSpeaker, speaker)
    assert str(person.public_id) not in row
    assert person.public_id.hex not in row
    assert OutputSpeaker.objects.get(pk=speaker.pk).person == str(person.public_id)


def test_nothing_written_stays_nothing(db):
    assert Person.objects.get(pk=PersonFactory(phone="").pk).phone == ""


@pytest.mark.parametrize("lookup", ["exact", "contains", "in", "startswith", "iexact", "gt"])
def test_look_ups_are_refused(db, lookup):
    value = [SECRET] if lookup == "in" else SECRET
    with pytest.raises(FieldError, match="cannot be searched"):
        list(Person.objects.filter(**{f"phone__{lookup}": value}))
